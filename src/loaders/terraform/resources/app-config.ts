import type { AppConfigTarget } from '../../../model/pipeline.js';
import { predefinedStrategy } from '../../appconfig-strategies.js';
import type { Datum } from '../evaluate/datum.js';
import { findResource } from '../find-resource.js';
import type { Resources } from '../resource-block.js';
import { number, text, toValue } from '../values.js';

/** The strategy and the environment that an AppConfig action names, as far as they are in sight. */
export function readAppConfig(
  configuration: ReadonlyMap<string, Datum>,
  resources: Resources,
): AppConfigTarget | undefined {
  const named = configuration.get('DeploymentStrategy');
  const strategy = findResource(resources, named, 'aws_appconfig_deployment_strategy', 'name');
  const environment = findResource(
    resources,
    configuration.get('Environment'),
    'aws_appconfig_environment',
    'environment_id',
  );
  const predefined = predefinedStrategy(toValue(named));
  const span = (environment ?? strategy)?.span ?? named?.span;
  if (span === undefined || !(environment || strategy || predefined)) return undefined;
  return {
    strategy: strategy
      ? {
          durationMinutes: number(strategy, 'deployment_duration_in_minutes'),
          bakeMinutes: number(strategy, 'final_bake_time_in_minutes'),
        }
      : predefined,
    // A monitor that may not be there watches nothing.
    monitors: environment
      ?.blocks('monitor')
      .flatMap((monitor) => (monitor.optional ? [] : (text(monitor, 'alarm_arn') ?? []))),
    span,
  };
}
