import { TollgateError } from '../../errors.js';
import { flatMap } from '../../model/flat.js';
import type { Gathered } from './gathered.js';

/** The reason why nothing in the inputs was judged: what was found is conditioned away, or there is nothing. */
export function nothingFound(inputs: readonly string[], { files, counts }: Gathered): TollgateError {
  const where = inputs.join(', ');
  const notes = flatMap(files, (file) => file.notes);
  if (notes.length > 0)
    return new TollgateError(
      'NOTHING_TO_CHECK',
      `nothing to judge in ${where}: ${notes.map((it) => it.text).join('; ')}`,
      {
        ...(notes[0]!.location ? { location: notes[0]!.location } : {}),
        hint: 'Give the values under which there is a pipeline (--parameters), and check together what belongs together.',
      },
    );
  const looked = counts.passedOver + files.length;
  return new TollgateError(
    'NOTHING_TO_CHECK',
    `nothing to judge found in ${where} (${looked} ${looked === 1 ? 'file' : 'files'} looked at)`,
    {
      hint: 'tollgate judges CodePipeline definitions (get-pipeline output, CloudFormation, Terraform), change manifests and readiness reviews.',
    },
  );
}
