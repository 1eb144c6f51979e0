import { type ASTNode, Environment, type ParseResult } from '@marcbachmann/cel-js';
import type { Compiled, Condition, ConditionContext, Formula, ProfileField } from '../../model/checklist.js';
import { locate } from '../../model/located.js';
import { type ScalarNode, spanOf } from '../syntax/tree.js';

/** CEL types of the profile's fields. */
const CEL_TYPES: Readonly<Record<ProfileField['type'], string>> = {
  bool: 'bool',
  number: 'double',
  text: 'string',
  choice: 'string',
};

/** An expression that cannot be used: why, in a clause. */
export class BadExpression {
  constructor(readonly reason: string) {}
}

/** Compiles the expressions of one checklist: they see `profile` (typed by its fields) and `answers` (by item). */
export class Conditions {
  private readonly environment: Environment;

  constructor(profile: readonly ProfileField[]) {
    const environment = new Environment({ unlistedVariablesAreDyn: false });
    environment.registerVariable('answers', 'map<string, dyn>');
    if (profile.length === 0) environment.registerVariable('profile', 'map<string, dyn>');
    else {
      const schema = Object.fromEntries(profile.map((field) => [field.id, CEL_TYPES[field.type]]));
      environment.registerVariable({ name: 'profile', schema });
    }
    this.environment = environment;
  }

  /** An expression that must be true or false. */
  condition(node: ScalarNode): Condition | BadExpression {
    const parsed = this.parse(node.text, ['bool']);
    if (parsed instanceof BadExpression) return parsed;
    return {
      ...compiled(node, parsed),
      holds: (context) => {
        const value = evaluate(parsed, context);
        return typeof value === 'boolean' ? value : undefined;
      },
    };
  }

  /** An expression that must be a number. */
  formula(node: ScalarNode): Formula | BadExpression {
    const parsed = this.parse(node.text, ['int', 'double', 'uint']);
    if (parsed instanceof BadExpression) return parsed;
    return {
      ...compiled(node, parsed),
      value: (context) => {
        const value = evaluate(parsed, context);
        return typeof value === 'number' || typeof value === 'bigint' ? Number(value) : undefined;
      },
    };
  }

  private parse(text: string, types: readonly string[]): ParseResult | BadExpression {
    let parsed: ParseResult;
    try {
      parsed = this.environment.parse(text);
    } catch (error) {
      return new BadExpression(firstLine(error));
    }
    const check = parsed.check();
    if (!check.valid) return new BadExpression(firstLine(check.error));
    if (check.type !== 'dyn' && !types.includes(check.type ?? ''))
      return new BadExpression(`it gives ${check.type}, not ${types[0] === 'bool' ? 'true or false' : 'a number'}`);
    return parsed;
  }
}

/** What an unknown answer makes unknown comes as an error, which CEL's `&&` and `||` absorb when the other side decides. */
function evaluate(parsed: ParseResult, context: ConditionContext): unknown {
  try {
    return parsed(context);
  } catch {
    return undefined;
  }
}

function firstLine(error: unknown): string {
  return error instanceof Error ? error.message.split('\n')[0]! : String(error);
}

function compiled(node: ScalarNode, parsed: ParseResult): Compiled {
  const profile = new Set<string>();
  const answers = new Set<string>();
  const literals = new Set<string | number>();
  walk(parsed.ast, (ast) => {
    if (ast.op === '.') note(ast.args[0], ast.args[1]);
    else if (ast.op === '[]') {
      const [from, key] = ast.args;
      if (key.op === 'value' && typeof key.args === 'string') note(from, key.args);
    } else if (ast.op === 'value') literal(ast.args);
  });
  return {
    text: node.text,
    profile: [...profile],
    answers: [...answers],
    literals: [...literals],
    location: locate(spanOf(node)),
  };

  function note(from: ASTNode, name: string): void {
    if (from.op !== 'id') return;
    if (from.args === 'profile') profile.add(name);
    if (from.args === 'answers') answers.add(name);
  }

  function literal(value: unknown): void {
    if (typeof value === 'string' || typeof value === 'number') literals.add(value);
    if (typeof value === 'bigint') literals.add(Number(value));
  }
}

function walk(node: ASTNode, visit: (node: ASTNode) => void): void {
  visit(node);
  for (const child of children(node.args)) walk(child, visit);
}

function children(args: unknown): ASTNode[] {
  if (Array.isArray(args)) return args.flatMap(children);
  return typeof args === 'object' && args !== null && 'op' in args ? [args as ASTNode] : [];
}
