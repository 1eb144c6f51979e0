import type { FactType, SubjectKind } from '../../model/facts.js';

/** An environment as rules see it. */
const ENVIRONMENT: FactType = {
  name: 'DeployedEnvironment',
  description: 'An environment that a pipeline deploys to: its region, account and cell are part of what it is.',
  fields: {
    name: { type: 'string', description: 'Its name as read: `beta`, `production eu-west-1`.' },
    tests: {
      type: 'list<string>',
      description: 'Activities that exercise it after its deployment and before the next one.',
    },
  },
};

/** What rules about a production deployment see. */
export const PRODUCTION_DEPLOYMENT: SubjectKind = {
  kind: 'production-deployment',
  type: {
    name: 'ProductionDeployment',
    description: 'One action that changes a production environment, with everything that stands before it.',
    nested: [ENVIRONMENT],
    fields: {
      name: { type: 'string', description: 'Stage and action: `Prod/Deploy`.' },
      environment: { type: 'string', description: 'The environment it changes.' },
      mechanism: { type: 'string', description: 'The provider or tool that deploys.' },
      wave: { type: 'int', description: 'The wave it belongs to, from 1.' },
      preProductionStages: {
        type: 'list<DeployedEnvironment>',
        description:
          'The longest chain of pre-production environments before it, one per link, those that are certain.',
      },
      preProductionStagesAtMost: {
        type: 'int',
        description: 'How long that chain could be if everything unknown were pre-production.',
      },
      exactPreProductionStages: { type: 'int', description: 'The length of the chain, when it is known exactly.' },
      gamma: { type: 'list<DeployedEnvironment>', description: 'The pre-production environments of the last link.' },
      gammaHasSameMechanism: {
        type: 'bool',
        description: 'Every gamma environment is deployed by the same provider and kind.',
      },
      gammaShiftsTraffic: {
        type: 'bool',
        description: 'Traffic shifts in every gamma environment at least as carefully as here.',
      },
      gammaRollsBackOnFailure: {
        type: 'bool',
        description: 'Every gamma environment rolls back on failure if this one does.',
      },
      gammaRollsBackOnAlarm: {
        type: 'bool',
        description: 'Every gamma environment rolls back on alarm if this one does.',
      },
      gammaBakes: { type: 'bool', description: 'Every gamma environment bakes under watch if this one does.' },
      gammaIsTested: {
        type: 'bool',
        description: 'Every gamma environment is tested after its deployment at least as this one is.',
      },
      gammaDifferences: { type: 'list<string>', description: 'Each thing in which a gamma environment is weaker.' },
      bakeAfter: {
        type: 'string',
        description:
          'What the bake before it stands after: `nothing`, `gamma`, `one-box`, `first-wave` or `later-wave`.',
      },
      bakeAtLeast: { type: 'int', description: 'Minutes of watched bake right before it that are certain.' },
      bakeAtMost: { type: 'int', description: 'Minutes of watched bake right before it that are possible.' },
      bakeMinutes: {
        type: 'int',
        description: 'Minutes of watched bake right before it, when they are known exactly.',
      },
      unwatchedMinutes: { type: 'int', description: 'Minutes waited right before it with nothing watching.' },
      loadTestGatesProduction: {
        type: 'bool',
        description: 'A load test covers a pre-production environment and is before the first production deployment.',
      },
      testGatesProduction: { type: 'bool', description: 'Any test of something deployed does.' },
      approvalGatesProduction: { type: 'bool', description: 'An approval is before the first production deployment.' },
      rollsBackOnFailure: { type: 'bool', description: 'It undoes itself when it fails.' },
      rollsBackOnAlarm: { type: 'bool', description: 'An alarm or analysis after it undoes it.' },
      pathsAround: {
        type: 'list<string>',
        description: 'Ways in which a change can reach this environment without the gates before it.',
      },
      closedToOtherPaths: { type: 'bool', description: 'True when every way to this environment is known.' },
    },
  },
};

/** What rules about a pre-production environment see. */
export const PRE_PRODUCTION_ENVIRONMENT: SubjectKind = {
  kind: 'pre-production-environment',
  type: {
    name: 'PreProductionEnvironment',
    description: 'A pre-production environment on the way to production.',
    fields: {
      name: { type: 'string', description: 'Its name as read.' },
      tests: {
        type: 'list<string>',
        description: 'Activities that exercise it after its deployment and before the next one.',
      },
      gates: { type: 'list<string>', description: 'Those of its tests that production waits for.' },
    },
  },
};

/** What rules about a wave see. */
export const PRODUCTION_WAVE: SubjectKind = {
  kind: 'production-wave',
  type: {
    name: 'ProductionWave',
    description: 'Production environments that are deployed in one go.',
    fields: {
      number: { type: 'int', description: 'From 1, in order.' },
      environments: { type: 'list<string>', description: 'The environments in it.' },
      regions: {
        type: 'list<string>',
        description: "The Regions it deploys to; the pipeline's own Region is `(own)`.",
      },
    },
  },
};

/** Every kind of subject that a pipeline has. */
export const PIPELINE_SUBJECTS: readonly SubjectKind[] = [
  PRODUCTION_DEPLOYMENT,
  PRE_PRODUCTION_ENVIRONMENT,
  PRODUCTION_WAVE,
];
