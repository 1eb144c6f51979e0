import { TollgateError } from '../../errors.js';
import { prefills } from '../../facts/review/prefill.js';
import type { ReviewChange } from '../../loaders/review/edit.js';
import type { Finding } from '../../model/finding.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { colorsFor, type Terminal } from '../terminal.js';
import { type AnswerFlags, Changes } from './changes.js';
import { theReview } from './files.js';
import { paragraph, progress } from './interview-text.js';
import { believedJson } from './json.js';
import { listReview } from './list.js';
import { assessOpen, type OpenReview, openReview } from './open.js';
import { ReviewStore } from './store.js';
import { today, whoAnswers } from './who.js';

/** What the command line says. */
export interface AnswerOptions extends AnswerFlags {
  readonly from?: string;
  readonly list?: boolean;
  readonly format: 'text' | 'json';
  readonly prefill?: boolean;
  readonly by?: string;
  readonly asOf?: string;
}

/** Flags that change the file without asking anything. */
const CHANGING = [
  'set',
  'note',
  'notApplicable',
  'evidence',
  'mitigation',
  'mitigationOwner',
  'mitigationDue',
  'mitigationTicket',
  'clear',
  'profile',
  'narrative',
] as const satisfies readonly (keyof AnswerFlags)[];

/** `tollgate orr answer`: lists, writes what the flags say, or asks. */
export async function answer(terminal: Terminal, named: string | undefined, options: AnswerOptions): Promise<ExitCode> {
  const file = theReview(terminal.cwd, named);
  const open = openReview(terminal.cwd, file);
  if (options.list === true) {
    terminal.stdout.write(listReview(assessOpen(open, today(terminal, options.asOf)), file, options.format));
    return EXIT.pass;
  }
  if (options.prefill === true || options.from !== undefined || CHANGING.some((flag) => options[flag] !== undefined))
    return write(terminal, open, options);
  return ask(terminal, open, options);
}

async function write(terminal: Terminal, open: OpenReview, options: AnswerOptions): Promise<ExitCode> {
  const at = terminal.now().toISOString();
  const changes = new Changes({
    checklist: open.checklist,
    review: open.review,
    root: open.root,
    cwd: terminal.cwd,
    by: whoAnswers(terminal, options.by),
    at,
  });
  if (options.from !== undefined) changes.json(await believedJson(terminal, options.from), options.from);
  changes.flags(options);
  const said = changes.done();
  const store = new ReviewStore(terminal.cwd, open.file);
  const prefilled = options.prefill === true ? await prefillChanges(terminal, open, options) : [];
  store.apply([...newItems(open), ...prefilled, ...said]);
  const after = assessOpen(openReview(terminal.cwd, open.file), today(terminal, options.asOf));
  const { done, total } = progress(after);
  const style = { columns: terminal.stderr.columns ?? 80, colors: colorsFor(terminal.stderr, terminal.env) };
  const count = said.length + prefilled.length;
  terminal.stderr.write(paragraph(style, `${open.file}: ${count} written, ${done} of ${total} answered.`));
  return EXIT.pass;
}

/** Questions that the checklist has gained since the review was made get their place in the file. */
function newItems(open: OpenReview): ReviewChange[] {
  const { checklist, review } = open;
  const missing = checklist.sections.some((section) => section.items.some((item) => !review.answers.has(item.id)));
  return missing || review.checklist.hash !== checklist.hash ? [{ kind: 'checklist', checklist }] : [];
}

async function prefillChanges(terminal: Terminal, open: OpenReview, options: AnswerOptions): Promise<ReviewChange[]> {
  const { findingsHere } = await import('./repository-checks.js');
  const findings = await findingsHere(terminal, open.root);
  if (!findings)
    throw new TollgateError('NOTHING_TO_CHECK', `no rule found anything to judge in ${open.root}`, {
      hint: 'Run `tollgate check` there to see why.',
    });
  return prefillOf(open, findings, terminal, today(terminal, options.asOf));
}

function prefillOf(open: OpenReview, findings: readonly Finding[], terminal: Terminal, asOf: string): ReviewChange[] {
  const at = terminal.now().toISOString();
  return prefills(assessOpen(open, asOf, findings)).map(({ assessed, option, evidence }) => ({
    kind: 'answer',
    change: { item: assessed.item, value: option, evidence, by: null, at },
  }));
}

async function ask(terminal: Terminal, open: OpenReview, options: AnswerOptions): Promise<ExitCode> {
  const { somebodyThere } = await import('./prompts/stream.js');
  if (!somebodyThere(terminal))
    throw new TollgateError('USAGE', 'there is no terminal to ask on', {
      hint: 'Answer with --set item=value or --from answers.json; --list shows the items.',
    });
  const [{ Asking, Left }, { interview }] = await Promise.all([import('./asking.js'), import('./interview.js')]);
  const colors = colorsFor(terminal.stderr, terminal.env);
  const style = { columns: terminal.stderr.columns ?? 80, colors };
  const store = new ReviewStore(terminal.cwd, open.file);
  const added = newItems(open);
  if (added.length > 0) store.apply(added);
  const say = (text: string) => terminal.stderr.write(paragraph(style, text));
  let findings: readonly Finding[] | undefined;
  void import('./repository-checks.js')
    .then(({ findingsOf }) => findingsOf(terminal, open.root))
    .then((found) => {
      findings = found;
    });
  try {
    const end = await interview({
      terminal,
      asking: new Asking(terminal, colors),
      style,
      store,
      checklist: open.checklist,
      root: open.root,
      by: whoAnswers(terminal, options.by),
      asOf: today(terminal, options.asOf),
      findings: () => findings,
    });
    const { done, total } = progress(end);
    terminal.stderr.write('\n');
    say(`${done} of ${total} answered; all is in ${open.file}.`);
    say(done === total ? `Next: tollgate orr check ${open.file}` : `Go on with: tollgate orr answer ${open.file}`);
    return EXIT.pass;
  } catch (error) {
    if (!(error instanceof Left)) throw error;
    terminal.stderr.write('\n');
    throw new TollgateError('INTERRUPTED', `stopped; every answer so far is in ${open.file}`, {
      hint: `Go on with \`tollgate orr answer ${open.file}\`.`,
    });
  }
}
