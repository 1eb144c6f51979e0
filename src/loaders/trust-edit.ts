import type { Day } from '../model/day.js';
import { SourceText } from '../model/located.js';
import type { PublicKey } from '../model/trust.js';
import { parseDocument } from './syntax/parse.js';
import { get, type ListNode, type MapNode, type Node, scalarText } from './syntax/tree.js';

/** A key to trust, and whose it is. */
export interface NewTrust {
  readonly name: string;
  readonly emails: readonly string[];
  readonly roles: readonly string[];
  readonly key: PublicKey;
  readonly validFrom?: Day;
  readonly validUntil?: Day;
}

/** A trust policy is written in a way that cannot be extended without touching what people wrote. */
export class CannotEdit extends Error {}

/**
 * The text of a trust policy with one more key. Everything that people wrote, comments too, stays as it is.
 *
 * @param text the policy's text; undefined makes a new one.
 * @throws CannotEdit when lists are written in flow style (`[…]`), or somebody's emails or roles would change.
 */
export function withTrustedKey(file: string, text: string | undefined, entry: NewTrust): string {
  if (text === undefined || text.trim() === '') return `version: 1\npeople:\n${personLines(entry, '  ')}`;
  const root = parseDocument(new SourceText(file, text));
  if (root?.kind !== 'map') throw new CannotEdit('it is not a mapping');
  const people = get(root, 'people');
  if (people === undefined) return `${ended(text)}people:\n${personLines(entry, '  ')}`;
  const list = blockList(text, people, 'people');
  const person = list.items.find((item) => scalarText(get(item, 'name')) === entry.name);
  if (person === undefined) return insertAfter(text, list, personLines(entry, indentOf(text, list)));
  return withKey(text, person, entry);
}

function withKey(text: string, person: Node, entry: NewTrust): string {
  for (const [what, given] of [
    ['emails', entry.emails],
    ['roles', entry.roles],
  ] as const) {
    const written = get(person, what);
    const has = written?.kind === 'list' ? written.items.map(scalarText) : [scalarText(written)];
    const missing = given.find((one) => !has.includes(one));
    if (missing !== undefined) throw new CannotEdit(`${entry.name} has no "${missing}" among their ${what}`);
  }
  const keys = get(person, 'keys');
  if (keys === undefined) throw new CannotEdit(`${entry.name} has no "keys"`);
  const list = blockList(text, keys, 'keys');
  return insertAfter(text, list, keyLines(entry, indentOf(text, list)));
}

function blockList(text: string, node: Node, what: string): ListNode {
  const last = node.kind === 'list' ? node.items.at(-1) : undefined;
  if (node.kind !== 'list' || last === undefined || text[node.start] === '[')
    throw new CannotEdit(`"${what}" is not a list with one entry per line`);
  if (node.items.some((item) => item.kind !== 'map' || text[item.start] === '{'))
    throw new CannotEdit(`an entry of "${what}" is written in braces`);
  return node;
}

/** The spaces before the dashes of a block list. */
function indentOf(text: string, list: ListNode): string {
  const dash = text.lastIndexOf('-', list.items[0]!.start);
  return text.slice(text.lastIndexOf('\n', dash) + 1, dash).replace(/\S/g, ' ');
}

/** Puts lines after the last line of a list. */
function insertAfter(text: string, list: ListNode, lines: string): string {
  const end = endOf(list);
  const newline = text.indexOf('\n', Math.max(0, end - 1));
  if (newline < 0) return ended(text) + lines;
  return text.slice(0, newline + 1) + lines + text.slice(newline + 1);
}

function endOf(node: Node): number {
  const children: readonly Node[] = node.kind === 'list' ? node.items : node.kind === 'map' ? valuesOf(node) : [];
  return Math.max(node.kind === 'scalar' ? node.end : 0, node.start + 1, ...children.map(endOf));
}

function valuesOf(node: MapNode): Node[] {
  return node.entries.map(({ value }) => value);
}

function ended(text: string): string {
  return text.endsWith('\n') ? text : `${text}\n`;
}

function personLines(entry: NewTrust, indent: string): string {
  const lines = [
    `${indent}- name: ${word(entry.name)}`,
    `${indent}  emails: [${entry.emails.map(word).join(', ')}]`,
    `${indent}  roles: [${entry.roles.map(word).join(', ')}]`,
    `${indent}  keys:`,
  ];
  return `${lines.join('\n')}\n${keyLines(entry, `${indent}    `)}`;
}

function keyLines({ key, validFrom, validUntil }: NewTrust, indent: string): string {
  const pem = key.material.trimEnd().split('\n');
  const lines =
    key.scheme === 'ssh'
      ? [`${indent}- key: ${key.material}`]
      : [`${indent}- key: |`, ...pem.map((line) => `${indent}    ${line}`)];
  if (validFrom !== undefined) lines.push(`${indent}  validFrom: ${validFrom}`);
  if (validUntil !== undefined) lines.push(`${indent}  validUntil: ${validUntil}`);
  return `${lines.join('\n')}\n`;
}

/** A word as YAML reads it back unchanged. */
function word(text: string): string {
  const plain = /^[\p{L}][\p{L}\p{N} .@+_-]*$/u.test(text) && !/^(true|false|null|yes|no|on|off|y|n)$/i.test(text);
  return plain && text === text.trim() ? text : JSON.stringify(text);
}
