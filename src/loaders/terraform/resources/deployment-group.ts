import type { DeploymentGroup, TrafficRouting } from '../../../model/pipeline.js';
import { findResource } from '../find-resource.js';
import { firstBlock, type ResourceBlock, type Resources, sureBlock } from '../resource-block.js';
import { isTrue, number, text, texts } from '../values.js';

/** Reads an `aws_codedeploy_deployment_group`, with its deployment configuration when that is in sight. */
export function readDeploymentGroup(block: ResourceBlock, resources: Resources): DeploymentGroup {
  const rollback = sureBlock(block, 'auto_rollback_configuration');
  const alarms = sureBlock(block, 'alarm_configuration');
  const named = block.attribute('deployment_config_name');
  const configuration = findResource(resources, named, 'aws_codedeploy_deployment_config', 'deployment_config_name');
  const termination = sureBlock(
    block,
    'blue_green_deployment_config',
    'terminate_blue_instances_on_deployment_success',
  );
  return {
    name: text(block, 'deployment_group_name'),
    configurationName: text(block, 'deployment_config_name'),
    trafficRouting: configuration && readTrafficRouting(configuration),
    autoRollback: rollback && {
      enabled: isTrue(rollback, 'enabled'),
      events: texts(rollback.attribute('events')).flatMap((event) => (event.known ? [event.value] : [])),
    },
    alarms: alarms && {
      // Terraform's default; CodeDeploy itself has none.
      enabled: alarms.attribute('enabled') === undefined || isTrue(alarms, 'enabled'),
      names: texts(alarms.attribute('alarms')),
      span: alarms.span,
    },
    terminationWaitMinutes: number(termination, 'termination_wait_time_in_minutes'),
    environment: [...texts(block.attribute('autoscaling_groups')), ...tagValues(block)],
    span: block.span,
  };
}

function tagValues(block: ResourceBlock) {
  const filters = [
    ...block.blocks('ec2_tag_filter'),
    ...block.blocks('ec2_tag_set').flatMap((set) => set.blocks('ec2_tag_filter')),
  ];
  return filters.flatMap((filter) => text(filter, 'value') ?? []);
}

function readTrafficRouting(block: ResourceBlock): TrafficRouting | undefined {
  const routing = sureBlock(block, 'traffic_routing_config');
  const type = text(routing, 'type');
  if (!type?.known) return undefined;
  if (type.value === 'AllAtOnce') return { kind: 'all-at-once' };
  const [kind, step] =
    type.value === 'TimeBasedCanary'
      ? (['canary', 'time_based_canary'] as const)
      : (['linear', 'time_based_linear'] as const);
  const percent = number(firstBlock(routing, step), 'percentage');
  const minutes = number(firstBlock(routing, step), 'interval');
  return percent?.known && minutes?.known ? { kind, percent: percent.value, minutes: minutes.value } : undefined;
}
