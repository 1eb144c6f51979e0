import { existsSync } from 'node:fs';
import { dirname, relative, resolve, sep } from 'node:path';
import { TollgateError } from '../../errors.js';
import { NoAnswer } from '../../facts/review/value.js';
import { newReview } from '../../loaders/review/new-review.js';
import type { Checklist } from '../../model/checklist.js';
import { writeFileAtomically } from '../../sources/write-file.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { colorsFor, type Terminal } from '../terminal.js';
import { profileOf } from './changes.js';
import { builtInChecklists, displayPath, isOwnChecklist } from './files.js';
import { paragraph } from './interview-text.js';
import { openChecklist } from './open.js';

/** What the command line says. */
export interface NewOptions {
  readonly checklist?: string;
  readonly service?: string;
  readonly owner?: readonly string[];
  readonly description?: string;
  readonly profile?: readonly string[];
  readonly output?: string;
}

/** `tollgate orr new`: makes the file of a review that asks everything and answers nothing. */
export async function newCommand(terminal: Terminal, options: NewOptions): Promise<ExitCode> {
  const { checklist: name, service, owners } = await complete(terminal, options);
  if (service.trim() === '') throw new TollgateError('USAGE', '--service is empty', { hint: 'Name the service.' });
  const checklist = openChecklist(name, terminal.cwd);
  const file = options.output ?? `orr/${slug(service)}-${checklist.id}.yaml`;
  const path = resolve(terminal.cwd, file);
  if (existsSync(path))
    throw new TollgateError('USAGE', `${file} exists already`, {
      hint: 'Go on with `tollgate orr answer`, or name another file with --output.',
    });
  const text = newReview(checklist, {
    service,
    owners,
    ...(options.description === undefined ? {} : { description: options.description }),
    profile: profileFrom(checklist, options.profile ?? []),
    checklist: referenceTo(name, terminal.cwd, path),
  });
  writeFileAtomically(path, text);
  const count = checklist.sections.reduce((sum, section) => sum + section.items.length, 0);
  terminal.stdout.write(`${displayPath(path, terminal.cwd)}\n`);
  const style = { columns: terminal.stderr.columns ?? 80, colors: colorsFor(terminal.stderr, terminal.env) };
  const asked = `${count} ${count === 1 ? 'question' : 'questions'}`;
  terminal.stderr.write(paragraph(style, `A review with ${asked}. Answer it with: tollgate orr answer ${file}`));
  return EXIT.pass;
}

async function complete(
  terminal: Terminal,
  options: NewOptions,
): Promise<{ checklist: string; service: string; owners: readonly string[] }> {
  const { checklist, service, owner } = options;
  if (checklist !== undefined && service !== undefined) return { checklist, service, owners: owner ?? [] };
  const { somebodyThere } = await import('./prompts/stream.js');
  if (!somebodyThere(terminal))
    throw new TollgateError('USAGE', `${service === undefined ? '--service' : '--checklist'} is missing`, {
      hint: `Write --service NAME --checklist NAME; the checklists are ${builtInChecklists().join(', ')}.`,
    });
  const { Asking } = await import('./asking.js');
  const asking = new Asking(terminal, colorsFor(terminal.stderr, terminal.env));
  const needed = (text: string) => (text === '' ? 'It needs a name.' : undefined);
  const name = service ?? (await asking.text('Which service?', 'its name', needed));
  const owners = owner ?? (await asking.text('Who owns it?', 'a team or people, with commas', needed)).split(/\s*,\s*/);
  if (checklist !== undefined) return { checklist, service: name, owners };
  asking.say('Which checklist?\n');
  const picked = await asking.pick(
    builtInChecklists().map((id) => ({ id, label: id, detail: openChecklist(id, terminal.cwd).title })),
    'service-launch',
  );
  if (picked === undefined) throw new TollgateError('INTERRUPTED', 'no checklist was chosen; nothing was written');
  return { checklist: picked, service: name, owners };
}

/** A checklist of one's own is named relative to the review, so that both can move together. */
function referenceTo(name: string, cwd: string, review: string): string {
  if (!isOwnChecklist(name)) return name;
  const path = relative(dirname(review), resolve(cwd, name)).split(sep).join('/');
  return path.includes('/') ? path : `./${path}`;
}

function profileFrom(checklist: Checklist, entries: readonly string[]): Record<string, string | number | boolean> {
  const profile: Record<string, string | number | boolean> = {};
  for (const entry of entries) {
    const at = entry.indexOf('=');
    const field = checklist.profile.find((one) => one.id === entry.slice(0, at));
    const value = field ? profileOf(field, entry.slice(at + 1)) : undefined;
    if (!field || value === undefined || value instanceof NoAnswer)
      throw new TollgateError(
        'USAGE',
        `--profile ${entry}: ${value instanceof NoAnswer ? value.reason : 'no such field'}`,
        {
          hint: `Write FIELD=VALUE with one of ${checklist.profile.map((one) => one.id).join(', ')}.`,
        },
      );
    profile[field.id] = value;
  }
  return profile;
}

function slug(text: string): string {
  return (
    text
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '') || 'service'
  );
}
