import type { SourceText } from '../../model/located.js';
import type { Loaded } from '../../model/pipeline.js';
import type { ModuleFolders } from './module-tree.js';
import { soundsLikePipeline } from './sounds-like-pipeline.js';
import type { GivenValues } from './variables.js';

export { refuseConfigurationJson } from './configuration-json.js';
export type { ModuleFolders } from './module-tree.js';
export { loadTerraformJson, looksLikeTerraformJson } from './plan-json.js';

/** Whether a text declares a pipeline, in HCL or in Terraform's JSON syntax. Cheap: nothing is parsed. */
export function looksLikeTerraform(text: string): boolean {
  return (
    /^[ \t]*resource[ \t]+"?aws_codepipeline"?[ \t]+"?[\w-]+"?[ \t]*\{/m.test(text) ||
    /"aws_codepipeline"\s*:\s*[[{]/.test(text)
  );
}

/** Whether a text seems to call a module that holds pipelines. Cheap: nothing is parsed. */
export function seemsToCallPipelines(text: string): boolean {
  const calls = [...text.matchAll(/^[ \t]*module[ \t]+"?([\w-]+)"?[ \t]*\{/gm)].map((match) => match[1]!);
  return (
    calls.some((name) => soundsLikePipeline(name, undefined)) ||
    sourcesIn(text).some((source) => soundsLikePipeline('', source))
  );
}

/** The folders that the calls in a text seem to name, as written: perhaps some that are none. Cheap: nothing is parsed. */
export function foldersCalledIn(text: string): string[] {
  return sourcesIn(text).filter((source) => /^\.\.?([/\\]|$)/.test(source));
}

function sourcesIn(text: string): string[] {
  return [...text.matchAll(/"?\bsource"?\s*[=:]\s*"([^"\n]+)"/g)].map((match) => match[1]!);
}

/**
 * Loads the pipelines of one Terraform module and of those that it calls.
 *
 * @param files all files of one folder: `.tf` and `.tf.json` files are the module, others are what `file()` may read.
 * @param options values of variables; variable files apply in the order given, later ones win.
 * @param folders what the module may call.
 * @returns pipelines in the order of files and positions.
 * @throws TollgateError SYNTAX, naming file, line and column; STRUCTURE for calls in a circle.
 */
export async function loadTerraformModule(
  files: readonly SourceText[],
  options: GivenValues,
  folders?: ModuleFolders,
): Promise<Loaded> {
  const { loadModule } = await import('./load-module.js');
  return loadModule(files, options, folders);
}
