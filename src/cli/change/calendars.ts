import { existsSync, readFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { TollgateError } from '../../errors.js';
import type { ChangeCalendar } from '../../model/change.js';
import { locate, SourceText } from '../../model/located.js';
import { decode } from '../../sources/files.js';
import type { Configuration } from '../check/configuration.js';

/**
 * The calendars among the freezes of the configuration. The code that reads them is loaded when there are any.
 *
 * @throws TollgateError FILE_NOT_FOUND, FILE_NOT_TEXT, or SYNTAX at the line of what cannot be read: a calendar that says
 *   nothing closes nothing.
 */
export async function openCalendars(configuration: Configuration, cwd: string): Promise<ChangeCalendar[]> {
  const { calendars } = configuration.config;
  if (calendars.length === 0) return [];
  const { loadCalendar } = await import('../../loaders/calendar/load.js');
  return calendarFiles(configuration).map((path, index) => {
    const declared = calendars[index]!;
    if (!existsSync(path))
      throw new TollgateError('FILE_NOT_FOUND', `${declared.file}: no such file`, {
        location: locate(declared.span),
        hint: 'Name the calendar relative to the folder of tollgate.yaml, or take the freeze away.',
      });
    return loadCalendar(new SourceText(relative(cwd, path), decode(readFileSync(path), declared.file)), declared);
  });
}

/** The paths of the calendars, in the order of the configuration. */
export function calendarFiles({ config, folder }: Configuration): string[] {
  return config.calendars.map(({ file }) => resolve(folder, file));
}
