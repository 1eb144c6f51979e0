import { normalize, resolve } from 'node:path';
import { Option } from 'commander';
import { TollgateError } from '../../errors.js';
import { flatMap } from '../../model/flat.js';
import type { Report } from '../../model/report.js';
import { REPORTERS, render } from '../../reporters/index.js';
import type { ReportOptions } from '../../reporters/options.js';
import type { Terminal } from '../terminal.js';

/** A format, and where it goes: standard output when no file is named. */
export interface Destination {
  readonly format: string;
  readonly file: string | undefined;
}

/** `--format NAME[=FILE]`, several times. */
export function formatOption(): Option {
  const names = REPORTERS.map((reporter) => reporter.name).join(', ');
  return new Option('-f, --format <name[=file]>', `output format, several times for several: ${names}`).argParser(
    (text: string, before: string[] | undefined) => [...(before ?? []), text],
  );
}

/**
 * Where each format goes. One format may go to standard output; `--output` names a file for it.
 *
 * @throws TollgateError USAGE.
 */
export function destinations(formats: readonly string[] | undefined, named: string | undefined): Destination[] {
  const output = named === undefined ? undefined : fileOf(named);
  const list = (formats ?? ['text']).map((text): Destination => {
    const equals = text.indexOf('=');
    return equals < 0
      ? { format: text, file: undefined }
      : { format: text.slice(0, equals), file: fileOf(text.slice(equals + 1)) };
  });
  for (const { format } of list) needFormat(format);
  const loose = list.filter((it) => it.file === undefined);
  if (output !== undefined && loose.length !== 1)
    throw new TollgateError('USAGE', `--output names one file, and ${loose.length} formats have none`, {
      hint: 'Write --format NAME=FILE for each.',
    });
  if (loose.length > 1)
    throw new TollgateError('USAGE', 'only one format can go to standard output', {
      hint: `Write --format ${loose[1]!.format}=FILE.`,
    });
  const places = list.map((it) => (it.file === undefined && output !== undefined ? { ...it, file: output } : it));
  needFilesOfTheirOwn(flatMap(places, ({ file }) => file ?? []));
  return places;
}

/** `-` is standard output, as `-` among the inputs is standard input. */
function fileOf(name: string): string | undefined {
  return name === '-' ? undefined : name;
}

function needFilesOfTheirOwn(files: readonly string[]): void {
  if (files.includes(''))
    throw new TollgateError('USAGE', 'a format is given without the name of its file', {
      hint: 'Write --format NAME=FILE, or leave the = away.',
    });
  const twice = files.find((file, index) => files.findIndex((other) => normalize(other) === normalize(file)) < index);
  if (twice !== undefined)
    throw new TollgateError('USAGE', `two formats are to be written to ${twice}`, {
      hint: 'Name a file of its own for each.',
    });
}

function needFormat(name: string): void {
  const names = REPORTERS.map((reporter) => reporter.name);
  if (names.includes(name)) return;
  throw new TollgateError('USAGE', `there is no output format "${name}"`, { hint: `Formats: ${names.join(', ')}.` });
}

/** Whether any of the formats shows what was seen. */
export function showsEvidence(places: readonly Destination[], verbose: boolean): boolean {
  return places.some(({ format }) => REPORTERS.find((it) => it.name === format)?.showsEvidence?.(verbose) ?? true);
}

/** Renders a report in every format and puts each where it goes; files are written whole or not at all. */
export async function emit(
  report: Report,
  places: readonly Destination[],
  options: Partial<ReportOptions>,
  terminal: Terminal,
): Promise<void> {
  for (const { format, file } of places) {
    if (file === undefined) {
      terminal.stdout.write(await render(format, report, options));
      continue;
    }

    const { writeFileAtomically } = await import('../../sources/write-file.js');
    const plain = { ...options, colors: undefined, width: 80 };
    delete plain.colors;
    writeFileAtomically(resolve(terminal.cwd, file), await render(format, report, plain));
  }
}
