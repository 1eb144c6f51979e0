import { EVIDENCE_KINDS, type EvidenceKind } from '../../model/checklist.js';
import { locate, type SourceText } from '../../model/located.js';
import {
  type Answer,
  type AnswerValue,
  type ChecklistReference,
  type EvidenceEntry,
  type Mitigation,
  NARRATIVE,
  type Narrative,
  type Review,
  type Service,
} from '../../model/review.js';
import { type Fields, isDay, type Loaded, Problems } from '../syntax/fields.js';
import { parseDocument } from '../syntax/parse.js';
import { get, isNull, type MapNode, type Node, scalarText, spanOf } from '../syntax/tree.js';

/** Keys of each mapping of a review. The published JSON Schema says the same; a test holds the two together. */
export const REVIEW_KEYS = {
  review: ['review', 'service', 'checklist', 'answers', 'narrative'],
  service: ['name', 'description', 'owners', 'profile'],
  checklist: ['name', 'hash'],
  answer: ['asked', 'answer', 'notApplicable', 'note', 'evidence', 'mitigation', 'by', 'at'],
  evidence: [...EVIDENCE_KINDS, 'date', 'sha256', 'note', 'openFindings', 'outcome'],
  mitigation: ['plan', 'owner', 'due', 'ticket', 'done'],
  narrative: Object.keys(NARRATIVE),
} as const;

/** The version of the format, the value of the key `review`. */
export const REVIEW_VERSION = '1';

/** Whether a text may be a review: a cheap look, before anything is parsed. */
export function mayBeReview(text: string): boolean {
  return /^review:\s/m.test(text) && /^checklist:/m.test(text) && /^service:/m.test(text);
}

/** Whether a document is one of our reviews: what tells it from every other YAML file. */
export function isReview(root: Node | undefined): root is MapNode {
  return (
    root?.kind === 'map' &&
    scalarText(get(root, 'review')) !== undefined &&
    get(root, 'checklist') !== undefined &&
    get(root, 'service') !== undefined
  );
}

/**
 * Reads a review.
 *
 * @returns the review when nothing is wrong with it, and everything that is wrong with it, each at its line.
 * @throws TollgateError SYNTAX when it is no YAML.
 */
export function loadReview(source: SourceText): Loaded<Review> {
  return readReview(parseDocument(source), source);
}

/** Like {@link loadReview}, from a parsed document. */
export function readReview(root: Node | undefined, source: SourceText): Loaded<Review> {
  if (root?.kind !== 'map') {
    const location = root ? locate(spanOf(root)) : { file: source.file, line: 1, column: 1 };
    return { problems: [{ code: 'REVIEW', message: 'a review must be a mapping; this file holds none', location }] };
  }
  const problems = new Problems('REVIEW');
  const value = new ReviewReader(problems, root).read();
  return problems.list.length === 0 ? { value, problems: [] } : { problems: problems.list };
}

class ReviewReader {
  constructor(
    private readonly problems: Problems,
    private readonly root: MapNode,
  ) {}

  read(): Review {
    const fields = this.problems.fields(this.root, 'the review', REVIEW_KEYS.review, this.root);
    const version = fields.text('review');
    if (version !== '' && version !== REVIEW_VERSION)
      fields.problem('review', `this is version "${version}" of the format; version ${REVIEW_VERSION} can be read`);
    return {
      service: this.service(fields),
      checklist: this.checklist(fields),
      answers: this.answers(fields.raw('answers')),
      narrative: this.narrative(fields),
      location: locate({ source: this.root.source, start: this.root.start, end: this.root.start }),
    };
  }

  private service(review: Fields): Service {
    if (!review.raw('service')) review.problem('service', 'the review names no service');
    const fields = review.nested('service', 'the service', REVIEW_KEYS.service);
    const description = fields.optionalText('description');
    return {
      name: fields.text('name'),
      ...(description === undefined ? {} : { description }),
      owners: fields.texts('owners'),
      profile: this.profile(fields.raw('profile')),
      location: fields.location(),
    };
  }

  private profile(node: Node | undefined): Service['profile'] {
    if (!node) return {};
    if (node.kind !== 'map') {
      this.problems.at(node, '"profile" must be a mapping of names to values');
      return {};
    }
    const profile: Record<string, string | number | boolean> = {};
    for (const { key, value } of node.entries) {
      if (isNull(value)) continue;
      if (value.kind !== 'scalar')
        this.problems.at(value, `"${key.text}" of the profile must be a text, a number, true or false`);
      else profile[key.text] = profileValue(value.text, value.plain);
    }
    return profile;
  }

  private checklist(review: Fields): ChecklistReference {
    const node = review.raw('checklist');
    if (node?.kind === 'scalar') return { name: node.text, location: locate(spanOf(node)) };
    if (!node) review.problem('checklist', 'the review names no checklist');
    const fields = review.nested('checklist', 'the checklist', REVIEW_KEYS.checklist);
    const hash = fields.optionalText('hash');
    if (hash !== undefined && !/^sha256:[0-9a-f]{64}$/.test(hash))
      fields.problem('hash', 'the hash of the checklist must be sha256: and 64 hexadecimal digits');
    return { name: fields.text('name'), ...(hash === undefined ? {} : { hash }), location: fields.location() };
  }

  private answers(node: Node | undefined): Map<string, Answer> {
    const answers = new Map<string, Answer>();
    if (!node) return answers;
    if (node.kind !== 'map') {
      this.problems.at(node, '"answers" must be a mapping of item ids to answers');
      return answers;
    }
    for (const { key, value } of node.entries) answers.set(key.text, this.answer(key.text, key, value));
    return answers;
  }

  private answer(item: string, key: Node, node: Node): Answer {
    if (isNull(node)) return { item, evidence: [], location: locate(spanOf(key)) };
    const fields = this.problems.fields(node, `the answer to ${item}`, REVIEW_KEYS.answer, node);
    const asked = fields.optionalText('asked');
    const value = this.value(fields);
    const notApplicable = fields.optionalText('notApplicable');
    if (value !== undefined && notApplicable !== undefined)
      fields.problem('notApplicable', `${item} has an answer and is not applicable; it can only be one of them`);
    const note = fields.optionalText('note');
    const mitigation = this.mitigation(fields);
    const by = fields.optionalText('by');
    const at = this.time(fields);
    return {
      item,
      ...(asked === undefined ? {} : { asked }),
      ...(value === undefined ? {} : { value, valueLocation: fields.location('answer') }),
      ...(notApplicable === undefined ? {} : { notApplicable }),
      ...(note === undefined ? {} : { note }),
      evidence: fields.list('evidence').flatMap((entry) => this.evidence(entry)),
      ...(mitigation ? { mitigation } : {}),
      ...(by === undefined ? {} : { by }),
      ...(at === undefined ? {} : { at }),
      location: locate(spanOf(key)),
    };
  }

  private value(fields: Fields): AnswerValue | undefined {
    const node = fields.raw('answer');
    if (!node) return undefined;
    if (node.kind === 'scalar') return node.text.trim() === '' ? undefined : node.text;
    if (node.kind === 'list') return fields.texts('answer');
    fields.problem('answer', '"answer" must be a text or a list of texts');
    return undefined;
  }

  private time(fields: Fields): string | undefined {
    const at = fields.optionalText('at');
    if (at === undefined) return undefined;
    const wellFormed = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?$/.test(at);
    if (wellFormed && isDay(at.slice(0, 10)) && !Number.isNaN(Date.parse(at))) return at;
    fields.problem('at', `"at" is "${at}"; it must be a time such as 2026-11-21T09:30:00Z`);
    return undefined;
  }

  private evidence(node: Node): EvidenceEntry | [] {
    const fields = this.problems.fields(node, 'evidence', REVIEW_KEYS.evidence, this.root);
    if (fields.broken) return [];
    const kinds = EVIDENCE_KINDS.filter((kind) => fields.raw(kind) !== undefined);
    const kind = kinds[0];
    if (kind === undefined || kinds.length > 1) {
      this.problems.at(
        node,
        kind === undefined ? 'evidence does not say of what kind it is' : `evidence is both ${kinds.join(' and ')}`,
        `Write one of ${EVIDENCE_KINDS.join(', ')} with the path, link, ARN or number as its value.`,
      );
      return [];
    }
    const target = fields.text(kind);
    this.target(fields, kind, target);
    const date = fields.day('date');
    const sha256 = fields.optionalText('sha256');
    if (sha256 !== undefined && !/^[0-9a-f]{64}$/.test(sha256))
      fields.problem('sha256', 'the hash must be 64 hexadecimal digits');
    const note = fields.optionalText('note');
    const openFindings = fields.number('openFindings');
    const outcome = fields.optionalText('outcome');
    return {
      kind,
      target,
      ...(date === undefined ? {} : { date }),
      ...(sha256 === undefined ? {} : { sha256 }),
      ...(note === undefined ? {} : { note }),
      ...(openFindings === undefined ? {} : { openFindings }),
      ...(outcome === undefined ? {} : { outcome }),
      location: fields.location(),
    };
  }

  private target(fields: Fields, kind: EvidenceKind, target: string): void {
    if (kind === 'link' && !/^https?:\/\/[^\s/]/.test(target)) fields.problem(kind, `"${target}" is no link`);
    if (kind !== 'alarm' && kind !== 'dashboard') return;
    const wrong = notMonitor(kind, target);
    if (wrong !== undefined) fields.problem(kind, wrong, ARN_HINTS[kind]);
  }

  private mitigation(answer: Fields): Mitigation | undefined {
    if (!answer.raw('mitigation')) return undefined;
    const fields = answer.nested('mitigation', 'the mitigation', REVIEW_KEYS.mitigation);
    const owner = fields.optionalText('owner');
    const due = fields.day('due');
    const ticket = fields.optionalText('ticket');
    const done = fields.day('done');
    return {
      plan: fields.text('plan'),
      ...(owner === undefined ? {} : { owner }),
      ...(due === undefined ? {} : { due }),
      ...(ticket === undefined ? {} : { ticket }),
      ...(done === undefined ? {} : { done }),
      location: fields.location(),
    };
  }

  private narrative(review: Fields): Narrative {
    const fields = review.nested('narrative', 'the narrative', REVIEW_KEYS.narrative);
    const entries = REVIEW_KEYS.narrative.map((key) => [key, fields.optionalText(key)?.trim()]);
    return Object.fromEntries(entries.filter(([, text]) => text !== undefined && text !== ''));
  }
}

/** What the ARNs of monitors look like. */
const ARN_HINTS = {
  alarm: 'An ARN looks like arn:aws:cloudwatch:eu-west-1:123456789012:alarm:name.',
  dashboard: 'An ARN looks like arn:aws:cloudwatch::123456789012:dashboard/name.',
} as const;

/** Why a text is neither the ARN of such a monitor nor a link; undefined when it is. Other services have ARNs of their own. */
export function notMonitor(kind: 'alarm' | 'dashboard', target: string): string | undefined {
  if (/^https?:\/\/[^\s/]/.test(target)) return undefined;
  if (!isArn(target)) return `"${target}" is no ARN`;
  const [, , service, region, account, ...rest] = target.split(':');
  if (!/^\d{12}$/.test(account ?? '')) return `"${target}" names no account: its fifth part must be twelve digits`;
  if (service !== 'cloudwatch') return undefined;
  const name = rest.join(':');
  if (kind === 'dashboard') return /^dashboard\/.+/.test(name) ? undefined : `"${target}" is the ARN of no dashboard`;
  if (!/^alarm:.+/.test(name)) return `"${target}" is the ARN of no alarm`;
  return region === '' ? `"${target}" names no region` : undefined;
}

/** Whether a text has the shape of an ARN. */
export function isArn(text: string): boolean {
  // Names of alarms may hold blanks.
  return /^arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:[0-9]*:\S(.*\S)?$/.test(text);
}

/** A profile value as conditions compare it. */
export function profileValue(text: string, plain = true): string | number | boolean {
  if (!plain) return text;
  if (/^(true|yes)$/i.test(text)) return true;
  if (/^(false|no)$/i.test(text)) return false;
  return /^[-+]?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
}
