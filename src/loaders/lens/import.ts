import type { Kept } from '../../model/checklist.js';
import { locate, type SourceText } from '../../model/located.js';
import { type Loaded, Problems } from '../syntax/fields.js';
import { parseDocument } from '../syntax/parse.js';
import { get, type MapNode, type Node, scalarText, spanOf, toPlain } from '../syntax/tree.js';
import { BadRiskCondition, parseRiskCondition } from './risk-condition.js';

/** The only version of the format. */
export const LENS_SCHEMA_VERSION = '2021-11-01';

/** The members of each object of a lens that have a place in a checklist, in the order of the specification. */
export const LENS_KEYS = {
  lens: ['schemaVersion', 'name', 'description', 'pillars'],
  pillar: ['id', 'name', 'description', 'questions'],
  question: ['id', 'title', 'description', 'choices', 'riskRules'],
  choice: ['id', 'title', 'helpfulResource', 'improvementPlan'],
  resource: ['displayText', 'url'],
  rule: ['condition', 'risk'],
} as const;

/** How a lens spells the risks. */
export const LENS_RISKS = { none: 'NO_RISK', medium: 'MEDIUM_RISK', high: 'HIGH_RISK' } as const;

/** A mapping as it will stand in a YAML file. */
export type Document = Readonly<Record<string, unknown>>;

/** Whether a document is a Well-Architected custom lens. */
export function isLens(root: Node | undefined): boolean {
  return root?.kind === 'map' && get(root, 'pillars')?.kind === 'list' && get(root, 'schemaVersion') !== undefined;
}

/**
 * Reads a Well-Architected custom lens as the document of a checklist. What has no place in a checklist is kept under
 * `lens`, so that the way back gives the same lens.
 *
 * @throws TollgateError SYNTAX when it is no JSON.
 */
export function importLens(source: SourceText): Loaded<Document> {
  const root = parseDocument(source);
  if (root?.kind !== 'map') {
    const location = root ? locate(spanOf(root)) : { file: source.file, line: 1, column: 1 };
    return { problems: [{ code: 'LENS', message: 'a custom lens must be a JSON object with pillars', location }] };
  }
  const problems = new Problems('LENS');
  const value = new LensReader(problems).lens(root);
  return problems.list.length === 0 ? { value, problems: [] } : { problems: problems.list };
}

class LensReader {
  constructor(private readonly problems: Problems) {}

  lens(node: MapNode): Document {
    const version = this.text(node, 'schemaVersion', 'the lens');
    if (version !== '' && version !== LENS_SCHEMA_VERSION)
      this.problems.at(
        get(node, 'schemaVersion')!,
        `schemaVersion is ${version}; only ${LENS_SCHEMA_VERSION} is known`,
      );
    const sections = this.list(node, 'pillars', 'the lens').map((pillar) => this.pillar(pillar));
    if (sections.length === 0) this.problems.at(node, 'the lens has no pillars');
    return compact({
      title: this.text(node, 'name', 'the lens'),
      description: this.optional(node, 'description'),
      sections,
      // Always there, so that a checklist that was a lens is told from one of ours.
      lens: keep(node, LENS_KEYS.lens) ?? { order: node.entries.map(({ key }) => key.text) },
    });
  }

  private pillar(node: Node): Document {
    return compact({
      id: this.text(node, 'id', 'a pillar'),
      title: this.text(node, 'name', 'a pillar'),
      description: this.optional(node, 'description'),
      items: this.list(node, 'questions', 'a pillar').map((question) => this.question(question)),
      lens: keep(node, LENS_KEYS.pillar),
    });
  }

  private question(node: Node): Document {
    const title = this.text(node, 'title', 'a question');
    const description = this.optional(node, 'description');
    const rules = this.list(node, 'riskRules', 'a question').map((rule) => this.rule(rule));
    const risks = rules.map((rule) => rule.risk);
    return compact({
      id: this.text(node, 'id', 'a question'),
      title,
      // A question of its own must be there; the way back leaves it out again when it is the title.
      question: description ?? title,
      criticality: risks.includes('high') ? 'high' : risks.includes('medium') ? 'medium' : 'low',
      phase: 'launch',
      driver: driverOf(`${title} ${description ?? ''}`),
      answer: {
        type: 'some-of',
        options: this.list(node, 'choices', 'a question').map((choice) => this.choice(choice)),
        rules,
      },
      lens: keep(
        node,
        LENS_KEYS.question.filter(
          (key) => key !== 'description' || (description !== undefined && description !== title),
        ),
      ),
    });
  }

  private choice(node: Node): Document {
    return compact({
      id: this.text(node, 'id', 'a choice'),
      title: this.text(node, 'title', 'a choice'),
      guidance: resource(get(node, 'helpfulResource')),
      improvement: resource(get(node, 'improvementPlan')),
      lens: keep(
        node,
        LENS_KEYS.choice.filter(
          (key) => (key !== 'helpfulResource' && key !== 'improvementPlan') || resource(get(node, key)) !== undefined,
        ),
      ),
    });
  }

  private rule(node: Node): Document {
    const condition = this.text(node, 'condition', 'a risk rule');
    const parsed = parseRiskCondition(condition);
    if (condition !== '' && parsed instanceof BadRiskCondition)
      this.problems.at(get(node, 'condition')!, `the condition "${condition}" cannot be read: ${parsed.reason}`);
    const spelled = this.text(node, 'risk', 'a risk rule');
    const risk = Object.entries(LENS_RISKS).find(([, name]) => name === spelled)?.[0];
    if (spelled !== '' && risk === undefined)
      this.problems.at(get(node, 'risk')!, `the risk "${spelled}" is none of ${Object.values(LENS_RISKS).join(', ')}`);
    return compact({ if: condition, risk: risk ?? 'high', lens: keep(node, LENS_KEYS.rule) });
  }

  private text(node: Node, key: string, what: string): string {
    const found = get(node, key);
    const text = scalarText(found);
    if (text === undefined || text.trim() === '') {
      this.problems.at(found ?? node, `${what} has no "${key}"`);
      return '';
    }
    return text;
  }

  private optional(node: Node, key: string): string | undefined {
    const text = scalarText(get(node, key));
    return text?.trim() === '' ? undefined : text;
  }

  private list(node: Node, key: string, what: string): readonly Node[] {
    const found = get(node, key);
    if (found?.kind === 'list') return found.items;
    this.problems.at(found ?? node, `${what} has no list "${key}"`);
    return [];
  }
}

/** A resource whose text and link are texts; anything else is kept verbatim. */
function resource(node: Node | undefined): Document | undefined {
  if (node?.kind !== 'map' || node.entries.length === 0) return undefined;
  const strings = ['displayText', 'url'].map((key) => get(node, key));
  if (strings.some((found) => found !== undefined && (found.kind !== 'scalar' || found.plain))) return undefined;
  return compact({
    text: scalarText(strings[0]),
    url: scalarText(strings[1]),
    lens: keep(node, LENS_KEYS.resource),
  });
}

/** What has no place of its own, and the order of the keys when it is not the usual one. */
function keep(node: Node, mapped: readonly string[]): Kept | undefined {
  if (node.kind !== 'map') return undefined;
  const written = node.entries.map(({ key }) => key.text);
  const others = node.entries.filter(
    ({ key, value }) => !mapped.includes(key.text) || isBlank(key.text, value, mapped),
  );
  const keys = Object.fromEntries(others.map(({ key, value }) => [key.text, toPlain(value)]));
  const usual = [...mapped.filter((key) => written.includes(key) && !(key in keys)), ...Object.keys(keys)];
  const order = usual.every((key, index) => key === written[index]) ? undefined : written;
  if (others.length === 0 && order === undefined) return undefined;
  return compact({ keys: others.length > 0 ? keys : undefined, order }) as Kept;
}

/** An empty description says nothing to a checklist; it is kept for the way back. */
function isBlank(key: string, value: Node, mapped: readonly string[]): boolean {
  return key === 'description' && mapped.includes(key) && (scalarText(value) ?? '').trim() === '';
}

/** A lens knows no drivers: the words of a question say which part of the flywheel it turns. */
function driverOf(words: string): string {
  if (/\b(alarm|monitor|metric|dashboard|log(s|ging)?|trac(e|ing)|observab|canar(y|ies)|instrument)/i.test(words))
    return 'observability';
  if (/\b(incident|on-?call|paging|escalat|runbook|playbook|game ?day)/i.test(words)) return 'incident-response';
  if (/\b(review|retrospective|post-?mortem|correction of error|COE)\b/i.test(words)) return 'review';
  return 'readiness';
}

function compact(members: Document): Document {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}
