import {
  ANSWER_TYPES,
  type AnswerType,
  type Bound,
  type Checklist,
  CRITICALITIES,
  type Criticality,
  DRIVERS,
  EVIDENCE_KINDS,
  type EvidenceKind,
  type EvidenceNeed,
  type Item,
  type Kept,
  type LoadTestBounds,
  type Option,
  PHASES,
  type ProfileField,
  type Reference,
  type Resource,
  RISKS,
  type Risk,
  type RiskRule,
  type Section,
  type Statement,
} from '../../model/checklist.js';
import { locate, type SourceText } from '../../model/located.js';
import { BadRiskCondition, parseRiskCondition } from '../lens/risk-condition.js';
import { type Fields, type Loaded, Problems } from '../syntax/fields.js';
import { parseDocument } from '../syntax/parse.js';
import { isNull, type Node, type ScalarNode, spanOf, toPlain } from '../syntax/tree.js';
import { BadExpression, Conditions } from './condition.js';
import { contentHash } from './content-hash.js';

/** Keys of each mapping of a checklist. The published JSON Schema says the same; a test holds the two together. */
export const CHECKLIST_KEYS = {
  checklist: ['title', 'description', 'profile', 'sections', 'lens'],
  profileField: ['question', 'type', 'options'],
  section: ['id', 'title', 'description', 'items', 'lens'],
  item: [
    'id',
    'title',
    'question',
    'why',
    'goodEvidence',
    'criticality',
    'phase',
    'driver',
    'answer',
    'when',
    'answeredBy',
    'evidence',
    'incident',
    'source',
    'lens',
  ],
  answer: ['type', 'risk', 'options', 'rules', 'unit', 'atLeast', 'atMost', 'maxAgeDays'],
  option: ['id', 'title', 'risk', 'guidance', 'improvement', 'lens'],
  rule: ['if', 'risk', 'lens'],
  evidence: ['required', 'kinds', 'maxAgeDays', 'loadTest'],
  loadTest: ['peakRateAtLeast', 'errorRateAtMost', 'p99AtMost'],
  reference: ['title', 'url'],
  resource: ['text', 'url', 'lens'],
  kept: ['keys', 'order'],
} as const;

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
      id: this.id(fields),
      title: fields.text('title'),
      ...(description === undefined ? {} : { description }),
      items,
      location: fields.location(),
      ...kept(fields),
    };
  }

  private item(node: Node): Item {
    const fields = this.problems.fields(node, 'an item', CHECKLIST_KEYS.item, this.root);
    const id = this.id(fields);
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
      answer: this.answer(fields, criticality),
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

  private id(fields: Fields): string {
    const id = fields.text('id');
    if (id !== '' && !/^[A-Za-z0-9][A-Za-z0-9_-]*$/.test(id))
      fields.problem('id', `the id "${id}" may only have letters, digits, - and _`);
    return id;
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

  private answer(item: Fields, criticality: Criticality): AnswerType {
    const fields = item.nested('answer', 'the answer', CHECKLIST_KEYS.answer);
    const type = fields.oneOf('type', ANSWER_TYPES, 'yes-no');
    const atLeast = fields.number('atLeast');
    const atMost = fields.number('atMost');
    const maxAgeDays = fields.number('maxAgeDays');
    switch (type) {
      case 'yes-no':
        return { type, options: this.yesNo(fields, criticality) };
      case 'one-of':
        return { type, options: this.options(fields) };
      case 'some-of':
        return { type, options: this.statements(fields), rules: this.rules(fields) };
      case 'text':
        return { type, atLeast: atLeast ?? 1 };
      case 'number': {
        const unit = fields.optionalText('unit');
        return {
          type,
          ...(unit === undefined ? {} : { unit }),
          ...(atLeast === undefined ? {} : { atLeast }),
          ...(atMost === undefined ? {} : { atMost }),
        };
      }
      case 'date':
        return { type, ...(maxAgeDays === undefined ? {} : { maxAgeDays }) };
      case 'links':
        return { type, atLeast: atLeast ?? 1 };
    }
  }

  /** Yes is what one hopes for, unless the item says otherwise; the other answer is as bad as the item is critical. */
  private yesNo(fields: Fields, criticality: Criticality): Option[] {
    const risk = fields.nested('risk', 'the risk of the answer', ['yes', 'no']);
    return [
      { id: 'yes', title: 'Yes', risk: risk.oneOf('yes', RISKS, 'none') },
      { id: 'no', title: 'No', risk: risk.oneOf('no', RISKS, criticality) },
    ];
  }

  private options(fields: Fields): Option[] {
    const options = fields.list('options').map((node) => {
      const option = this.problems.fields(node, 'an option', CHECKLIST_KEYS.option, this.root);
      return { id: this.id(option), title: option.text('title'), risk: option.oneOf('risk', RISKS) };
    });
    if (options.length < 2) fields.problem('options', 'one of several needs at least two options');
    this.unique(fields, options);
    return options;
  }

  private statements(fields: Fields): Statement[] {
    const statements = fields.list('options').map((node) => {
      const option = this.problems.fields(node, 'an option', CHECKLIST_KEYS.option, this.root);
      const guidance = this.resource(option, 'guidance');
      const improvement = this.resource(option, 'improvement');
      return {
        id: this.id(option),
        title: option.text('title'),
        ...(guidance ? { guidance } : {}),
        ...(improvement ? { improvement } : {}),
        location: option.location(),
        ...kept(option),
      };
    });
    if (statements.length === 0) fields.problem('options', 'there is nothing to choose');
    this.unique(fields, statements);
    return statements;
  }

  private unique(fields: Fields, options: readonly { readonly id: string }[]): void {
    const ids = new Set<string>();
    for (const { id } of options) {
      if (ids.has(id)) fields.problem('options', `the option "${id}" stands twice`);
      ids.add(id);
    }
  }

  private rules(fields: Fields): RiskRule[] {
    return fields.list('rules').flatMap((node) => {
      const rule = this.problems.fields(node, 'a risk rule', CHECKLIST_KEYS.rule, this.root);
      const text = rule.optionalText('if') ?? '';
      const condition = parseRiskCondition(text);
      const risk = rule.oneOf<Exclude<Risk, 'low'>>('risk', ['none', 'medium', 'high']);
      if (condition instanceof BadRiskCondition) {
        rule.problem('if', `the condition "${text}" cannot be read: ${condition.reason}`);
        return [];
      }
      return { condition, risk, location: rule.location('if'), ...kept(rule) };
    });
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

  private resource(option: Fields, key: string): Resource | undefined {
    const node = option.raw(key);
    if (!node) return undefined;
    const fields = option.nested(key, `the ${key}`, CHECKLIST_KEYS.resource);
    const text = fields.optionalText('text');
    const url = fields.optionalText('url');
    return { ...(text === undefined ? {} : { text }), ...(url === undefined ? {} : { url }), ...kept(fields) };
  }
}

const EXPRESSION_HINT = 'Write CEL over profile.<field> and answers["<item>"], for example: profile.stateful == true.';

/** What a lens says beside, verbatim. */
function kept(fields: Fields): { lens?: Kept } {
  const node = fields.raw('lens');
  if (!node) return {};
  const keep = fields.nested('lens', 'what is kept of the lens', CHECKLIST_KEYS.kept);
  const keys = keep.raw('keys');
  const order = keep.texts('order');
  return {
    lens: {
      ...(keys ? { keys: toPlain(keys) as Record<string, unknown> } : {}),
      ...(order.length > 0 ? { order } : {}),
    },
  };
}

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
