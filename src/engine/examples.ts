import type { Judgeable } from '../model/facts.js';
import type { Outcome } from '../model/finding.js';
import { flatMap } from '../model/flat.js';
import type { Rule, RuleExample } from '../model/rule.js';
import { evaluate, type RuleSet } from './evaluate.js';

/** What came of running an example. */
export interface ExampleResult {
  readonly rule: Rule;
  readonly example: RuleExample;
  /** The outcome it gave; undefined when the rule did not speak at all, or the example could not be read. */
  readonly outcome: Outcome | undefined;
  /** What was said, or why it could not be read. */
  readonly message: string;
  readonly passed: boolean;
}

/** Makes the definition of an example ready to be judged; under several scenarios it is several. */
export type LoadExample = (example: RuleExample) => Promise<readonly Judgeable[]>;

const WORST_FIRST: readonly Outcome[] = ['fail', 'undetermined', 'pass', 'not-applicable'];

/** Runs one example of a rule: the worst outcome that the rule gives on it must be the expected one. */
export async function runExample(
  rule: Rule,
  example: RuleExample,
  ruleSet: RuleSet,
  load: LoadExample,
): Promise<ExampleResult> {
  const alone: RuleSet = {
    ...ruleSet,
    rules: [rule],
    settings: { [rule.id]: { severity: rule.severity, params: example.params } },
  };
  let judgeables: readonly Judgeable[];
  try {
    judgeables = await load(example);
  } catch (error) {
    return { rule, example, outcome: undefined, message: (error as Error).message, passed: false };
  }
  const evaluated = judgeables.map((judgeable) => evaluate(judgeable, alone));
  const crash = flatMap(evaluated, (it) => it.crashes)[0];
  if (crash) return { rule, example, outcome: undefined, message: crash.message, passed: false };
  const findings = flatMap(evaluated, (it) => it.subject.findings);
  const outcome = WORST_FIRST.find((candidate) => findings.some((finding) => finding.outcome === candidate));
  const message =
    findings.find((finding) => finding.outcome === outcome)?.message ?? 'the rule says nothing about this example';
  return { rule, example, outcome, message, passed: outcome === example.expect };
}
