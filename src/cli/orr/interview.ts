import { TollgateError } from '../../errors.js';
import { assess } from '../../facts/review/assess.js';
import { ruleEvidence } from '../../facts/review/prefill.js';
import { isReason, namesSomebody, saysSomething } from '../../facts/review/words.js';
import type { AnswerChange, ReviewChange } from '../../loaders/review/edit.js';
import { isDay } from '../../loaders/syntax/fields.js';
import type { AssessedItem, Assessment } from '../../model/assessment.js';
import type { Checklist, Item } from '../../model/checklist.js';
import type { Finding } from '../../model/finding.js';
import type { AnswerValue, Observation } from '../../model/review.js';
import { describeError } from '../describe-error.js';
import type { Terminal } from '../terminal.js';
import { askProfile } from './ask-profile.js';
import type { Action, Asking } from './asking.js';
import { editText } from './editor.js';
import { evidenceFrom } from './evidence.js';
import { pickPlace, pickQuestion, questionsWith } from './find-question.js';
import {
  acceptedText,
  evidenceHint,
  evidenceLine,
  paragraph,
  progress,
  questionText,
  type Style,
  whyText,
} from './interview-text.js';
import { lookAt, observeMonitors, pathsOfEvidence } from './observe.js';
import { Route } from './route.js';
import type { ReviewStore } from './store.js';

/** All that an interview works with. */
export interface Interviewed {
  readonly terminal: Terminal;
  readonly asking: Asking;
  readonly style: Style;
  readonly store: ReviewStore;
  readonly checklist: Checklist;
  readonly root: string;
  readonly by: string;
  readonly asOf: string;
  /** What the checks of the repository find, as soon as they are done. */
  readonly findings: () => readonly Finding[] | undefined;
}

/**
 * Asks question by question until nothing is open or somebody stops. Every answer is on disk before the next question.
 *
 * @returns the assessment at the end.
 */
export async function interview(context: Interviewed): Promise<Assessment> {
  return new Interview(context).run();
}

class Interview {
  private readonly route = new Route();
  private readonly observations = new Map<string, Observation>();

  constructor(private readonly context: Interviewed) {
    // Reports of load tests can be large, and the first question does not wait for them.
    const light = pathsOfEvidence(context.store.review, ['file', 'game-day']);
    for (const target of light) this.observations.set(target, lookAt(context.root, target, false));
  }

  async run(): Promise<Assessment> {
    // What the conditions need to know about the service comes first.
    if (!(await this.profile(false))) return this.assessment();
    let current = this.route.next(this.assessment(), undefined);
    if (!current) this.say('Everything is answered. Choose a question to look at it again.');
    while (true) {
      if (!current) {
        if (progress(this.assessment()).total === 0 || (await this.nothingOpen()) === 'stop') return this.assessment();
        current = await this.search();
        if (!current) return this.assessment();
      }
      this.route.visit(current.item.id);
      this.context.asking.say(questionText(this.assessment(), current, this.context.style));
      const reply = await this.context.asking.item(current);
      if (reply.kind === 'action' && reply.action === 'quit') return this.assessment();
      current =
        reply.kind === 'answer'
          ? await this.answered(current, this.agreed(current, reply.value))
          : await this.act(current, reply.action);
    }
  }

  private profile(every: boolean): Promise<boolean> {
    const { asking, style, checklist, store } = this.context;
    const write = (field: string, value: string | number | boolean | null) =>
      void this.write([{ kind: 'profile', field, value }]);
    return askProfile({ asking, style, checklist, known: () => store.review.service.profile, write }, every);
  }

  private async nothingOpen(): Promise<'stop' | 'look'> {
    const { done, total } = progress(this.assessment());
    this.context.asking.say('\n');
    this.say(done === total ? `All ${total} questions are answered.` : `${total - done} of ${total} are still open.`);
    const picked = await this.context.asking.pick([
      { id: 'stop', label: 'Done', key: 'd' },
      { id: 'look', label: 'Look at a question again', key: 'l' },
    ]);
    return picked === 'look' ? 'look' : 'stop';
  }

  private async act(
    current: AssessedItem,
    action: Exclude<Action, 'quit'> | Action,
  ): Promise<AssessedItem | undefined> {
    const { asking, style } = this.context;
    switch (action) {
      case 'why':
        asking.say(whyText(current.item, style));
        return current;
      case 'back': {
        const before = this.route.back();
        return before === undefined ? current : this.find(before);
      }
      case 'skip':
        this.route.skip(current.item.id);
        return this.next(current);
      case 'not-applicable': {
        const check = (text: string) =>
          text === '' || isReason(text) ? undefined : 'A reason of a few words is needed.';
        const hint = 'Enter alone goes back to the question';
        const reason = await asking.text('Why does it not apply?', hint, check, current.answer?.notApplicable);
        if (reason === '') return current;
        return this.answered(current, { item: current.item, notApplicable: reason });
      }
      case 'note':
        return this.note(current);
      case 'evidence':
        await this.evidence(current);
        return this.find(current.item.id);
      case 'mitigation':
        if (current.state !== 'answered' || current.risk === 'none') this.say('There is no risk to mitigate so far.');
        else await this.mitigation(current);
        return this.find(current.item.id);
      case 'jump':
        return this.jump(current);
      case 'search':
        return (await this.search()) ?? current;
      case 'quit':
        return current;
    }
  }

  /** Who says what the rules say too has the rules as evidence. */
  private agreed({ item, checks }: AssessedItem, value: AnswerValue): AnswerChange {
    if (!checks || checks.option !== value) return { item, value };
    return { item, value, evidence: ruleEvidence(checks.findings, this.context.asOf) };
  }

  /** Writes an answer, then asks for what it calls for. The answer is safe before the first of these questions. */
  private async answered(current: AssessedItem, change: AnswerChange): Promise<AssessedItem | undefined> {
    if (!this.answer(change)) return this.find(current.item.id);
    const after = this.find(current.item.id)!;
    this.context.asking.say(acceptedText(after, this.context.style));
    if (after.state === 'not-applicable' && after.contradicted)
      this.say(
        `The checks found it to fail: ${after.checks!.findings[0]!.message}. The bar raiser will see both.`,
        this.context.style.colors.yellow,
      );
    if (after.state === 'answered') {
      if (after.contradicted && after.answer?.note === undefined) await this.contradiction(after);
      const { risk, mitigationState } = after;
      if ((risk === 'high' || risk === 'medium') && mitigationState !== 'planned') await this.mitigation(after);
      else if (wantsEvidence(after)) await this.evidence(after);
    }
    return this.next(current);
  }

  private async contradiction(after: AssessedItem): Promise<void> {
    const finding = after.checks?.findings[0];
    this.say(
      `The checks say the contrary${finding ? `: ${finding.message} (${finding.rule})` : ''}. The bar raiser will see both.`,
      this.context.style.colors.yellow,
    );
    const check = (text: string) => (isReason(text) ? undefined : 'A contradiction needs a note of a few words.');
    const note = await this.context.asking.text('Why is your answer right?', 'shown beside the finding', check);
    this.answer({ item: after.item, note });
  }

  private async mitigation(after: AssessedItem): Promise<void> {
    const { asking } = this.context;
    const before = after.mitigation;
    const isPlan = (text: string) => (text === '' || saysSomething(text) ? undefined : `"${text}" mitigates nothing.`);
    const isOwner = (text: string) => (text === '' || namesSomebody(text) ? undefined : `"${text}" is nobody.`);
    const plan = await asking.text('What mitigates the risk?', 'Enter alone: later', isPlan, before?.plan);
    if (plan === '') return;
    if (!this.answer({ item: after.item, mitigation: { plan } })) return;
    const owner = await asking.text('Who owns it?', 'Enter alone: later', isOwner, before?.owner ?? this.context.by);
    if (owner !== '') this.answer({ item: after.item, mitigation: { owner } });
    const isDue = (text: string) => (text === '' || isDay(text) ? undefined : 'A day is written YYYY-MM-DD.');
    const due = await asking.text('Until when?', 'YYYY-MM-DD; Enter alone: later', isDue, before?.due);
    if (due !== '') this.answer({ item: after.item, mitigation: { due } });
  }

  private async evidence(current: AssessedItem): Promise<void> {
    const { root, asOf, asking, terminal } = this.context;
    const kinds = current.item.evidence?.kinds ?? [];
    const read = (text: string) => evidenceFrom(text, { root, cwd: terminal.cwd }, asOf);
    const check = (text: string) => {
      const evidence = text === '' ? undefined : read(text);
      return typeof evidence === 'string' ? evidence : undefined;
    };
    if (current.item.goodEvidence !== undefined) this.say(`Good evidence: ${current.item.goodEvidence}`);
    while (true) {
      const text = await asking.text('Evidence:', evidenceHint(kinds), check);
      const evidence = text === '' ? undefined : read(text);
      if (evidence === undefined || typeof evidence === 'string') return;
      if (!this.answer({ item: current.item, evidence: [evidence] })) return;
      const judged = this.find(current.item.id)?.evidence.find((one) => one.entry.target === evidence.target);
      if (judged) this.say(`Attached: ${evidenceLine(judged)}`);
      if (kinds.length > 0 && !kinds.includes(evidence.kind))
        this.say(`It does not count for this question, which asks for ${kinds.join(' or ')}.`);
    }
  }

  private async note(current: AssessedItem): Promise<AssessedItem | undefined> {
    try {
      const { item, answer } = current;
      const note = editText(this.context.terminal, answer?.note ?? '', [item.title, item.question]);
      this.answer({ item, note: note === '' ? null : note });
    } catch (error) {
      this.trouble(error);
    }
    return this.find(current.item.id);
  }

  private async jump(current: AssessedItem): Promise<AssessedItem | undefined> {
    const picked = await pickPlace(this.context.asking, this.assessment());
    if (picked !== 'profile') return picked ?? current;
    await this.profile(true);
    const now = this.find(current.item.id);
    return now?.state === 'out-of-scope' ? this.next(current) : now;
  }

  private async search(): Promise<AssessedItem | undefined> {
    const hint = 'words of the question; Enter alone shows all';
    const words = await this.context.asking.text('Search:', hint, () => undefined);
    const found = questionsWith(this.assessment(), words);
    if (found.length > 0) return pickQuestion(this.context.asking, found);
    this.say('Nothing is found.');
    return undefined;
  }

  private next(current: AssessedItem): AssessedItem | undefined {
    return this.route.next(this.assessment(), current.item.id);
  }

  private find(id: string): AssessedItem | undefined {
    return this.assessment().items.find((one) => one.item.id === id);
  }

  private assessment(): Assessment {
    const { checklist, store, asOf } = this.context;
    const findings = this.context.findings();
    return assess(checklist, store.review, {
      asOf,
      observations: this.observations,
      ...(findings ? { findings } : {}),
    });
  }

  private answer(change: AnswerChange): boolean {
    const { by, terminal, root } = this.context;
    for (const { kind, target } of change.evidence ?? [])
      if (kind === 'file' || kind === 'load-test')
        this.observations.set(target, lookAt(root, target, kind === 'load-test'));
    for (const [target, observation] of observeMonitors(change.evidence ?? [], root))
      this.observations.set(target, observation);
    // Who writes a note, or attaches evidence, has not confirmed what the rules answered.
    const answers = (change.value ?? change.notApplicable ?? undefined) !== undefined;
    const signed = answers ? { by, at: terminal.now().toISOString() } : {};
    return this.write([{ kind: 'answer', change: { ...change, ...signed } }]);
  }

  /** Whether it was written. When somebody else was faster, their answer is shown and nothing of ours is written. */
  private write(changes: readonly ReviewChange[]): boolean {
    try {
      const theirs = this.context.store.apply(changes);
      if (theirs.length > 0)
        this.say(
          `Somebody else is answering too; taken over from the file: ${theirs.join(', ')}.`,
          this.context.style.colors.yellow,
        );
      return true;
    } catch (error) {
      this.trouble(error);
      if (!(error instanceof TollgateError && error.code === 'CONFLICT'))
        this.say('Your answer was not written.', this.context.style.colors.red);
      return false;
    }
  }

  private trouble(error: unknown): void {
    if (!(error instanceof TollgateError)) throw error;
    this.context.asking.say(`${this.context.style.colors.red(describeError(error))}\n`);
  }

  private say(text: string, paint?: (text: string) => string): void {
    this.context.asking.say(paragraph(this.context.style, text, paint));
  }
}

/** Whether an answer without risk still lacks what shows that it is true. */
function wantsEvidence(after: AssessedItem): boolean {
  const { item, evidenceState } = after;
  return needsEvidence(item) && evidenceState !== 'fresh' && evidenceState !== 'not-needed';
}

function needsEvidence(item: Item): boolean {
  return item.evidence?.required === true;
}
