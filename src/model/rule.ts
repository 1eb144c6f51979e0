import type { Outcome, Severity } from './finding.js';
import type { Span } from './located.js';

/** A rule, as read from `rules/<subject>/<name>.yaml`. Rules are data: expressions in CEL over declared facts. */
export interface Rule {
  /** Its path without extension: `pipeline/bake-time`. */
  readonly id: string;
  /** The desired truth, as a sentence. */
  readonly title: string;
  readonly severity: Severity;
  /** The kind of subject it is about: `production-deployment`. */
  readonly subject: string;
  readonly params: Readonly<Record<string, RuleParam>>;
  /** CEL: whether the rule applies to a subject at all. */
  readonly when: string | undefined;
  /** CEL: what must be true of `it`. */
  readonly require: string;
  /** What is said when it fails, with `{{CEL}}` filled in. */
  readonly message: string;
  readonly rationale: string;
  /** What to do, with `{{CEL}}` filled in. */
  readonly remedy: string;
  readonly references: readonly { readonly title: string; readonly url: string }[];
  readonly examples: readonly RuleExample[];
  /** Where parts of it stand, for errors about it: the keys of this type. Empty for a compiled pack. */
  readonly spans: Readonly<Partial<Record<string, Span>>>;
}

/** A parameter of a rule. */
export interface RuleParam {
  readonly type: 'int' | 'double' | 'bool' | 'string' | 'list<string>';
  readonly default: ParamValue;
  readonly description: string;
}

/** A value that a parameter can take. */
export type ParamValue = number | boolean | string | readonly string[];

/** An example: documentation and test at once. */
export interface RuleExample {
  readonly name: string;
  readonly expect: Outcome;
  /** What kind of definition it holds: the key it stands under, `pipeline`, `change`, `review`. */
  readonly kind: string;
  /** The definition, as a text to be loaded like a file. */
  readonly text: string;
  /** Values of the rule's parameters in this example. */
  readonly params: Readonly<Record<string, ParamValue>>;
  /** `tollgate.yaml` in force for this example. */
  readonly config: string | undefined;
  readonly span: Span | undefined;
}

/** What a configuration changes about a rule. */
export interface RuleSettings {
  /** Another severity, or `off`. */
  readonly severity?: Severity | 'off';
  readonly params?: Readonly<Record<string, ParamValue>>;
  /** Where the rule's id stands, for errors about it. */
  readonly span?: Span;
  /** Where the parameters stand, by name. */
  readonly paramSpans?: Readonly<Record<string, Span>>;
}
