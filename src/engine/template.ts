import type { Vocabulary } from './expressions.js';

/** The expressions inside a message template, with the offset at which each starts. */
export function templateExpressions(template: string): { text: string; offset: number }[] {
  return [...template.matchAll(/\{\{([\s\S]*?)\}\}/g)].map((match) => ({
    text: match[1]!.trim(),
    offset: match.index + 2,
  }));
}

/** Fills in `{{CEL}}`; what is not known reads `?`. */
export function renderTemplate(
  template: string,
  vocabulary: Vocabulary,
  context: { it: object; params: Record<string, unknown> },
): string {
  const text = template.replace(/\{\{([\s\S]*?)\}\}/g, (_, expression: string) => {
    try {
      return show(vocabulary.compile(expression.trim())(context));
    } catch {
      return '?';
    }
  });
  return text.replace(/\s+/g, ' ').trim();
}

function show(value: unknown): string {
  return Array.isArray(value) ? value.map(show).join(', ') : String(value);
}
