import type { List, ListItem, Nodes, PhrasingContent } from 'mdast';
import type { SourceText } from '../../model/located.js';
import { offsetOf } from '../change-markdown/document.js';
import { dedent, isBox, plain } from './plain.js';
import { type Found, type FoundQuestion, ownNumber, sortBeside } from './question.js';

/** Which items of a list are questions. */
export type Taken = 'tasks' | 'asked' | 'all';

/** What a list holds that can be told to be questions: tasks, or items that end with a question mark. */
export function listKind(list: List): Taken | undefined {
  if (hasTask(list)) return 'tasks';
  return list.children.some((item) => leadOf(item).text.endsWith('?')) ? 'asked' : undefined;
}

function hasTask(node: Nodes): boolean {
  if (node.type === 'listItem' && isTask(node)) return true;
  return 'children' in node && node.children.some((child) => hasTask(child as Nodes));
}

function isTask(item: ListItem): boolean {
  return typeof item.checked === 'boolean' || isBox(leadOf(item).text.slice(0, 3));
}

/** The first paragraph of an item. */
function leadOf(item: ListItem): ReturnType<typeof plain> {
  const [first] = item.children;
  return first?.type === 'paragraph' ? plain(first.children) : { text: '', urls: [] };
}

/** The questions of a list, and what of it is none. */
export function questionsOfList(source: SourceText, list: List, taken: Taken, lead = ''): Found {
  const found = list.children.map((item) => questionsOfItem(source, item, taken, lead));
  return { questions: found.flatMap((one) => one.questions), text: found.flatMap((one) => one.text) };
}

function questionsOfItem(source: SourceText, item: ListItem, taken: Taken, lead: string): Found {
  const nested = item.children.filter((child) => child.type === 'list' && hasTask(child)) as List[];
  const { text } = leadOf(item);
  const asks = taken === 'all' || (taken === 'tasks' ? isTask(item) : text.endsWith('?'));
  if ((!asks && nested.length === 0) || text === '') return { questions: [], text: [raw(source, item)] };
  const beside = item.children.slice(1).filter((child) => !nested.includes(child as List));
  const own = asks ? [questionOf(source, item, beside, lead)] : [];
  const under = nested.map((child) => questionsOfList(source, child, 'tasks', join(lead, text)));
  return {
    questions: [...own, ...under.flatMap((one) => one.questions)],
    text: [...(asks ? [] : beside.map((child) => raw(source, child))), ...under.flatMap((one) => one.text)],
  };
}

function questionOf(source: SourceText, item: ListItem, beside: readonly Nodes[], lead: string): FoundQuestion {
  const first = item.children[0] as { children: PhrasingContent[] };
  const { urls } = plain(first.children);
  const { id, title, text } = headed(first.children);
  const ticked = item.checked === true || /^(\[[xX]\]|[☑☒✅✓✔])/.test(text);
  const said = [...beside.flatMap((child) => apart(source, child)), ...urls.map((url) => `See ${url}`)];
  return {
    ...(id === undefined ? {} : { id }),
    ...(title === undefined ? {} : { title }),
    text: join(lead, text.replace(/^(\[[ xX]?\]|[☐☑☒□✅✓✔])\s*/u, '')),
    ...sortBeside(said),
    ticked,
    offset: offsetOf(item),
  };
}

/** Splits `**Title**: text` and `**ABC-1** — text`; what has no such head is all text. */
function headed(children: readonly PhrasingContent[]): Pick<FoundQuestion, 'id' | 'title' | 'text'> {
  const whole = plain(children).text;
  const [first, ...others] = children;
  if (first?.type !== 'strong') return { text: whole };
  const head = plain([first]).text.replace(/\s*[:.–—-]$/, '');
  const rest = plain(others)
    .text.replace(/^[:.–—-]+\s*/, '')
    .trim();
  if (rest === '' || head === '') return { text: whole };
  const id = ownNumber(head);
  if (id !== undefined) return { id, text: rest };
  const parted = /[:.–—-]$/.test(plain([first]).text) || /^\s*[:–—-]/.test(plain(others).text);
  return parted ? { title: head, text: rest } : { text: whole };
}

function join(lead: string, text: string): string {
  return lead === '' ? text : `${lead.replace(/[\s:]+$/, '')}: ${text}`;
}

/** A list beside a question says one thing in each of its items. */
function apart(source: SourceText, node: Nodes): string[] {
  return node.type === 'list' ? node.children.map((item) => raw(source, item)) : [raw(source, node)];
}

function raw(source: SourceText, node: Nodes): string {
  const column = (node.position?.start.column ?? 1) - 1;
  return dedent(source.text.slice(offsetOf(node), node.position?.end.offset), column);
}
