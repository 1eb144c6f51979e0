import type { EcsService } from '../../../model/pipeline.js';
import { type ResourceBlock, sureBlock } from '../resource-block.js';
import { isTrue, number, text, texts } from '../values.js';

/** Reads an `aws_ecs_service`. */
export function readService(block: ResourceBlock): EcsService {
  const breaker = sureBlock(block, 'deployment_circuit_breaker');
  const alarms = sureBlock(block, 'alarms');
  const deployment = sureBlock(block, 'deployment_configuration');
  return {
    name: text(block, 'name'),
    strategy: text(deployment, 'strategy'),
    bakeMinutes: number(deployment, 'bake_time_in_minutes'),
    circuitBreakerRollback: isTrue(breaker, 'enable') && isTrue(breaker, 'rollback'),
    alarms: alarms && {
      enabled: isTrue(alarms, 'enable'),
      rollback: isTrue(alarms, 'rollback'),
      names: texts(alarms.attribute('alarm_names')),
    },
    span: block.span,
  };
}
