import type { ConditionRule, Configuration, OnFailure, StageCondition } from '../../model/pipeline.js';
import { configurationOf } from './configuration.js';
import { missing } from './missing.js';
import { firstBlock, type ResourceBlock } from './resource-block.js';
import { text, texts, uncertain } from './values.js';

/** The conditions at the entry or the end of a stage: `before_entry`, `on_success`. */
export function conditionsOf(stage: ResourceBlock, type: 'before_entry' | 'on_success'): StageCondition[] {
  return stage.blocks(type).flatMap((block) => readConditions(block, block.optional));
}

/** What happens when a stage fails: `on_failure`. */
export function onFailureOf(stage: ResourceBlock): OnFailure | undefined {
  const block = firstBlock(stage, 'on_failure');
  if (!block) return undefined;
  const written = text(block, 'result');
  const result = written && block.optional ? uncertain(written) : written;
  return { result, conditions: readConditions(block, block.optional), span: result?.span ?? block.span };
}

/** Conditions that may not be there at all keep their place, but what they do is not known. */
function readConditions(parent: ResourceBlock, optional: boolean): StageCondition[] {
  return parent.blocks('condition').map((block) => {
    const unsure = optional || block.optional;
    const result = text(block, 'result');
    return {
      result: result && unsure ? uncertain(result) : result,
      rules: block.blocks('rule').map((rule) => readRule(rule, unsure)),
      span: block.span,
    };
  });
}

function readRule(block: ResourceBlock, optional: boolean): ConditionRule {
  const name = text(block, 'name');
  const provider = text(firstBlock(block, 'rule_type_id'), 'provider') ?? missing(block, 'rule provider');
  const configuration = configurationOf(block, provider);
  return {
    name,
    provider,
    configuration: optional || block.optional ? unsureOf(configuration) : configuration,
    commands: texts(block.attribute('commands')).map((command) => (optional ? uncertain(command) : command)),
    span: name?.span ?? block.span,
  };
}

function unsureOf(configuration: Configuration): Configuration {
  return new Map([...configuration].map(([key, value]) => [key, uncertain(value)]));
}
