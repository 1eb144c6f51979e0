import { canonicalize, type Json } from '../../../src/sign-off/canonical.js';
import type { RefusalReason } from '../../../src/sign-off/refusal.js';
import { type Alteration, payload, replaced, withPayload } from './alteration.js';

/** Every path to a member or item of a JSON value. */
function paths(value: unknown, at: readonly (string | number)[] = []): (readonly (string | number)[])[] {
  if (value === null || typeof value !== 'object') return [at];
  const inner = Object.entries(value).flatMap(([key, member]) =>
    paths(member, [...at, Array.isArray(value) ? Number(key) : key]),
  );
  return at.length === 0 ? inner : [at, ...inner];
}

/** A copy without what stands at a path. */
function without(value: Json, path: readonly (string | number)[]): Json {
  const copy = structuredClone(value) as never;
  let node: Record<string | number, never> = copy;
  for (const step of path.slice(0, -1)) node = node[step]!;
  if (Array.isArray(node)) (node as unknown[]).splice(Number(path.at(-1)), 1);
  else delete node[path.at(-1)!];
  return copy;
}

export function alteredPayloads(): Alteration[] {
  const json = JSON.parse(payload.toString('utf8')) as { [key: string]: Json };
  const dropped = paths(json).map(
    (path): Alteration => ({
      name: `${path.join('.')} is dropped from the payload`,
      envelope: withPayload(canonicalize(without(json, path))),
      because: [],
    }),
  );
  const swapped = JSON.stringify(json, Object.keys(json).sort().reverse().concat(allKeys(json)));
  const doubled = replaced(payload, '"verdict":"pass"', '"verdict":"block","verdict":"pass"');
  const cases: [string, Uint8Array | string, RefusalReason[]][] = [
    ['its keys are in another order', swapped, ['signature-invalid']],
    ['it is indented', JSON.stringify(json, null, 2), ['signature-invalid']],
    ['a line end follows', Buffer.concat([payload, Buffer.from('\n')]), ['signature-invalid']],
    ['a key stands twice', doubled, ['statement-malformed']],
    ['the verdict turns', replaced(payload, '"verdict":"pass"', '"verdict":"block"'), ['signature-invalid', 'blocked']],
    ['the predicate is of another type', replaced(payload, 'sign-off:v1', 'sign-off:v2'), ['statement-malformed']],
    ['the statement is of another type', replaced(payload, 'Statement/v1', 'Statement/v0.1'), ['statement-malformed']],
    [
      'it names a file outside',
      replaced(payload, '"name":"tollgate.yaml"', '"name":"../tollgate.yaml"'),
      ['statement-malformed'],
    ],
    [
      'it names a file in two ways',
      replaced(payload, '"name":"tollgate.yaml"', '"name":"./tollgate.yaml"'),
      ['statement-malformed'],
    ],
    [
      'it names a file twice',
      replaced(payload, '"name":"tollgate.yaml"', '"name":"orr/shop.yaml"'),
      ['statement-malformed'],
    ],
    [
      'it is not UTF-8',
      Buffer.concat([payload.subarray(0, 20), Buffer.from([0xff]), payload.subarray(20)]),
      ['statement-malformed'],
    ],
    ['a number loses digits', replaced(payload, '"validDays":365', '"validDays":36500000000000000000'), []],
    ['it is empty', '', ['statement-malformed']],
    ['it is nested a thousand deep', '['.repeat(1000), ['statement-malformed']],
  ];
  const altered = cases.map(
    ([name, bytes, because]): Alteration => ({ name: `payload: ${name}`, envelope: withPayload(bytes), because }),
  );
  return [...dropped, ...altered];
}

function allKeys(value: unknown): string[] {
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, member]) => [key, ...allKeys(member)]);
}
