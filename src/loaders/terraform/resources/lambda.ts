import type { LambdaFunction } from '../../../model/pipeline.js';
import type { ResourceBlock } from '../resource-block.js';
import { text } from '../values.js';

/** Reads an `aws_lambda_function`. Its code never stands in a module: it comes from a package. */
export function readLambda(block: ResourceBlock): LambdaFunction {
  return {
    name: text(block, 'function_name'),
    description: text(block, 'description'),
    code: undefined,
    span: block.span,
  };
}
