import type { Redirect, Word } from './shell-words.js';

/** What a shell text is made of, as far as it decides what runs. */
export type ShellNode = Simple | Group | If | Loop | Case | FunctionNode;

/** A simple command: assignments before it, words, redirections. */
export interface Simple {
  readonly kind: 'simple';
  readonly assignments: readonly Word[];
  readonly words: readonly Word[];
  readonly redirects: readonly Redirect[];
  readonly start: number;
  readonly end: number;
}

/** `( … )` or `{ … }`. */
export interface Group {
  readonly kind: 'group';
  readonly body: List;
}

/** `if`: branches in order; `otherwise` when there is an else. */
export interface If {
  readonly kind: 'if';
  readonly branches: readonly { readonly condition: List; readonly body: List }[];
  readonly otherwise: List | undefined;
}

/** `for`, `while`, `until`, `select`. */
export interface Loop {
  readonly kind: 'loop';
  readonly keyword: string;
  /** Words after `in`, or the header of an arithmetic `for ((…))`. */
  readonly over: readonly Word[];
  readonly condition: List | undefined;
  readonly body: List;
}

/** `case`: one list for each pattern. */
export interface Case {
  readonly kind: 'case';
  readonly bodies: readonly List[];
  /** Whether a `*` pattern takes what the others leave. */
  readonly total: boolean;
}

/** A function's definition; what it holds runs where it is called. */
export interface FunctionNode {
  readonly kind: 'function';
  readonly name: string;
  readonly body: List;
}

/** Commands one after the other. */
export type List = readonly AndOr[];

/** Pipelines joined by `&&` and `||`; `operators[i]` stands between pipelines i and i + 1. */
export interface AndOr {
  readonly pipelines: readonly Pipeline[];
  readonly operators: readonly ('&&' | '||')[];
  /** Ended by `&`: nobody waits for it. */
  readonly background: boolean;
  /** Offset where it begins. */
  readonly start: number;
}

/** Commands joined by `|`. */
export interface Pipeline {
  readonly commands: readonly ShellNode[];
  readonly negated: boolean;
}
