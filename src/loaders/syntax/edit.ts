import { Document, Scalar, visit } from 'yaml';
import { SourceText } from '../../model/located.js';
import { parseDocument } from './parse.js';
import { type Entry, isNull, type MapNode, type Node, toPlain } from './tree.js';

/** Where a member is put and how. */
export interface MemberEdit {
  /** Keys from the top of the document to the member. */
  readonly path: readonly string[];
  /** A plain value; undefined takes the member out. */
  readonly value: unknown;
  /** The usual order of the keys beside it: a new member goes after those that come before it. */
  readonly order?: readonly string[];
  /** A comment over a new member. */
  readonly comment?: string;
}

/**
 * Sets one member of a YAML document by changing only the lines where it stands: comments, order and spelling of everything
 * else stay as they are, byte for byte. What stands in flow style (`{a: 1}`) becomes lines when something in it changes.
 */
export function setMember(text: string, edit: MemberEdit): string {
  const root = parseDocument(new SourceText('edited', text));
  if (root?.kind !== 'map') throw new Error('only a mapping can be edited');
  const lines = new Lines(text);
  let container: MapNode = root;
  if (!isBlock(container))
    return render(changed(toPlain(container), edit.path, edit.value))
      .join('\n')
      .concat('\n');
  for (const [depth, key] of edit.path.slice(0, -1).entries()) {
    const entry = own(container, key);
    const rest = edit.path.slice(depth + 1);
    if (!entry || isNull(entry.value)) {
      if (edit.value === undefined) return text;
      return put(lines, container, entry, key, changed({}, rest, edit.value), undefined);
    }
    if (entry.value.kind !== 'map' || !isBlock(entry.value) || !within(entry.value, container))
      return put(lines, container, entry, key, changed(toPlain(entry.value), rest, edit.value), undefined);
    container = entry.value;
  }
  const key = edit.path.at(-1)!;
  return put(lines, container, own(container, key), key, edit.value, edit.order, edit.comment);
}

/** The text of a list's entry added at the end of a list of lines; undefined when it is no such list. */
export function addToList(text: string, path: readonly string[], value: unknown): string | undefined {
  const root = parseDocument(new SourceText('edited', text));
  let node: Node | undefined = root;
  let entry: Entry | undefined;
  let container: MapNode | undefined;
  for (const key of path) {
    if (node?.kind !== 'map' || !isBlock(node)) return undefined;
    container = node;
    entry = own(node, key);
    node = entry?.value;
  }
  if (node?.kind !== 'list' || !entry || !container || node.items.length === 0) return undefined;
  const lines = new Lines(text);
  const first = lines.at(node.source.position(node.start).line);
  const dash = /^(\s*)-(\s|$)/.exec(first);
  if (!dash) return undefined;
  const rendered = render([value]);
  lines.insert(
    lines.endOf(entry) + 1,
    rendered.map((line) => `${dash[1]}${line}`),
  );
  return lines.text();
}

/** A plain value as lines of YAML. Texts of several lines stand as such when nothing about their ends could get lost. */
function render(value: unknown): string[] {
  const document = new Document(value);
  visit(document, {
    Scalar(_, node) {
      if (typeof node.value !== 'string' || isTame(node.value)) return;
      node.type = Scalar.QUOTE_DOUBLE;
    },
  });
  return (
    document
      .toString({ lineWidth: 0, doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER })
      // Only the line end: a text may end in a space of some other kind.
      .replace(/\n$/, '')
      .split('\n')
  );
}

function isTame(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must be escaped
  if (/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\ufeff]/.test(text)) return false;
  return !text.includes('\n') || (/^\S/.test(text) && /\S$/.test(text));
}

function renderMember(key: string, value: unknown, indent: string): string[] {
  if (value === null) return [`${indent}${render(key)[0]}:`];
  return render({ [key]: value }).map((line) => (line === '' ? '' : `${indent}${line}`));
}

function put(
  lines: Lines,
  container: MapNode,
  entry: Entry | undefined,
  key: string,
  value: unknown,
  order: readonly string[] | undefined,
  comment?: string,
): string {
  if (entry) {
    const start = lines.startOf(entry);
    const end = lines.endOf(entry);
    const indent = lines.indentOf(start);
    const rendered = value === undefined ? [] : renderMember(key, value, indent);
    if (rendered.length === 1 && start === end) rendered[0] += lines.commentBehind(entry);
    lines.replace(start, end, rendered);
    return lines.text();
  }
  if (value === undefined) return lines.text();
  const own = container.entries.filter((one) => within(one.key, container));
  const indent = lines.indentOf(lines.startOf(own[0]!));
  const rendered = [
    ...(comment === undefined ? [] : comment.split('\n').map((line) => `${indent}# ${line}`)),
    ...renderMember(key, value, indent),
  ];
  const before = own.filter((one) => comesBefore(one.key.text, key, order));
  lines.insert(before.length > 0 ? lines.endOf(before.at(-1)!) + 1 : lines.startOf(own[0]!), rendered);
  return lines.text();
}

/** Without an order everything that is there comes before what is new. */
function comesBefore(there: string, key: string, order: readonly string[] | undefined): boolean {
  if (!order) return true;
  const rank = order.indexOf(there);
  return rank < order.indexOf(key);
}

/** A copy of a plain value with the member at a path set, or taken out. */
function changed(plain: unknown, path: readonly string[], value: unknown): Record<string, unknown> {
  const members = typeof plain === 'object' && plain !== null && !Array.isArray(plain) ? { ...plain } : {};
  const copy = members as Record<string, unknown>;
  const [key, ...rest] = path;
  if (rest.length > 0) copy[key!] = changed(copy[key!], rest, value);
  else if (value === undefined) delete copy[key!];
  else copy[key!] = value;
  return copy;
}

/** The entry of a key that stands in this mapping itself, not merged in from elsewhere. */
function own(map: MapNode, key: string): Entry | undefined {
  return map.entries.find((one) => one.key.text === key && within(one.key, map));
}

function within(node: Node, container: MapNode): boolean {
  return node.start >= container.start;
}

/** Whether a mapping is written with a line for each key. */
function isBlock(map: MapNode): boolean {
  const first = map.entries[0];
  return first !== undefined && map.source.text[map.start] !== '{' && within(first.key, map);
}

/** The lines of a text, counted from 1. */
class Lines {
  private readonly lines: string[];
  private readonly end: string;

  constructor(text: string) {
    this.end = /\r\n/.test(text) ? '\r\n' : '\n';
    this.lines = text.split(/\r?\n/);
  }

  text(): string {
    return this.lines.join(this.end);
  }

  at(line: number): string {
    return this.lines[line - 1]!;
  }

  indentOf(line: number): string {
    return /^[ ]*(?:- )?/.exec(this.at(line))![0].replace('-', ' ');
  }

  startOf(entry: Entry): number {
    return entry.key.source.position(entry.key.start).line;
  }

  /** The last line of a member: lines further in belong to it, and so does a list on its own level. */
  endOf(entry: Entry): number {
    const start = this.startOf(entry);
    const indent = this.indentOf(start).length;
    const isList = entry.value.kind === 'list';
    let end = start;
    for (let line = start + 1; line <= this.lines.length; line++) {
      const text = this.at(line);
      if (text.trim() === '') continue;
      const depth = text.length - text.trimStart().length;
      if (depth < indent || (depth === indent && !(isList && text.trimStart().startsWith('-')))) break;
      // A comment belongs to the member only when something of the member comes after it.
      if (!text.trimStart().startsWith('#') || isInside(entry.value, line)) end = line;
    }
    return end;
  }

  /** The comment behind a value of one line, with the space before it. */
  commentBehind(entry: Entry): string {
    const at = isNull(entry.value) ? entry.key.end + 1 : entry.value.end;
    const line = this.startOf(entry);
    const { column } = entry.key.source.position(at);
    return /^['"]?(\s+#.*)$/.exec(this.at(line).slice(column - 1))?.[1] ?? '';
  }

  replace(start: number, end: number, by: readonly string[]): void {
    this.lines.splice(start - 1, end - start + 1, ...by);
  }

  insert(line: number, added: readonly string[]): void {
    this.lines.splice(line - 1, 0, ...added);
  }
}

/** Whether a line lies inside a text of several lines, where # begins no comment. */
function isInside(node: Node, line: number): boolean {
  if (node.kind !== 'scalar')
    return node.kind === 'map'
      ? node.entries.some((one) => isInside(one.value, line))
      : node.items.some((one) => isInside(one, line));
  if (isNull(node)) return false;
  const first = node.source.position(node.start).line;
  const last = node.source.position(Math.max(node.start, node.end - 1)).line;
  return line > first && line <= last;
}
