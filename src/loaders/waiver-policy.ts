import { SEVERITIES } from '../model/finding.js';
import { DEFAULT_WAIVER_POLICY, type WaiverPolicy } from '../model/waiver.js';
import type { Fields, Problems } from './syntax/fields.js';
import type { Node } from './syntax/tree.js';

/** Keys under `waivers:` of the configuration. */
export const WAIVER_POLICY_KEYS = ['file', 'maxDays', 'never', 'warnDays', 'maxSubjects'] as const;

/** What the configuration says of waivers. */
export interface WaiverSettings {
  /** The file of waivers, as written. */
  readonly file?: string;
  readonly policy: WaiverPolicy;
}

/** Reads `waivers:` of the configuration; what it does not say is as in {@link DEFAULT_WAIVER_POLICY}. */
export function readWaiverSettings(problems: Problems, node: Node | undefined, within: Node): WaiverSettings {
  const fields = problems.fields(node, '"waivers"', WAIVER_POLICY_KEYS, within);
  const days = fields.nested('maxDays', '"maxDays"', SEVERITIES);
  const { maxDays, warnDays, maxSubjects } = DEFAULT_WAIVER_POLICY;
  const file = fields.optionalText('file');
  return {
    ...(file === undefined ? {} : { file }),
    policy: {
      maxDays: {
        blocker: wholeNumber(days, 'blocker', maxDays.blocker),
        warning: wholeNumber(days, 'warning', maxDays.warning),
        info: wholeNumber(days, 'info', maxDays.info),
      },
      never: fields.texts('never'),
      warnDays: wholeNumber(fields, 'warnDays', warnDays),
      maxSubjects: wholeNumber(fields, 'maxSubjects', maxSubjects),
    },
  };
}

/** A whole number from 0. */
export function wholeNumber(fields: Fields, key: string, fallback: number): number {
  const number = fields.number(key);
  if (number === undefined) return fallback;
  if (!Number.isSafeInteger(number) || number < 0) fields.problem(key, `"${key}" must be a whole number from 0`);
  return number;
}
