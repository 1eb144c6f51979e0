import type { Span } from '../../../model/located.js';

/** The content of a file or a block: attributes and nested blocks, each in the order written. */
export interface Body {
  readonly attributes: readonly Attribute[];
  readonly blocks: readonly Block[];
}

/** `name = expression`. */
export interface Attribute {
  readonly name: string;
  readonly nameSpan: Span;
  readonly value: Expression;
}

/** `type "label" "label" { … }`. The span is its head, before the opening brace. */
export interface Block {
  readonly type: string;
  readonly labels: readonly string[];
  readonly body: Body;
  readonly span: Span;
}

/** An expression of HCL's native syntax. Parentheses leave no trace but in spans. */
export type Expression =
  | { readonly kind: 'literal'; readonly value: number | boolean | null; readonly span: Span }
  | Template
  | { readonly kind: 'tuple'; readonly items: readonly Expression[]; readonly span: Span }
  | { readonly kind: 'object'; readonly items: readonly ObjectItem[]; readonly span: Span }
  | ForExpression
  | {
      readonly kind: 'conditional';
      readonly condition: Expression;
      readonly whenTrue: Expression;
      readonly whenFalse: Expression;
      readonly span: Span;
    }
  | { readonly kind: 'unary'; readonly operator: '!' | '-'; readonly operand: Expression; readonly span: Span }
  | {
      readonly kind: 'binary';
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
      readonly span: Span;
    }
  | {
      readonly kind: 'call';
      readonly name: string;
      readonly arguments: readonly Expression[];
      /** The last argument is a list of arguments: `f(list...)`. */
      readonly spread: boolean;
      readonly span: Span;
    }
  | Traversal;

/** `"text ${x}"` or a heredoc. A quoted template's span is what stands between the quotes. */
export interface Template {
  readonly kind: 'template';
  readonly parts: readonly TemplatePart[];
  readonly span: Span;
}

/**
 * Part of a template. Literal text is cut wherever it does not stand in the source as it reads (escapes, stripped
 * indentation), so that offsets in the text can be carried back to the source.
 */
export type TemplatePart =
  | { readonly kind: 'text'; readonly text: string; readonly span: Span }
  | { readonly kind: 'value'; readonly value: Expression; readonly span: Span }
  | {
      readonly kind: 'if';
      readonly condition: Expression;
      readonly whenTrue: readonly TemplatePart[];
      readonly whenFalse: readonly TemplatePart[];
      readonly span: Span;
    }
  | {
      readonly kind: 'for';
      readonly key: string | undefined;
      readonly item: string;
      readonly collection: Expression;
      readonly body: readonly TemplatePart[];
      readonly span: Span;
    };

/** `key = value` in an object; an identifier as key is its own text. */
export interface ObjectItem {
  readonly key: Expression;
  readonly value: Expression;
}

/** `[for k, v in c : v if x]`, `{for k, v in c : k => v... if x}`. */
export interface ForExpression {
  readonly kind: 'for';
  readonly key: string | undefined;
  readonly item: string;
  readonly collection: Expression;
  /** Present in the object form. */
  readonly resultKey: Expression | undefined;
  readonly result: Expression;
  readonly grouped: boolean;
  readonly condition: Expression | undefined;
  readonly span: Span;
}

/** A root (a name, or any expression) and the steps taken from it: `var.stages[0].name`. */
export interface Traversal {
  readonly kind: 'traversal';
  /** A name such as `var` or `each`, or the expression that steps start from. */
  readonly root: string | Expression;
  readonly steps: readonly Step[];
  readonly span: Span;
}

/** One step of a traversal. */
export type Step =
  | { readonly kind: 'attribute'; readonly name: string }
  | { readonly kind: 'index'; readonly index: Expression }
  /** `[*]` takes all steps after it into each element, `.*` only attributes. */
  | { readonly kind: 'splat'; readonly full: boolean };

/** Operators with two operands. */
export type BinaryOperator = '||' | '&&' | '==' | '!=' | '<' | '>' | '<=' | '>=' | '+' | '-' | '*' | '/' | '%';
