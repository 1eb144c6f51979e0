import { known, type Value } from '../model/located.js';
import type { AppConfigStrategy } from '../model/pipeline.js';

/**
 * Minutes of growth and of the bake after it, of the strategies that AppConfig brings along.
 * https://docs.aws.amazon.com/appconfig/latest/userguide/appconfig-creating-deployment-strategy-predefined.html
 */
const PREDEFINED: Readonly<Record<string, readonly [duration: number, bake: number]>> = {
  'AppConfig.Linear20PercentEvery6Minutes': [30, 30],
  'AppConfig.Canary10Percent20Minutes': [20, 10],
  'AppConfig.AllAtOnce': [0, 10],
  'AppConfig.Linear50PercentEvery30Seconds': [1, 1],
};

/** A strategy that a value names by the name that AppConfig gave it. */
export function predefinedStrategy(value: Value | undefined): AppConfigStrategy | undefined {
  const minutes = value?.known ? PREDEFINED[value.value.trim()] : undefined;
  if (!minutes) return undefined;
  return { durationMinutes: known(minutes[0], value!.span), bakeMinutes: known(minutes[1], value!.span) };
}
