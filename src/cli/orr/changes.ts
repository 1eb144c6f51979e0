import { TollgateError } from '../../errors.js';
import { interpret, NoAnswer } from '../../facts/review/value.js';
import { isReason, namesSomebody, saysSomething } from '../../facts/review/words.js';
import type { AnswerChange, NewEvidence, ReviewChange } from '../../loaders/review/edit.js';
import { profileValue } from '../../loaders/review/review.js';
import { isDay } from '../../loaders/syntax/fields.js';
import { type Checklist, type Item, itemsOf, type ProfileField } from '../../model/checklist.js';
import { type AnswerValue, NARRATIVE, type Narrative, type Review } from '../../model/review.js';
import { evidenceFrom } from './evidence.js';

/** What the command line, or a file of answers, says. Every entry is `item=value`. */
export interface AnswerFlags {
  readonly set?: readonly string[];
  readonly note?: readonly string[];
  readonly notApplicable?: readonly string[];
  readonly evidence?: readonly string[];
  readonly mitigation?: readonly string[];
  readonly mitigationOwner?: readonly string[];
  readonly mitigationDue?: readonly string[];
  readonly mitigationTicket?: readonly string[];
  readonly clear?: readonly string[];
  readonly profile?: readonly string[];
  readonly narrative?: readonly string[];
}

/** Who answers, when, and where files are. */
export interface Answering {
  readonly checklist: Checklist;
  /** As it is before. */
  readonly review: Review;
  readonly root: string;
  readonly cwd: string;
  readonly by: string;
  readonly at: string;
}

/** Gathers changes by item, and everything that is wrong with them: all is written, or nothing. */
export class Changes {
  private readonly items: ReadonlyMap<string, Item>;
  private readonly answers = new Map<string, Writable<AnswerChange>>();
  private readonly others: ReviewChange[] = [];
  private readonly wrong: string[] = [];

  constructor(private readonly answering: Answering) {
    this.items = new Map(itemsOf(answering.checklist).map((item) => [item.id, item]));
  }

  /** All changes, when nothing is wrong with any of them. */
  done(): ReviewChange[] {
    for (const { item, mitigation } of this.answers.values())
      if (mitigation && mitigation.plan === undefined && !this.answering.review.answers.get(item.id)?.mitigation)
        this.wrong.push(`${item.id}: a mitigation begins with its plan: --mitigation ${item.id}=PLAN`);
    if (this.wrong.length > 0)
      throw new TollgateError('USAGE', this.wrong.join('\n'), {
        hint: 'Nothing was written. `tollgate orr answer --list` shows every item and its answers.',
      });
    return [...this.others, ...[...this.answers.values()].map((change) => ({ kind: 'answer' as const, change }))];
  }

  flags(flags: AnswerFlags): void {
    for (const entry of flags.clear ?? []) this.clear(entry);
    for (const entry of flags.set ?? []) this.pair(entry, '--set', (item, value) => this.value(item, value));
    for (const entry of flags.notApplicable ?? [])
      this.pair(entry, '--not-applicable', (item, reason) => this.notApplicable(item, reason));
    for (const entry of flags.note ?? []) this.pair(entry, '--note', (item, note) => this.note(item, note));
    for (const entry of flags.evidence ?? [])
      this.pair(entry, '--evidence', (item, target) => this.evidence(item, target));
    for (const [flag, member, entries] of [
      ['--mitigation', 'plan', flags.mitigation],
      ['--mitigation-owner', 'owner', flags.mitigationOwner],
      ['--mitigation-due', 'due', flags.mitigationDue],
      ['--mitigation-ticket', 'ticket', flags.mitigationTicket],
    ] as const)
      for (const entry of entries ?? [])
        this.pair(entry, flag, (item, value) => this.mitigation(item, { [member]: value }));
    for (const entry of flags.profile ?? []) this.profileFlag(entry);
    for (const entry of flags.narrative ?? []) this.narrativeFlag(entry);
  }

  /** Answers from a JSON document: `{"item": "yes"}` or `{"item": {"answer": "yes", "note": "…", "evidence": ["…"]}}`. */
  json(document: unknown, file: string): void {
    if (typeof document !== 'object' || document === null || Array.isArray(document)) {
      this.wrong.push(`${file} must hold an object of items and answers`);
      return;
    }
    for (const [id, said] of Object.entries(document)) {
      const item = this.item(id, file);
      if (!item) continue;
      const value = asValue(said);
      if (value !== undefined) this.value(item, value);
      else if (typeof said === 'object' && said !== null) this.jsonAnswer(item, said as Record<string, unknown>, file);
      else this.wrong.push(`${file}: the answer to ${id} must be a text, a list of texts or an object`);
    }
  }

  private jsonAnswer(item: Item, said: Record<string, unknown>, file: string): void {
    const { answer, note, notApplicable, evidence, mitigation, ...others } = said;
    for (const key of Object.keys(others)) this.wrong.push(`${file}: unknown key "${key}" in the answer to ${item.id}`);
    if (answer !== undefined) {
      const value = asValue(answer);
      if (value === undefined) this.wrong.push(`${file}: the answer to ${item.id} must be a text or a list of texts`);
      else this.value(item, value);
    }
    if (typeof notApplicable === 'string') this.notApplicable(item, notApplicable);
    else if (notApplicable !== undefined) this.wrong.push(`${file}: notApplicable of ${item.id} must be a text`);
    if (typeof note === 'string') this.note(item, note);
    else if (note !== undefined) this.wrong.push(`${file}: the note of ${item.id} must be a text`);
    for (const target of Array.isArray(evidence) ? evidence : evidence === undefined ? [] : [evidence])
      if (typeof target === 'string') this.evidence(item, target);
      else this.wrong.push(`${file}: each evidence of ${item.id} must be a text`);
    if (typeof mitigation === 'object' && mitigation !== null)
      this.mitigation(item, mitigation as Record<string, string>);
    else if (mitigation !== undefined) this.wrong.push(`${file}: the mitigation of ${item.id} must be an object`);
  }

  private value(item: Item, written: AnswerValue): void {
    const value = interpret(item, written);
    if (value instanceof NoAnswer) this.wrong.push(`${item.id}: ${value.reason}`);
    else if (this.once(item)) this.change(item, { value: stored(value) });
  }

  /** Whether nothing else was said to the item: of two answers nobody knows which is meant. */
  private once(item: Item): boolean {
    const { value, notApplicable } = this.answers.get(item.id) ?? {};
    const first = (value ?? notApplicable ?? undefined) === undefined;
    if (!first) this.wrong.push(`${item.id} is answered twice`);
    return first;
  }

  /** An empty note takes the note away. */
  private note(item: Item, note: string): void {
    this.change(item, { note: note.trim() === '' ? null : note });
  }

  private notApplicable(item: Item, reason: string): void {
    if (!isReason(reason)) this.wrong.push(`${item.id}: not applicable needs a reason of a few words`);
    else if (this.once(item)) this.change(item, { notApplicable: reason.trim() });
  }

  private evidence(item: Item, written: string): void {
    const evidence = evidenceFrom(written, this.answering, this.answering.at.slice(0, 10));
    if (typeof evidence === 'string') this.wrong.push(`${item.id}: ${evidence}`);
    else this.change(item, { evidence: [...(this.answers.get(item.id)?.evidence ?? []), evidence as NewEvidence] });
  }

  private mitigation(item: Item, members: Readonly<Record<string, string>>): void {
    for (const [key, value] of Object.entries(members)) {
      if (typeof value !== 'string') {
        this.wrong.push(`${item.id}: "${key}" of the mitigation must be a text`);
        continue;
      }
      if (!['plan', 'owner', 'due', 'ticket', 'done'].includes(key))
        this.wrong.push(`${item.id}: unknown key "${key}" in the mitigation`);
      if (key === 'plan' && !saysSomething(value)) this.wrong.push(`${item.id}: "${value}" mitigates nothing`);
      if (key === 'owner' && !namesSomebody(value)) this.wrong.push(`${item.id}: "${value}" is nobody who owns it`);
      if (key === 'ticket' && String(value).trim() === '') this.wrong.push(`${item.id}: the ticket is empty`);
      if ((key === 'due' || key === 'done') && !isDay(String(value)))
        this.wrong.push(`${item.id}: "${value}" is no day written YYYY-MM-DD`);
    }
    const before = this.answers.get(item.id)?.mitigation ?? {};
    this.change(item, { mitigation: { ...before, ...members } });
  }

  private clear(id: string): void {
    const item = this.item(id, '--clear');
    if (!item) return;
    this.change(item, { value: null, notApplicable: null, note: null, mitigation: null, by: null });
  }

  private change(item: Item, change: Omit<AnswerChange, 'item'>): void {
    const { by, at } = this.answering;
    const before = this.answers.get(item.id) ?? { item };
    const { value, notApplicable } = change;
    // Who writes a note, or attaches evidence, has not confirmed what the rules answered.
    const answers = (value ?? notApplicable ?? undefined) !== undefined;
    this.answers.set(item.id, { ...before, ...change, ...(answers ? { by, at } : {}) });
  }

  private profileFlag(entry: string): void {
    const [id, text] = split(entry);
    const field = this.answering.checklist.profile.find((one) => one.id === id);
    if (text === undefined || !field) {
      const known = this.answering.checklist.profile.map((one) => one.id).join(', ');
      this.wrong.push(
        `--profile ${entry}: write FIELD=VALUE with one of ${known || 'no fields: the checklist has none'}`,
      );
      return;
    }
    const value = profileOf(field, text);
    if (value instanceof NoAnswer) this.wrong.push(`--profile ${entry}: ${value.reason}`);
    else this.others.push({ kind: 'profile', field: id, value });
  }

  private narrativeFlag(entry: string): void {
    const [part, text] = split(entry);
    if (text === undefined || !(part in NARRATIVE))
      this.wrong.push(`--narrative ${entry}: write PART=TEXT with one of ${Object.keys(NARRATIVE).join(', ')}`);
    else this.others.push({ kind: 'narrative', part: part as keyof Narrative, text });
  }

  private pair(entry: string, flag: string, use: (item: Item, value: string) => void): void {
    const [id, value] = split(entry);
    if (value === undefined) {
      this.wrong.push(`${flag} ${entry}: write ITEM=VALUE`);
      return;
    }
    const item = this.item(id, flag);
    if (item) use(item, value);
  }

  private item(id: string, where: string): Item | undefined {
    const item = this.items.get(id);
    if (!item) this.wrong.push(`${where}: the checklist ${this.answering.checklist.id} has no item "${id}"`);
    return item;
  }
}

type Writable<T> = { -readonly [key in keyof T]: T[key] };

function split(entry: string): [string, string | undefined] {
  const at = entry.indexOf('=');
  return at < 0 ? [entry, undefined] : [entry.slice(0, at).trim(), entry.slice(at + 1)];
}

function asValue(said: unknown): AnswerValue | undefined {
  if (typeof said === 'string') return said;
  if (typeof said === 'number' || typeof said === 'boolean') return String(said);
  return Array.isArray(said) && said.every((one) => typeof one === 'string') ? said : undefined;
}

/** An interpreted answer as it is written: numbers stay as digits. */
export function stored(value: string | number | readonly string[]): AnswerValue {
  return typeof value === 'number' ? String(value) : value;
}

/** A profile value as its field wants it. */
export function profileOf(field: ProfileField, text: string): string | number | boolean | NoAnswer {
  const value = profileValue(text.trim());
  switch (field.type) {
    case 'bool':
      return typeof value === 'boolean' ? value : new NoAnswer(`"${text}" is neither true nor false`);
    case 'number':
      return typeof value === 'number' ? value : new NoAnswer(`"${text}" is no number`);
    case 'choice':
      return field.options.includes(text.trim())
        ? text.trim()
        : new NoAnswer(`"${text}" is none of ${field.options.join(', ')}`);
    case 'text':
      return text.trim();
  }
}
