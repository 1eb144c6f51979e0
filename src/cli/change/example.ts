import { TollgateError } from '../../errors.js';
import { changeJudgeable } from '../../facts/change/change-judgeable.js';
import { NO_CONTEXT } from '../../facts/change/context.js';
import { loadChangeYaml } from '../../loaders/change-yaml/load.js';
import type { Judgeable } from '../../model/facts.js';
import { SourceText } from '../../model/located.js';
import type { RuleExample } from '../../model/rule.js';

/**
 * Makes the manifest of an example ready to be judged.
 *
 * @throws TollgateError PACK when it is no manifest.
 */
export function changeExample(example: RuleExample): Judgeable[] {
  const loaded = loadChangeYaml(new SourceText(`example "${example.name}"`, example.text));
  if ('change' in loaded) return [changeJudgeable(loaded.change, NO_CONTEXT)];
  throw new TollgateError(
    'PACK',
    `the example holds no manifest: ${loaded.problems.map((problem) => problem.message).join('; ')}`,
  );
}
