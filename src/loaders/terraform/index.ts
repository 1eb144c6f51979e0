import type { SourceText } from '../../model/located.js';
import type { Loaded } from '../../model/pipeline.js';
import type { GivenValues } from './variables.js';

export { refuseConfigurationJson } from './configuration-json.js';
export { loadTerraformJson, looksLikeTerraformJson } from './plan-json.js';

/** Whether a text declares a pipeline in HCL. Cheap: nothing is parsed. */
export function looksLikeTerraform(text: string): boolean {
  return /^[ \t]*resource[ \t]+"?aws_codepipeline"?[ \t]+"?[\w-]+"?[ \t]*\{/m.test(text);
}

/**
 * Loads the pipelines of one Terraform module.
 *
 * @param files all files of one folder: `.tf` files are the module, others are what `file()` may read.
 * @param options values of variables; variable files apply in the order given, later ones win.
 * @returns pipelines sorted by file and position.
 * @throws TollgateError SYNTAX, naming file, line and column.
 */
export async function loadTerraformModule(files: readonly SourceText[], options: GivenValues): Promise<Loaded> {
  const { loadModule } = await import('./load-module.js');
  return loadModule(files, options);
}
