import { describe, expect, it } from 'vitest';
import { type NameEffect, nameEffect } from '../../../src/facts/pipeline/name-effect.js';
import { splitWords } from '../../../src/facts/pipeline/words.js';

const EFFECTS: Readonly<Record<Exclude<NameEffect, 'migrate' | 'hook' | 'publish' | 'tear-down'>, readonly string[]>> =
  {
    deploy: [
      'UpdateAlias',
      'update-live-alias',
      'UpdateService',
      'UpdateEcsService',
      'UpdateFunctionCode',
      'UpdateStack',
      'ShiftWeights',
      'set-weights',
      'FlipDns',
      'ChangeDns',
      'SwitchListener',
      'ModifyListener',
      'SwitchEndPoints',
      'swap-target-group',
      'SwapBlueGreen',
      'MoveTraffic',
      'RouteTraffic',
      'IncreaseTraffic',
      'UpdatePipelineService',
      'update-data-pipeline-prod',
      'UpdatePipelineBeta',
      'CreateDeployment',
      'StartDeployment',
      'TriggerDeploy',
      'start-deploy-prod',
    ],
    'self-update': [
      'SelfMutate',
      'UpdatePipeline',
      'update-codepipeline',
      'UpdatePipelineStack',
      'self-update-pipelines',
    ],
    other: [
      'ValidateTrafficShift',
      'WaitForTrafficShift',
      'UpdateTestReport',
      'create-change-set',
      'RecordDeployment',
      'track-deployment-beta',
      'MarkDeployment',
      'CreateDeploymentMarker',
      'create-deployment-group',
      'RegisterDeployment',
      'CreateRelease',
    ],
    silent: [
      'ProjectDeploymentName',
      'UpdateTicket',
      'UpdateDataPipeline',
      'UpdateServiceCatalog',
      'Route53',
      'Run',
      'set-environment-variables',
    ],
  };

describe.each(Object.entries(EFFECTS))('a name that says: %s', (effect, names) => {
  it.each(names)('%s', (name) => {
    expect(nameEffect(splitWords(name))).toBe(effect);
  });
});

it('reads letters without their accents', () => {
  expect(splitWords('Préprod')).toEqual(['preprod']);
  expect(splitWords('Déploie la préproduction')).toEqual(['deploie', 'la', 'preproduction']);
});
