import {
  ANSWER_TYPES,
  type AnswerType,
  type Criticality,
  type Option,
  type Resource,
  RISKS,
  type Risk,
  type RiskRule,
  type Statement,
} from '../../model/checklist.js';
import { BadRiskCondition, parseRiskCondition } from '../lens/risk-condition.js';
import type { Fields, Problems } from '../syntax/fields.js';
import type { Node } from '../syntax/tree.js';
import { kept, readId } from './item-fields.js';
import { CHECKLIST_KEYS } from './keys.js';

/** Reads what shape the answers of an item have. */
export class AnswerTypeReader {
  constructor(
    private readonly problems: Problems,
    private readonly root: Node,
  ) {}

  /** The answer type of an item; yes or no when it says nothing. */
  read(item: Fields, criticality: Criticality): AnswerType {
    const fields = item.nested('answer', 'the answer', CHECKLIST_KEYS.answer);
    const type = fields.oneOf('type', ANSWER_TYPES, 'yes-no');
    const atLeast = fields.number('atLeast');
    const atMost = fields.number('atMost');
    const maxAgeDays = fields.number('maxAgeDays');
    const minDaysAhead = fields.number('minDaysAhead');
    switch (type) {
      case 'yes-no':
        return { type, options: this.yesNo(fields, criticality) };
      case 'one-of':
        return { type, options: this.options(fields) };
      case 'some-of':
        return { type, options: this.statements(fields), rules: this.rules(fields) };
      case 'text':
        return { type, atLeast: atLeast ?? 1 };
      case 'number': {
        const unit = fields.optionalText('unit');
        return {
          type,
          ...(unit === undefined ? {} : { unit }),
          ...(atLeast === undefined ? {} : { atLeast }),
          ...(atMost === undefined ? {} : { atMost }),
        };
      }
      case 'date':
        return {
          type,
          ...(maxAgeDays === undefined ? {} : { maxAgeDays }),
          ...(minDaysAhead === undefined ? {} : { minDaysAhead }),
        };
      case 'links':
        return { type, atLeast: atLeast ?? 1 };
    }
  }

  /** Yes is what one hopes for, unless the item says otherwise; the other answer is as bad as the item is critical. */
  private yesNo(fields: Fields, criticality: Criticality): Option[] {
    const risk = fields.nested('risk', 'the risk of the answer', ['yes', 'no']);
    return [
      { id: 'yes', title: 'Yes', risk: risk.oneOf('yes', RISKS, 'none') },
      { id: 'no', title: 'No', risk: risk.oneOf('no', RISKS, criticality) },
    ];
  }

  private options(fields: Fields): Option[] {
    const options = fields.list('options').map((node) => {
      const option = this.problems.fields(node, 'an option', CHECKLIST_KEYS.option, this.root);
      return { id: readId(option), title: option.text('title'), risk: option.oneOf('risk', RISKS) };
    });
    if (options.length < 2) fields.problem('options', 'one of several needs at least two options');
    this.unique(fields, options);
    return options;
  }

  private statements(fields: Fields): Statement[] {
    const statements = fields.list('options').map((node) => {
      const option = this.problems.fields(node, 'an option', CHECKLIST_KEYS.option, this.root);
      const guidance = this.resource(option, 'guidance');
      const improvement = this.resource(option, 'improvement');
      return {
        id: readId(option),
        title: option.text('title'),
        ...(guidance ? { guidance } : {}),
        ...(improvement ? { improvement } : {}),
        location: option.location(),
        ...kept(option),
      };
    });
    if (statements.length === 0) fields.problem('options', 'there is nothing to choose');
    this.unique(fields, statements);
    return statements;
  }

  private unique(fields: Fields, options: readonly { readonly id: string }[]): void {
    const ids = new Set<string>();
    for (const { id } of options) {
      if (ids.has(id)) fields.problem('options', `the option "${id}" stands twice`);
      ids.add(id);
    }
  }

  private rules(fields: Fields): RiskRule[] {
    return fields.list('rules').flatMap((node) => {
      const rule = this.problems.fields(node, 'a risk rule', CHECKLIST_KEYS.rule, this.root);
      const text = rule.optionalText('if') ?? '';
      const condition = parseRiskCondition(text);
      const risk = rule.oneOf<Exclude<Risk, 'low'>>('risk', ['none', 'medium', 'high']);
      if (condition instanceof BadRiskCondition) {
        rule.problem('if', `the condition "${text}" cannot be read: ${condition.reason}`);
        return [];
      }
      return { condition, risk, location: rule.location('if'), ...kept(rule) };
    });
  }

  private resource(option: Fields, key: string): Resource | undefined {
    const node = option.raw(key);
    if (!node) return undefined;
    const fields = option.nested(key, `the ${key}`, CHECKLIST_KEYS.resource);
    const text = fields.optionalText('text');
    const url = fields.optionalText('url');
    return { ...(text === undefined ? {} : { text }), ...(url === undefined ? {} : { url }), ...kept(fields) };
  }
}
