import {
  type Bound,
  type Checklist,
  CRITICALITIES,
  DRIVERS,
  EVIDENCE_KINDS,
  type EvidenceKind,
  type EvidenceNeed,
  type Item,
  type LoadTestBounds,
  PHASES,
  type ProfileField,
  type Reference,
  type Section,
} from '../../model/checklist.js';
import { locate, type SourceText } from '../../model/located.js';
import { type Fields, type Loaded, Problems } from '../syntax/fields.js';
import { parseDocument } from '../syntax/parse.js';
import { isNull, type Node, type ScalarNode, spanOf, toPlain } from '../syntax/tree.js';
import { AnswerTypeReader } from './answer-type.js';
import { BadExpression, Conditions } from './condition.js';
import { contentHash } from './content-hash.js';
import { kept, readId } from './item-fields.js';
import { CHECKLIST_KEYS } from './keys.js';

/**
 * Reads a checklist.
 *
 * @param source its text; the file's name gives the id.
 * @returns the checklist when nothing is wrong with it, and everything that is wrong with it, each at its line.
 * @throws TollgateError SYNTAX when it is no YAML.
 */
export function loadChecklist(source: SourceText): Loaded<Checklist> {
  const problems = new Problems('CHECKLIST');
  const root = parseDocument(source);
  if (root?.kind !== 'map') {
    const location = root ? locate(spanOf(root)) : { file: source.file, line: 1, column: 1 };
    return { problems: [{ code: 'CHECKLIST', message: 'a checklist must be a mapping with sections', location }] };
  }
  const value = new ChecklistReader(problems, root).read(checklistId(source.file));
  return problems.list.length === 0 ? { value, problems: [] } : { problems: problems.list };
}

/** The id that a checklist's file name gives it. */
export function checklistId(file: string): string {
  return file.replace(/^.*[\\/]/, '').replace(/\.(ya?ml|json)$/i, '');
}

class ChecklistReader {
  private conditions = new Conditions([]);
  private readonly seen = new Map<string, number>();

  constructor(
    private readonly problems: Problems,
    private readonly root: Node,
  ) {}

  read(id: string): Checklist {
    const fields = this.problems.fields(this.root, 'the checklist', CHECKLIST_KEYS.checklist, this.root);
    const profile = this.profile(fields.raw('profile'));
    this.conditions = new Conditions(profile);
    const sections = fields.list('sections').map((node) => this.section(node));
    if (sections.length === 0) fields.problem('sections', 'the checklist has no sections');
    return {
      id,
      title: fields.text('title'),
      description: fields.optionalText('description') ?? '',
      profile,
      sections,
      hash: `sha256:${contentHash(toPlain(this.root))}`,
      location: locate({ source: this.root.source, start: this.root.start, end: this.root.start }),
      ...kept(fields),
    };
  }

  private profile(node: Node | undefined): ProfileField[] {
    if (!node) return [];
    if (node.kind !== 'map') {
      this.problems.at(node, '"profile" must be a mapping of names to questions');
      return [];
    }
    return node.entries.map(({ key, value }) => {
      if (!/^[a-z][A-Za-z0-9]*$/.test(key.text))
        this.problems.at(key, `the profile field "${key.text}" must be one word that starts with a small letter`);
      const fields = this.problems.fields(value, `the profile field ${key.text}`, CHECKLIST_KEYS.profileField, value);
      const type = fields.oneOf('type', ['bool', 'number', 'text', 'choice'], 'bool');
      const options = fields.texts('options');
      if ((type === 'choice') !== options.length > 0)
        fields.problem('options', '"options" and the type choice belong together');
      return { id: key.text, question: fields.text('question'), type, options, location: locate(spanOf(key)) };
    });
  }

  private section(node: Node): Section {
    const fields = this.problems.fields(node, 'a section', CHECKLIST_KEYS.section, this.root);
    const items = fields.list('items').map((item) => this.item(item));
    const description = fields.optionalText('description');
    return {
      id: readId(fields),
      title: fields.text('title'),
      ...(description === undefined ? {} : { description }),
      items,
      location: fields.location(),
      ...kept(fields),
    };
  }

  private item(node: Node): Item {
    const fields = this.problems.fields(node, 'an item', CHECKLIST_KEYS.item, this.root);
    const id = readId(fields);
    const before = this.seen.get(id);
    const { line } = fields.location('id');
    if (before !== undefined && id !== '') fields.problem('id', `the id "${id}" stands already in line ${before}`);
    else this.seen.set(id, line);
    const criticality = fields.oneOf('criticality', CRITICALITIES);
    const incident = this.reference(fields, 'incident');
    const origin = this.reference(fields, 'source');
    const why = fields.optionalText('why');
    const goodEvidence = fields.optionalText('goodEvidence');
    const evidence = this.evidence(fields);
    const when = this.when(fields);
    return {
      id,
      title: fields.text('title'),
      question: fields.text('question'),
      ...(why === undefined ? {} : { why }),
      ...(goodEvidence === undefined ? {} : { goodEvidence }),
      criticality,
      phase: fields.oneOf('phase', PHASES),
      driver: fields.oneOf('driver', DRIVERS),
      answer: new AnswerTypeReader(this.problems, this.root).read(fields, criticality),
      ...(when ? { when } : {}),
      answeredBy: fields.texts('answeredBy'),
      ...(evidence ? { evidence } : {}),
      ...(incident ? { incident } : {}),
      ...(origin ? { source: origin } : {}),
      hash: questionHash(fields),
      location: fields.location('id'),
      ...kept(fields),
    };
  }

  private when(fields: Fields): Item['when'] {
    const node = fields.raw('when');
    if (!node) return undefined;
    if (node.kind !== 'scalar') {
      fields.problem('when', '"when" must be an expression');
      return undefined;
    }
    const condition = this.conditions.condition(node);
    if (!(condition instanceof BadExpression)) return condition;
    fields.problem('when', `the condition cannot be used: ${condition.reason}`, EXPRESSION_HINT);
    return undefined;
  }

  private evidence(item: Fields): EvidenceNeed | undefined {
    if (!item.raw('evidence')) return undefined;
    const fields = item.nested('evidence', 'the evidence', CHECKLIST_KEYS.evidence);
    const maxAgeDays = fields.number('maxAgeDays');
    const loadTest = this.loadTest(fields);
    return {
      required: fields.boolean('required', true),
      kinds: this.kinds(fields),
      ...(maxAgeDays === undefined ? {} : { maxAgeDays }),
      ...(loadTest ? { loadTest } : {}),
    };
  }

  private kinds(fields: Fields): EvidenceKind[] {
    return fields.texts('kinds').flatMap((text) => {
      const kind = EVIDENCE_KINDS.find((one) => one === text);
      if (kind === undefined)
        fields.problem('kinds', `"${text}" is no kind of evidence`, `Known here: ${EVIDENCE_KINDS.join(', ')}.`);
      return kind ?? [];
    });
  }

  private loadTest(evidence: Fields): LoadTestBounds | undefined {
    if (!evidence.raw('loadTest')) return undefined;
    const fields = evidence.nested('loadTest', 'the bounds of the load test', CHECKLIST_KEYS.loadTest);
    const bounds: { -readonly [key in keyof LoadTestBounds]: LoadTestBounds[key] } = {};
    for (const key of CHECKLIST_KEYS.loadTest) {
      const bound = this.bound(fields, key);
      if (bound !== undefined) bounds[key] = bound;
    }
    return bounds;
  }

  private bound(fields: Fields, key: string): Bound | undefined {
    const node = fields.raw(key);
    if (!node) return undefined;
    if (node.kind === 'scalar' && Number.isFinite(Number(node.text))) return Number(node.text);
    const formula = node.kind === 'scalar' ? this.conditions.formula(node as ScalarNode) : new BadExpression('no text');
    if (!(formula instanceof BadExpression)) return formula;
    fields.problem(key, `the bound cannot be used: ${formula.reason}`, EXPRESSION_HINT);
    return undefined;
  }

  private reference(item: Fields, key: string): Reference | undefined {
    const node = item.raw(key);
    if (!node) return undefined;
    if (node.kind === 'scalar') return { title: node.text };
    const fields = item.nested(key, `the ${key}`, CHECKLIST_KEYS.reference);
    const url = fields.optionalText('url');
    if (url !== undefined && !/^https?:\/\//.test(url)) fields.problem('url', 'a url must start with https://');
    return { title: fields.text('title'), ...(url === undefined ? {} : { url }) };
  }
}

const EXPRESSION_HINT = 'Write CEL over profile.<field> and answers["<item>"], for example: profile.stateful == true.';

/** Keys of an item that make it another question when they change. */
const ASKED = ['title', 'question', 'answer', 'evidence'];

function questionHash(fields: Fields): string {
  const asked = Object.fromEntries(
    ASKED.map((key) => {
      const node = fields.raw(key);
      return [key, node && !isNull(node) ? toPlain(node) : null];
    }),
  );
  return contentHash(asked).slice(0, 12);
}
