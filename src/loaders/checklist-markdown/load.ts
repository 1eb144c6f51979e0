import type { RootContent } from 'mdast';
import type { Criticality } from '../../model/checklist.js';
import { locate, type SourceText } from '../../model/located.js';
import type { Problem } from '../../model/report.js';
import { offsetOf, parseMarkdown, type Section } from '../change-markdown/document.js';
import { listKind, questionsOfList } from './list.js';
import { dedent, tidy } from './plain.js';
import type { FoundQuestion } from './question.js';
import { questionsOfTable } from './table.js';
import { criticalityOfHeadings, driverOf, Ids, phaseOf, titleOf, wantsWords } from './words.js';

/** A checklist as it will stand in a YAML file, and what its author should know. */
export interface MarkdownChecklist {
  readonly value?: Readonly<Record<string, unknown>>;
  readonly problems: readonly Problem[];
  /** Sentences about what was taken as what. */
  readonly notes: readonly string[];
}

/** A heading with what stands directly under it. */
interface Part {
  readonly title: string;
  /** Titles of the headings above, outermost first. */
  readonly above: readonly string[];
  readonly depth: number;
  readonly offset: number;
  readonly questions: readonly FoundQuestion[];
  readonly text: readonly string[];
}

/** What of a document is taken as questions. */
type Reading = 'marked' | 'lists';

/**
 * Reads a readiness checklist in Markdown. Headings are sections; tasks, rows of a table of checks, and what ends with a question mark are
 * questions; where there is none of these, sections that are lists are taken as lists of questions. All other text is kept
 * as descriptions.
 */
export function importMarkdown(source: SourceText): MarkdownChecklist {
  const { root, frontMatter } = parseMarkdown(source);
  const top = topHeading(root);
  const named = /^[ \t]*title:[ \t]*['"]?(.+?)['"]?[ \t]*$/m.exec(frontMatter ?? '')?.[1];
  const heading = tidy(top?.title.text ?? '');
  const title = tidy(named ?? heading) || nameOf(source.file);
  const marked = partsOf(source, root, top, 'marked');
  const weak = count(marked) === 0;
  const parts = weak ? partsOf(source, root, top, 'lists') : marked;
  if (count(parts) === 0) return { problems: [nothing(source)], notes: [] };
  return {
    value: {
      title,
      ...document(source, title, parts, [...(heading === title ? [] : [heading]), ...besideTitle(frontMatter)]),
    },
    problems: [],
    notes: notesOn(parts, weak),
  };
}

function nothing(source: SourceText): Problem {
  return {
    code: 'CHECKLIST',
    message:
      'the document holds no questions: no task list, no table of checks, no list of questions, no section that is a list',
    location: locate({ source, start: 0, end: 0 }),
    hint: 'Write each question as a task (`- [ ] …`) under a heading, and import it again.',
  };
}

function nameOf(file: string): string {
  return file
    .replace(/^.*[\\/]/, '')
    .replace(/\.[a-z]+$/i, '')
    .replace(/[-_]+/g, ' ');
}

/** The heading that names the whole document. */
function topHeading(root: Section): Section | undefined {
  const [first, ...others] = root.children;
  if (!first || (others.length > 0 && (first.depth > 1 || others.some((one) => one.depth <= first.depth))))
    return undefined;
  return first;
}

function count(parts: readonly Part[]): number {
  return parts.reduce((sum, part) => sum + part.questions.length, 0);
}

function partsOf(source: SourceText, root: Section, top: Section | undefined, reading: Reading): Part[] {
  const parts: Part[] = [];
  const ask = countAsking(root) >= FEWEST_HEADINGS_THAT_ASK;
  const visit = (section: Section, above: readonly string[]) => {
    const title = section === top ? '' : tidy(section.title.text);
    const under = title === '' ? above : [...above, title];
    const asked = ask && asksSomething(title) ? askedByHeading(source, section, reading) : undefined;
    if (asked) {
      const last = parts.at(-1)!;
      parts[parts.length - 1] = { ...last, questions: [...last.questions, asked] };
      return;
    }
    parts.push({
      title,
      above,
      depth: section.depth,
      offset: section.span.start,
      ...contentOf(source, section, reading, above),
    });
    for (const child of section.children) visit(child, under);
  };
  visit(root, []);
  return parts;
}

/** Fewer headings with a question mark are rhetoric, not a questionnaire. */
const FEWEST_HEADINGS_THAT_ASK = 3;

function countAsking(section: Section): number {
  const own = asksSomething(tidy(section.title.text)) ? 1 : 0;
  return section.children.reduce((sum, child) => sum + countAsking(child), own);
}

/** Whether a heading asks the team, not its reader. */
function asksSomething(title: string): boolean {
  return title.endsWith('?') && !/^(why|what is|what are|how (do|can|should) (i|we|you))\b/i.test(title);
}

/** A heading that asks, with nothing under it that asks too. */
function askedByHeading(source: SourceText, section: Section, reading: Reading): FoundQuestion | undefined {
  const asks = (one: Section): boolean =>
    contentOf(source, one, reading).questions.length > 0 ||
    one.children.some((child) => asksSomething(tidy(child.title.text)) || asks(child));
  if (asks(section)) return undefined;
  const { text } = section.title;
  const about = source.text
    .slice(section.span.start, section.span.end)
    .replace(/^[^\n]*\n?/, '')
    .trim();
  return {
    text: tidy(text),
    about: about === '' ? [] : [about],
    evidence: [],
    ticked: false,
    offset: section.span.start,
  };
}

function contentOf(
  source: SourceText,
  section: Section,
  reading: Reading,
  above: readonly string[] = [],
): Pick<Part, 'questions' | 'text'> {
  if (PEOPLE.test(tidy(section.title.text)) || above.some((title) => PEOPLE.test(title)))
    return { questions: [], text: section.content.map((block) => raw(source, block)).filter((one) => one !== '') };
  const all = reading === 'lists' && isListing(source, section);
  const questions: FoundQuestion[] = [];
  const text: string[] = [];
  for (const block of section.content) {
    const found = questionsIn(source, block, all);
    if (found) questions.push(...found.questions);
    const rest = found ? found.text : [raw(source, block)];
    text.push(...rest.filter((one) => one !== ''));
  }
  return { questions, text };
}

function questionsIn(source: SourceText, block: RootContent, all: boolean) {
  if (block.type === 'table') return questionsOfTable(source, block);
  if (block.type !== 'list') return undefined;
  const kind = all && !isContents(source, block) ? 'all' : listKind(block);
  return kind === undefined ? undefined : questionsOfList(source, block, kind);
}

/** Headings of lists of those who tick when they have read it. */
const PEOPLE = /^(reviewers?|approvers?|approvals?|sign-?offs?)$/i;

/** Headings of text about the document, not about the service. */
const ABOUT_ITSELF =
  /^(table of )?contents$|^toc$|^(see also|references?|resources|links|further reading|licen[cs]e|contribut\w*|install\w*|usage|use|credits|acknowledge?ments|about|why|authors?|changelog|roadmap|support|faq|getting started|quick ?start|prerequisites|examples?)\b/i;

/** Whether a section is little else than a list. */
function isListing(source: SourceText, section: Section): boolean {
  if (ABOUT_ITSELF.test(tidy(section.title.text))) return false;
  const items = section.content.flatMap((block) =>
    block.type === 'list' && !isContents(source, block) ? block.children : [],
  );
  const others = section.content.filter(
    (block) => block.type !== 'list' && block.type !== 'html' && block.type !== 'thematicBreak',
  );
  return (
    items.length >= 3 &&
    others.length <= 2 &&
    others.every((block) => block.type === 'paragraph' || block.type === 'blockquote')
  );
}

/** Whether a list only leads to other places: of the document, or elsewhere. */
function isContents(source: SourceText, list: Extract<RootContent, { type: 'list' }>): boolean {
  return list.children.every((item) => {
    const first = item.children[0];
    if (first?.type !== 'paragraph') return false;
    const [only, ...others] = first.children;
    if (others.length === 0 && (only?.type === 'link' || only?.type === 'linkReference')) return true;
    return /^\[[^\]]+\]:\s+\S+$/.test(source.text.slice(offsetOf(first), first.position?.end.offset));
  });
}

function raw(source: SourceText, block: RootContent): string {
  if (block.type === 'thematicBreak' || block.type === 'definition') return '';
  const text = source.text.slice(offsetOf(block), block.position?.end.offset);
  return dedent(text, 0);
}

/** What the front matter says beside the title. */
function besideTitle(frontMatter: string | undefined): string[] {
  return (frontMatter ?? '').split(/\r?\n/).filter((line) => line.trim() !== '' && !/^[ \t]*title:/.test(line));
}

/** Sections and descriptions. A heading without questions is text of the section before it, or of the checklist. */
function document(
  source: SourceText,
  name: string,
  parts: readonly Part[],
  before: readonly string[],
): Record<string, unknown> {
  const intro = before.filter((text) => text !== '');
  const asking = parts.filter((part) => part.questions.length > 0);
  const titles = asking.map((part) => part.title);
  const shown = (part: Part) => shownTitle(part, titles);
  const sections: { part: Part; text: string[] }[] = [];
  for (const part of parts) {
    if (part.questions.length > 0) {
      sections.push({ part, text: [...part.text] });
      continue;
    }
    const into = sections.at(-1)?.text ?? intro;
    const inTitles = asking.some((one) => one.above.at(-1) === part.title && shown(one) !== one.title);
    if (part.title !== '' && (part.text.length > 0 || !inTitles)) into.push(`**${part.title}**`);
    into.push(...part.text);
  }
  const ids = new Ids();
  const items = new Ids();
  return {
    ...(intro.length > 0 ? { description: intro.join('\n\n') } : {}),
    sections: sections.map(({ part, text }) => {
      const title = shown(part);
      return {
        id: ids.next(title, 'section'),
        title,
        ...(text.length > 0 ? { description: text.join('\n\n') } : {}),
        items: part.questions.map((question) => item(source, name, question, part, items)),
      };
    }),
  };
}

/** A section's title; where it would not tell alone, with that of the heading above. */
function shownTitle({ title, above, depth }: Part, titles: readonly string[]): string {
  const parent = above.at(-1);
  if (title === '') return 'General';
  const repeated = titles.indexOf(title) !== titles.lastIndexOf(title);
  return parent !== undefined && (repeated || depth > 2) ? `${parent}: ${title}` : title;
}

function item(source: SourceText, name: string, found: FoundQuestion, part: Part, ids: Ids): Record<string, unknown> {
  const { text, about, evidence, offset } = found;
  const title = found.title === undefined ? titleOf(text) : titleOf(found.title);
  const headings = [...part.above, part.title];
  // A title that had to be cut loses nothing.
  const question = found.title !== undefined && title !== found.title ? `${found.title}: ${text}` : text;
  const { line } = locate({ source, start: offset, end: offset });
  const criticality: Criticality = found.criticality ?? criticalityOfHeadings(headings) ?? 'high';
  return {
    id: ids.next(found.id ?? found.title ?? text, part.title),
    title,
    question,
    ...(about.length > 0 ? { why: about.join('\n') } : {}),
    ...(evidence.length > 0 ? { goodEvidence: evidence.join('\n') } : {}),
    criticality,
    phase: phaseOf([name, ...headings]),
    driver: driverOf(`${found.title ?? ''} ${text}`, headings),
    ...(wantsWords(text) ? { answer: { type: 'text' } } : {}),
    source: { title: `${found.id === undefined ? '' : `${found.id}, `}${source.file}:${line}` },
  };
}

function notesOn(parts: readonly Part[], weak: boolean): string[] {
  const questions = parts.flatMap((part) => part.questions);
  const ticked = questions.filter((one) => one.ticked).length;
  const unsaid = questions.filter((one) => one.criticality === undefined).length;
  return [
    ...(weak
      ? [
          `There is no task list and no table of checks: all items of lists were taken as questions. Delete what is none.`,
        ]
      : []),
    ...(ticked > 0
      ? [
          `${ticked} of the questions ${ticked === 1 ? 'is' : 'are'} ticked in the document. A tick is no answer: a review asks them again.`,
        ]
      : []),
    ...(unsaid > 0
      ? [
          'Where the document does not say how critical a question is, it became high: lower what would not stop a launch.',
        ]
      : []),
    'To every yes-or-no question yes is taken as the good answer: where it is not, write `answer: { risk: { yes: high, no: none } }`.',
  ];
}
