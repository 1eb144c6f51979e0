import type { RiskCondition, RiskExpression } from '../../model/checklist.js';

/** Where a risk condition cannot be read: zero-based offset into its text, and why. */
export class BadRiskCondition {
  constructor(
    readonly reason: string,
    readonly offset: number,
  ) {}
}

/** Deeper nesting than any person writes; a bound on the stack. */
const MAX_DEPTH = 200;

interface Token {
  readonly kind: 'name' | '&&' | '||' | '!' | '(' | ')' | 'end';
  readonly text: string;
  readonly offset: number;
}

/**
 * Parses a condition of a custom lens's `riskRules`: choice ids joined by `&&`, `||`, `!` and parentheses, with C's
 * precedence, or `default` alone.
 * https://docs.aws.amazon.com/wellarchitected/latest/userguide/lenses-format-specification.html
 */
export function parseRiskCondition(text: string): RiskCondition | BadRiskCondition {
  const tokens = tokenize(text);
  if (tokens instanceof BadRiskCondition) return tokens;
  const first = tokens[0]!;
  if (first.text === 'default' && tokens[1]!.kind === 'end') return { text, expression: { kind: 'default' } };
  const expression = new Parser(tokens).parse();
  return expression instanceof BadRiskCondition ? expression : { text, expression };
}

function tokenize(text: string): Token[] | BadRiskCondition {
  const tokens: Token[] = [];
  const pattern = /\s+|([A-Za-z0-9_-]+)|(&&|\|\||[!()])/y;
  while (pattern.lastIndex < text.length) {
    const offset = pattern.lastIndex;
    const match = pattern.exec(text);
    if (!match) {
      const character = String.fromCodePoint(text.codePointAt(offset)!);
      return new BadRiskCondition(`"${character}" has no meaning here: write &&, ||, ! and parentheses`, offset);
    }
    if (match[1] !== undefined) tokens.push({ kind: 'name', text: match[1], offset });
    else if (match[2] !== undefined) tokens.push({ kind: match[2] as Token['kind'], text: match[2], offset });
  }
  tokens.push({ kind: 'end', text: '', offset: text.length });
  return tokens;
}

class Parser {
  private at = 0;
  private depth = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  parse(): RiskExpression | BadRiskCondition {
    try {
      const expression = this.either();
      const next = this.tokens[this.at]!;
      if (next.kind !== 'end') throw new BadRiskCondition(`"${next.text}" is one word too many`, next.offset);
      return expression;
    } catch (error) {
      if (error instanceof BadRiskCondition) return error;
      throw error;
    }
  }

  private either(): RiskExpression {
    let left = this.both();
    while (this.take('||')) left = { kind: 'or', left, right: this.both() };
    return left;
  }

  private both(): RiskExpression {
    let left = this.unary();
    while (this.take('&&')) left = { kind: 'and', left, right: this.unary() };
    return left;
  }

  private unary(): RiskExpression {
    const token = this.tokens[this.at++]!;
    if (++this.depth > MAX_DEPTH) throw new BadRiskCondition('it is nested too deeply', token.offset);
    const expression = this.primary(token);
    this.depth--;
    return expression;
  }

  private primary(token: Token): RiskExpression {
    switch (token.kind) {
      case '!':
        return { kind: 'not', operand: this.unary() };
      case '(': {
        const inside = this.either();
        if (!this.take(')')) throw new BadRiskCondition('a "(" is not closed', token.offset);
        return inside;
      }
      case 'name':
        if (token.text === 'default') throw new BadRiskCondition('"default" must stand alone', token.offset);
        return { kind: 'statement', id: token.text, offset: token.offset };
      case '&&':
      case '||':
      case ')':
      case 'end':
        throw new BadRiskCondition('a choice is missing', token.offset);
    }
  }

  private take(kind: Token['kind']): boolean {
    if (this.tokens[this.at]!.kind !== kind) return false;
    this.at++;
    return true;
  }
}
