import { TollgateError } from '../../errors.js';
import type { Gathered } from './gather.js';

/** The reason why there is nothing to judge in the inputs; undefined when there is something, or a problem that says why. */
export function nothingFound(inputs: readonly string[], gathered: Gathered): TollgateError | undefined {
  const { files, reviews, problems, counts } = gathered;
  if (reviews.length + problems.length > 0) return undefined;
  if (files.some((file) => file.pipelines.length > 0 || file.changes !== undefined)) return undefined;
  const where = inputs.join(', ');
  const notes = files.flatMap((file) => file.notes);
  if (notes.length > 0)
    return new TollgateError(
      'NOTHING_TO_CHECK',
      `nothing to judge in ${where}: ${notes.map((it) => it.text).join('; ')}`,
      {
        ...(notes[0]!.location ? { location: notes[0]!.location } : {}),
        hint: 'Give the values under which there is a pipeline (--parameters).',
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
