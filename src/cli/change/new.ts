import { resolve } from 'node:path';
import { TollgateError } from '../../errors.js';
import { changeAddress } from '../../loaders/change-address.js';
import { writeFileAtomically } from '../../sources/write-file.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { printable, type Terminal } from '../terminal.js';
import { canAsk, Prompting } from './prompting.js';

/** Options of `tollgate change new`: each answers a question. */
export interface NewOptions {
  readonly title?: string;
  readonly why?: string;
  readonly author?: string;
  readonly executor?: string;
  readonly reviewer?: readonly string[];
  readonly start?: string;
  readonly end?: string;
  readonly zone?: string;
  readonly stop?: string;
  readonly alarm?: readonly string[];
  readonly step?: readonly string[];
  readonly output?: string;
}

interface StepAnswer {
  readonly title: string;
  readonly run: string;
  readonly rollback: string;
  readonly check: string;
}

/** Writes a manifest from answers. What nobody answered stays a TODO, which `change/no-placeholder` finds. */
export async function newChange(options: NewOptions, terminal: Terminal): Promise<ExitCode> {
  const asking = canAsk(terminal) ? new Prompting(terminal, () => 'Nothing was written.') : undefined;
  if (!asking && options.title === undefined)
    throw new TollgateError('USAGE', 'a change needs a title', {
      hint: 'Give it with --title; nobody can be asked without a terminal.',
    });
  const ask = async (given: string | undefined, question: string, required = false) =>
    given ?? (await asking?.line(question, required)) ?? '';
  const title = await ask(options.title, 'What is changed?', true);
  const answers = {
    why: await ask(options.why, 'Why, and why by hand?'),
    author: await ask(options.author, 'Who wrote this?'),
    executor: await ask(options.executor, 'Who carries it out?'),
    reviewers: options.reviewer ?? list(await ask(undefined, 'Who reviews it? (several with commas)')),
    start: await ask(options.start, 'First minute of the window? (2026-03-01T22:00)'),
    end: await ask(options.end, 'Last minute?'),
    zone: await ask(options.zone, 'In which time zone? (Europe/Paris)'),
    stop: await ask(options.stop, 'At which number does everybody stop and roll back?'),
    alarms: options.alarm ?? list(await ask(undefined, 'Which alarm shows that? (several with commas)')),
  };
  const steps =
    options.step?.map((step) => ({ title: step, run: '', rollback: '', check: '' })) ??
    (asking ? await askSteps(asking) : []);
  const name = options.output ?? `${changeAddress(title).toLowerCase()}.change.yaml`;
  writeFileAtomically(resolve(terminal.cwd, name), manifest(title, answers, steps), { fresh: true });
  terminal.stderr.write(printable(`${name} is written. Fill in what is TODO, then: tollgate change check ${name}\n`));
  return EXIT.pass;
}

async function askSteps(asking: Prompting): Promise<StepAnswer[]> {
  const steps: StepAnswer[] = [];
  for (;;) {
    const title = await asking.line(`Step ${steps.length + 1}: what is done? (empty when there are no more)`);
    if (title.trim() === '') return steps;
    steps.push({
      title,
      run: await asking.line('  Which command exactly?'),
      check: await asking.line('  What is seen when it worked?'),
      rollback: await asking.line('  Which command undoes it?'),
    });
  }
}

function list(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

type Answers = Readonly<
  Record<'why' | 'author' | 'executor' | 'start' | 'end' | 'zone' | 'stop', string> &
    Record<'reviewers' | 'alarms', readonly string[]>
>;

function manifest(title: string, answers: Answers, steps: readonly StepAnswer[]): string {
  const shown = steps.length > 0 ? steps : [{ title: '', run: '', rollback: '', check: '' }];
  return [
    'manifest: change/v1',
    `title: ${quoted(title)}`,
    `why: ${quoted(answers.why)}`,
    'type: normal',
    'blastRadius:',
    '  services: [TODO]',
    '  regions: [TODO]',
    `author: ${quoted(answers.author)}`,
    `executor: ${quoted(answers.executor)}`,
    `reviewers: ${quotedList(answers.reviewers)}`,
    'window:',
    `  start: ${quoted(answers.start)}`,
    `  end: ${quoted(answers.end)}`,
    `  zone: ${quoted(answers.zone)}`,
    'preChecks:',
    '  - TODO',
    'steps:',
    ...shown.flatMap(stepLines),
    'postChecks:',
    '  - TODO',
    `stopCondition: ${quoted(answers.stop)}`,
    `alarms: ${quotedList(answers.alarms)}`,
    'communication: [TODO]',
    '# After the rehearsal: environment, date, and the revision that `tollgate change check` prints.',
    'tried: []',
    '',
  ].join('\n');
}

function stepLines(step: StepAnswer): string[] {
  return [
    `  - title: ${quoted(step.title)}`,
    `    run: ${quoted(step.run)}`,
    `    expect: ${quoted(step.check)}`,
    '    minutes: 5',
    '    rollback:',
    `      run: ${quoted(step.rollback)}`,
    '      check: TODO',
    '      minutes: 5',
  ];
}

function quotedList(items: readonly string[]): string {
  return items.length === 0 ? '[TODO]' : `[${items.map(quoted).join(', ')}]`;
}

/** JSON strings are YAML strings; what is empty is still to be done. */
function quoted(text: string): string {
  return text.trim() === '' ? 'TODO' : JSON.stringify(text.trim());
}
