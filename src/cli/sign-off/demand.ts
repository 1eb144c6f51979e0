import { type ErrorCode, TollgateError } from '../../errors.js';
import type { Loaded } from '../../loaders/syntax/fields.js';
import { describeError } from '../describe-error.js';

/**
 * What was read, without trouble.
 *
 * @throws TollgateError with every problem at its line; the first gives place and code.
 */
export function demand<T>({ value, problems }: Loaded<T>): T {
  if (value !== undefined && problems.length === 0) return value;
  const [first, ...others] = problems;
  const rest = others.map((problem) => describeError({ hint: undefined, location: undefined, ...problem }));
  throw new TollgateError((first?.code ?? 'STRUCTURE') as ErrorCode, first?.message ?? 'it holds nothing', {
    ...(first?.location ? { location: first.location } : {}),
    hint: [first?.hint, ...rest].filter((line) => line !== undefined).join('\n'),
  });
}
