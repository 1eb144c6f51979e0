import type { Heading, Nodes, PhrasingContent, Root, RootContent } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import type { Text } from '../../model/change.js';
import type { SourceText, Span } from '../../model/located.js';
import { roleOf, type SectionRole } from './headings.js';

/** A heading and all that stands under it up to the next heading of its depth. */
export interface Section {
  readonly title: Text;
  readonly depth: number;
  readonly role: SectionRole | undefined;
  /** What stands directly under the heading. */
  readonly content: readonly RootContent[];
  readonly children: readonly Section[];
  readonly span: Span;
}

/** A parsed document: sections, and the front matter's length. */
export interface MarkdownDocument {
  readonly source: SourceText;
  /** Everything, as one section without a heading. */
  readonly root: Section;
  /** Text of the front matter, with the lines before it blank so that offsets hold; undefined when there is none. */
  readonly frontMatter: string | undefined;
}

/** Documents that were parsed before: whether one is a change document is asked first, and then it is read. */
const documents = new WeakMap<SourceText, MarkdownDocument>();

/** Parses GitHub-flavoured Markdown into sections. Front matter (`---`) is set aside. */
export function parseMarkdown(source: SourceText): MarkdownDocument {
  let document = documents.get(source);
  if (!document) {
    document = parsed(source);
    documents.set(source, document);
  }
  return document;
}

function parsed(source: SourceText): MarkdownDocument {
  const block = /^---[ \t]*\r?\n[\s\S]*?\r?\n---[ \t]*(?:\r?\n|$)/.exec(source.text)?.[0];
  const front = block !== undefined && holdsMembers(block) ? block : undefined;
  const body = front ? blank(front) + source.text.slice(front.length) : source.text;
  const tree: Root = fromMarkdown(body, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
  const frontMatter = front?.replace(/^---/, '   ').replace(/---[ \t]*(\r?\n)?$/, '$1');
  return { source, root: nest(source, tree.children), frontMatter };
}

/** Whether what stands between two lines of `---` begins as front matter does. Else they are only lines across the page. */
function holdsMembers(block: string): boolean {
  const first = block.split(/\r?\n/, 200).find((line, at) => at > 0 && !/^\s*(#|$)/.test(line));
  return first !== undefined && /^["']?\w[\w .-]{0,80}["']?[ \t]*:(\s|$)/.test(first);
}

function blank(text: string): string {
  return text.replace(/[^\r\n]/g, ' ');
}

interface Open {
  title: Text;
  depth: number;
  content: RootContent[];
  children: Section[];
  start: number;
}

/** Builds the tree of sections from the flat list of blocks. */
function nest(source: SourceText, blocks: readonly RootContent[]): Section {
  const whole = { source, start: 0, end: source.text.length };
  const stack: Open[] = [{ title: { text: '', span: whole }, depth: 0, content: [], children: [], start: 0 }];
  const close = (end: number) => {
    const done = stack.pop()!;
    const section: Section = {
      ...done,
      role: done.depth === 0 ? undefined : roleOf(done.title.text),
      span: { source, start: done.start, end },
    };
    stack.at(-1)?.children.push(section);
    return section;
  };
  for (const block of blocks) {
    if (block.type !== 'heading') {
      stack.at(-1)!.content.push(block);
      continue;
    }
    const start = offsetOf(block);
    while (stack.length > 1 && stack.at(-1)!.depth >= block.depth) close(start);
    stack.push({ title: textOf(source, block), depth: block.depth, content: [], children: [], start });
  }
  while (stack.length > 1) close(source.text.length);
  return close(source.text.length);
}

/** Where a node begins. The parser gives every node a position. */
export function offsetOf(node: Nodes): number {
  return node.position?.start.offset ?? 0;
}

/** The stretch of a node. */
export function spanOfNode(source: SourceText, node: Nodes): Span {
  return { source, start: offsetOf(node), end: node.position?.end.offset ?? offsetOf(node) };
}

/** The readable text of a node: markup gone, inline code kept in backticks because it is what is typed. */
export function readable(node: Nodes): string {
  switch (node.type) {
    case 'text':
      return node.value;
    case 'inlineCode':
      return `\`${node.value}\``;
    case 'break':
      return '\n';
    case 'link':
      return linkText(node.url, node.children.map(readable).join(''));
    case 'html':
      return node.value.startsWith('<!--') ? '' : node.value;
    case 'code':
      return node.value;
    default:
      return 'children' in node ? node.children.map((child) => readable(child as Nodes)).join(blockGap(node)) : '';
  }
}

function linkText(url: string, text: string): string {
  return text === url || text === '' ? url : `${text} (${url})`;
}

function blockGap(node: Nodes): string {
  return node.type === 'listItem' || node.type === 'list' || node.type === 'blockquote' ? '\n' : '';
}

/** The readable text of a node with its place. */
export function textOf(source: SourceText, node: Heading | PhrasingContent | RootContent): Text {
  return {
    text: readable(node)
      .replace(/[ \t]+/g, ' ')
      .trim(),
    span: spanOfNode(source, node),
  };
}
