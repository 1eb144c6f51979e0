import { TollgateError } from '../../errors.js';
import { changeJudgeable } from '../../facts/change/change-judgeable.js';
import { ACTIVITIES } from '../../facts/pipeline/types.js';
import { changeFrom } from '../../loaders/change-yaml/load.js';
import { loadConfig } from '../../loaders/config.js';
import { automationsFrom } from '../../loaders/ssm-automation/load.js';
import { parseDocument } from '../../loaders/syntax/parse.js';
import type { Change } from '../../model/change.js';
import { EMPTY_CONFIG } from '../../model/config.js';
import type { Judgeable } from '../../model/facts.js';
import { SourceText } from '../../model/located.js';
import type { RuleExample } from '../../model/rule.js';

/**
 * Makes the change of an example ready to be judged: a manifest, or an Automation document.
 *
 * @throws TollgateError PACK when it is neither.
 */
export function changeExample(example: RuleExample): Judgeable[] {
  const { value: config, problems } =
    example.config === undefined
      ? { value: EMPTY_CONFIG, problems: [] }
      : loadConfig(new SourceText('tollgate.yaml', example.config), { activities: ACTIVITIES });
  if (!config) throw new TollgateError('PACK', `the example's config: ${problems[0]!.message}`);
  const context = {
    freezes: config.freezes,
    // An example is one text: there is no file beside it.
    calendars: [],
    environments: config.environments.map((environment) => environment.name),
  };
  return changesOf(example).map((change) => changeJudgeable(change, context));
}

function changesOf(example: RuleExample): readonly Change[] {
  const file = `example "${example.name}"`;
  const root = parseDocument(new SourceText(file, example.text));
  if (!root) throw new TollgateError('PACK', 'the example is empty');
  const automations = automationsFrom(root, 'Example');
  if (automations.length > 0) return automations;
  const loaded = changeFrom(root);
  if ('change' in loaded) return [loaded.change];
  throw new TollgateError(
    'PACK',
    `the example holds no manifest: ${loaded.problems.map((problem) => problem.message).join('; ')}`,
  );
}
