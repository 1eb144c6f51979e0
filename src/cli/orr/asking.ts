import { TollgateError } from '../../errors.js';
import { interpret, NoAnswer } from '../../facts/review/value.js';
import type { AssessedItem } from '../../model/assessment.js';
import type { Item } from '../../model/checklist.js';
import type { AnswerValue } from '../../model/review.js';
import { wrap } from '../../reporters/wrap.js';
import type { Colors, Terminal } from '../terminal.js';
import { printable } from '../terminal.js';
import { stored } from './changes.js';
import { type Choice, type Chosen, choose } from './prompts/choose.js';
import { type Line, line } from './prompts/line.js';
import { type Stage, stageOf } from './prompts/stream.js';

/** What somebody may do instead of answering. */
export const ACTIONS = {
  why: { key: '?', label: 'why it is asked, and what good evidence is' },
  back: { key: 'b', label: 'back to the question before' },
  skip: { key: 's', label: 'skip; it is asked again at the end' },
  'not-applicable': { key: 'x', label: 'not applicable, with a reason' },
  note: { key: 'e', label: 'write a note in your editor' },
  evidence: { key: 'v', label: 'attach evidence' },
  mitigation: { key: 'm', label: 'what mitigates the risk, by whom and until when' },
  jump: { key: 'g', label: 'go to a section, or to the facts about the service' },
  search: { key: '/', label: 'search for a question' },
  quit: { key: 'q', label: 'stop; everything is saved' },
} as const;

/** One of {@link ACTIONS}. */
export type Action = keyof typeof ACTIONS;

/** What somebody answered, or wanted to do instead. */
export type Reply =
  | { readonly kind: 'answer'; readonly value: AnswerValue }
  | { readonly kind: 'action'; readonly action: Action };

const KEYS_OF_A_QUESTION = [
  '? why',
  'b back',
  's skip',
  'x not applicable',
  'e note',
  'v evidence',
  'm mitigation',
  'g section',
  '/ search',
  'q stop',
] as const;

const ENDING = ['SIGTERM', 'SIGHUP'] as const;

/** Asks on a terminal, one prompt at a time. */
export class Asking {
  private readonly stage: Stage;

  constructor(
    private readonly terminal: Terminal,
    private readonly colors: Colors,
  ) {
    this.stage = stageOf(terminal);
  }

  /** The answer to an item, by its type. */
  async item(assessed: AssessedItem): Promise<Reply> {
    const { item } = assessed;
    const { answer } = item;
    switch (answer.type) {
      case 'yes-no':
      case 'one-of': {
        const active = typeof assessed.value === 'string' ? assessed.value : assessed.checks?.option;
        const choices = answer.options.map((option) => ({
          id: option.id,
          label: printable(option.title),
          ...(option.risk === 'none' ? {} : { detail: `${option.risk} risk` }),
          ...(answer.type === 'yes-no' ? { key: option.id[0]! } : {}),
        }));
        return replyTo(await this.choose(choices, { active, actions: true }));
      }
      case 'some-of': {
        const choices = answer.options.map((option) => ({ id: option.id, label: printable(option.title) }));
        const checked = Array.isArray(assessed.value) ? (assessed.value as readonly string[]) : [];
        return replyTo(await this.choose(choices, { checked, actions: true }));
      }
      case 'text':
      case 'number':
      case 'date':
      case 'links':
        return this.typed(item, assessed.answer?.value);
    }
  }

  /** One of several; undefined when somebody goes back. */
  async pick(choices: readonly Choice[], active?: string): Promise<string | undefined> {
    const chosen = await this.choose(choices, { actions: false, active });
    return chosen.kind === 'choice' ? chosen.id : undefined;
  }

  /** One of several, where going back and stopping are two things. */
  async pickOrStop(choices: readonly Choice[], active?: string): Promise<{ readonly id: string } | 'back' | 'stop'> {
    const chosen = await this.choose(choices, { actions: false, stop: true, active });
    if (chosen.kind === 'choice') return { id: chosen.id };
    return chosen.kind === 'action' && chosen.action === 'stop' ? 'stop' : 'back';
  }

  /** A text; empty when somebody only pressed Enter. */
  async text(
    label: string,
    hint: string,
    check: (text: string) => string | undefined,
    initial?: string,
  ): Promise<string> {
    const answered = await this.line(label, { hint, check, menu: false, initial });
    return answered.kind === 'text' ? answered.text : '';
  }

  private async typed(item: Item, before: AnswerValue | undefined): Promise<Reply> {
    const check = (text: string) => {
      if (text === '') return 'Nothing was written. Tab has skip and not applicable.';
      const value = interpret(item, text);
      return value instanceof NoAnswer ? value.reason : undefined;
    };
    const initial = before === undefined ? undefined : typeof before === 'string' ? before : before.join(' ');
    const hint = `${TYPE_HINTS[item.answer.type]} | Enter saves, Tab: back, skip, not applicable, ... | ? why`;
    const answered = await this.line(labelOf(item), { hint, check, menu: true, initial });
    if (answered.kind === 'text') {
      const value = interpret(item, answered.text);
      if (value instanceof NoAnswer) throw new Error(value.reason);
      return { kind: 'answer', value: stored(value) };
    }
    return { kind: 'action', action: answered.action === 'why' ? 'why' : await this.menu() };
  }

  /** All actions, for where letters are text. Going back asks the same question again. */
  private async menu(): Promise<Action> {
    const choices = entries().map(([id, { key, label }]) => ({ id, key, label }));
    const chosen = await this.choose(choices, { actions: false });
    return chosen.kind === 'choice' ? (chosen.id as Action) : 'why';
  }

  private async choose(
    choices: readonly Choice[],
    {
      active,
      checked,
      actions,
      stop = false,
    }: { active?: string | undefined; checked?: readonly string[]; actions: boolean; stop?: boolean },
  ): Promise<Chosen> {
    const hint = actions
      ? [`${checked ? 'Space ticks, Enter saves' : 'Enter saves'} |`, ...KEYS_OF_A_QUESTION]
      : ['Enter chooses |', 'b back', ...(stop ? ['q stop'] : [])];
    return this.guarded((ended, signal) =>
      choose(
        {
          choices,
          ...(active === undefined ? {} : { active }),
          ...(checked === undefined ? {} : { checked }),
          actions: actions
            ? Object.fromEntries(entries().map(([id, { key }]) => [key, id]))
            : { b: 'back', q: stop ? 'stop' : 'back' },
          hint: this.inColumns(hint),
          colors: this.colors,
          rows: this.stage.rows,
          ended,
        },
        { input: this.stage.input, output: this.stage.output(), clearPromptOnDone: true, signal },
      ),
    );
  }

  private async line(
    label: string,
    config: {
      hint: string;
      check: (text: string) => string | undefined;
      menu: boolean;
      initial?: string | undefined;
    },
  ): Promise<Line> {
    const { initial, ...rest } = config;
    const check = (text: string) => {
      const wrong = rest.check(text);
      return wrong === undefined ? undefined : this.wrapped(wrong);
    };
    return this.guarded((ended, signal) =>
      line(
        {
          ...rest,
          check,
          hint: this.wrapped(rest.hint),
          label,
          ...(initial === undefined ? {} : { initial }),
          colors: this.colors,
          ended,
        },
        { input: this.stage.input, output: this.stage.output(), clearPromptOnDone: true, signal },
      ),
    );
  }

  /** Ctrl-C, and the end of the input, are one thing: somebody left. What was answered is on disk. */
  private async guarded<T>(ask: (ended: () => void, signal: AbortSignal) => Promise<T>): Promise<T> {
    const controller = new AbortController();
    const leave = () => controller.abort();
    // A signal that ends the process would leave the terminal as the prompt had set it.
    // `once` would make the prompt library believe that nobody else minds, and it would end the process itself.
    for (const signal of ENDING) process.on(signal, leave);
    try {
      return await ask(leave, controller.signal);
    } catch (error) {
      if (error instanceof Error && /^(Exit|Abort|Cancel)PromptError$/.test(error.name)) throw new Left();
      throw error;
    } finally {
      for (const signal of ENDING) process.removeListener(signal, leave);
    }
  }

  /** One column stays free, so that no terminal breaks the line itself. */
  private wrapped(hint: string): string {
    return wrap(hint, (this.terminal.stderr.columns ?? 80) - 1).join('\n');
  }

  /** Like {@link wrapped}, where a key stays beside what it does. */
  private inColumns(parts: readonly string[]): string {
    const width = (this.terminal.stderr.columns ?? 80) - 1;
    const lines: string[] = [];
    for (const part of parts.flatMap((one) => wrap(one, width))) {
      const longer = `${lines.at(-1) ?? ''} ${part}`.trimStart();
      if (lines.length > 0 && longer.length <= width) lines[lines.length - 1] = longer;
      else lines.push(part);
    }
    return lines.join('\n');
  }

  /** Prints above the next prompt. */
  say(text: string): void {
    this.terminal.stderr.write(text);
  }
}

/** Somebody left in the middle. */
export class Left extends TollgateError {
  constructor() {
    super('INTERRUPTED', 'stopped');
  }
}

const TYPE_HINTS = {
  text: 'a few sentences',
  number: 'a number',
  date: 'a day, YYYY-MM-DD',
  links: 'links, with spaces between',
  'yes-no': '',
  'one-of': '',
  'some-of': '',
} as const;

function labelOf(item: Item): string {
  return item.answer.type === 'number' && item.answer.unit !== undefined
    ? `${printable(item.answer.unit)}:`
    : 'Answer:';
}

function entries(): [Action, (typeof ACTIONS)[Action]][] {
  return Object.entries(ACTIONS) as [Action, (typeof ACTIONS)[Action]][];
}

function replyTo(chosen: Chosen): Reply {
  switch (chosen.kind) {
    case 'choice':
      return { kind: 'answer', value: chosen.id };
    case 'choices':
      return { kind: 'answer', value: chosen.ids };
    case 'action':
      return { kind: 'action', action: chosen.action as Action };
  }
}
