import { TollgateError } from '../../errors.js';
import { flatMap } from '../../model/flat.js';
import { nearest } from '../../model/nearest.js';
import type { Note } from '../../model/report.js';
import type { GivenParameters, Origin } from './configuration.js';
import type { Gathered } from './gathered.js';

/**
 * What was given for parameters that nothing declares. A slip there would judge by a default and say nothing, so a value on the
 * command line that fits nothing ends the run, as CloudFormation and Terraform end theirs; files and tollgate.yaml may hold
 * values for others too, so for them it is said.
 *
 * @throws TollgateError USAGE.
 */
export function notesOnParameters({ origins }: GivenParameters, { files, problems }: Gathered): Note[] {
  if (origins.size === 0 || problems.length > 0) return [];
  const declared = [...new Set(flatMap(files, (file) => file.parameters ?? []))];
  const unknown = [...origins].filter(([name]) => !declared.includes(name));
  return flatMap(unknown, ([name, origin]) => noteOn(name, origin, declared) ?? []);
}

function noteOn(name: string, origin: Origin, declared: readonly string[]): Note | undefined {
  const near = nearest(name, declared);
  const hint = near === undefined ? '' : ` (did you mean ${near}?)`;
  const fitsNothing = `gives ${name}, which is a parameter of nothing that was judged${hint}`;
  switch (origin.kind) {
    case 'value':
      // Where nothing has parameters, nothing was judged by a default either.
      if (declared.length === 0) return { text: `--parameters ${fitsNothing}` };
      throw new TollgateError('USAGE', `--parameters ${name}=…: nothing that was judged has a parameter ${name}`, {
        hint: near === undefined ? `Known here: ${declared.join(', ')}.` : `Did you mean ${near}?`,
      });
    case 'file':
      return { text: `${origin.text} ${fitsNothing}` };
    case 'configuration':
      // It is written for the whole repository: only what looks like a slip is worth a word.
      return near === undefined ? undefined : { text: `tollgate.yaml ${fitsNothing}` };
  }
}
