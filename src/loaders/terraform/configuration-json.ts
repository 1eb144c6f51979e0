import { TollgateError } from '../../errors.js';
import { locate } from '../../model/located.js';
import { get, type Node, spanOf } from '../syntax/tree.js';

/**
 * Refuses a module in Terraform's JSON syntax (`*.tf.json`, what CDK for Terraform writes) that declares a pipeline: it is not
 * read, and a pipeline that nobody looked at must not go by unsaid.
 *
 * @throws TollgateError STRUCTURE, at the pipelines.
 */
export function refuseConfigurationJson(root: Node): void {
  const resources = get(root, 'resource');
  const blocks = resources?.kind === 'list' ? resources.items : resources ? [resources] : [];
  const pipelines = blocks.map((block) => get(block, 'aws_codepipeline')).find((node) => node !== undefined);
  if (!pipelines) return;
  throw new TollgateError('STRUCTURE', 'a pipeline in the JSON syntax of Terraform, which tollgate does not read', {
    location: locate(spanOf(pipelines)),
    hint: 'Check the plan instead: terraform plan -out plan.out, then terraform show -json plan.out > plan.json.',
  });
}
