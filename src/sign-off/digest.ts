import { createHash } from 'node:crypto';
import type { InputDigest } from '../model/statement.js';

/** One input: its name in the repository and its exact bytes. */
export interface InputBytes {
  /** Path from the repository's root, with `/`. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** What became of a signed input. */
export interface InputChange {
  readonly name: string;
  /** `line-ends`: nothing but LF and CRLF differ, which is a change all the same. */
  readonly what: 'changed' | 'line-ends' | 'missing' | 'added';
}

/** SHA-256, hex. */
export function sha256(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** The digests of inputs over their exact bytes, sorted by name. Nothing but name and bytes counts. */
export function digestInputs(inputs: readonly InputBytes[]): InputDigest[] {
  const digests = inputs.map(({ name, bytes }) => ({ name, digest: { sha256: sha256(bytes) } }));
  return digests.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

/**
 * What changed between the inputs that were signed and those at hand.
 *
 * @param current the bytes at hand by name; `undefined` for a file that is gone.
 * @param judged names that would be judged today; those that were not signed are `added`. Absent: not looked for.
 */
export function compareInputs(
  signed: readonly InputDigest[],
  current: (name: string) => Uint8Array | undefined,
  judged: readonly string[] = [],
): InputChange[] {
  const changes: InputChange[] = [];
  for (const { name, digest } of signed) {
    const bytes = current(name);
    if (!bytes) changes.push({ name, what: 'missing' });
    else if (sha256(bytes) !== digest.sha256) changes.push({ name, what: onlyLineEnds(bytes, digest.sha256) });
  }
  const names = new Set(signed.map(({ name }) => name));
  for (const name of judged) if (!names.has(name)) changes.push({ name, what: 'added' });
  return changes.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

function onlyLineEnds(bytes: Uint8Array, signed: string): InputChange['what'] {
  const text = Buffer.from(bytes).toString('latin1');
  const unix = text.replaceAll('\r\n', '\n');
  const same = [unix, unix.replaceAll('\n', '\r\n')].some((form) => sha256(Buffer.from(form, 'latin1')) === signed);
  return same ? 'line-ends' : 'changed';
}

/**
 * Whether a text can name an input in every clone: relative, inside the repository, spelled in one way only.
 */
export function isInputName(name: string): boolean {
  if (name === '' || name.startsWith('/') || name.includes('\\') || name.includes('\0')) return false;
  if (/^[A-Za-z]:/.test(name)) return false;
  return name.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
}
