import { TollgateError } from '../../errors.js';
import { locate } from '../../model/located.js';
import { get, type Node, spanOf } from '../syntax/tree.js';

/**
 * Refuses a module in Terraform's JSON syntax (what CDK for Terraform writes) that is not called `*.tf.json`: it would be read
 * without the rest of its module, and a pipeline that nobody looked at must not go by unsaid.
 *
 * @throws TollgateError STRUCTURE, at the pipelines.
 */
export function refuseConfigurationJson(root: Node): void {
  const resources = get(root, 'resource');
  const blocks = resources?.kind === 'list' ? resources.items : resources ? [resources] : [];
  const pipelines = blocks.map((block) => get(block, 'aws_codepipeline')).find((node) => node !== undefined);
  if (!pipelines) return;
  throw new TollgateError(
    'STRUCTURE',
    'a pipeline in the JSON syntax of Terraform, in a file that is not called *.tf.json',
    {
      location: locate(spanOf(pipelines)),
      hint: 'Call it *.tf.json, beside the rest of its module, or check the plan (terraform show -json).',
    },
  );
}
