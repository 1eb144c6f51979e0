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
  let text = '';
  for (const piece of piecesOf(template))
    text += typeof piece === 'string' ? piece : evaluated(piece.expression, vocabulary, context);
  return text;
}

type Piece = string | { readonly expression: string };

/** A template in its pieces, white space folded: taken apart once for each rule. */
function piecesOf(template: string): readonly Piece[] {
  let pieces = PIECES.get(template);
  if (!pieces) {
    const parts = template
      .replace(/\s+/g, ' ')
      .trim()
      .split(/\{\{([\s\S]*?)\}\}/);
    pieces = parts.map((part, index): Piece => (index % 2 === 0 ? part : { expression: part.trim() }));
    PIECES.set(template, pieces);
  }
  return pieces;
}

const PIECES = new Map<string, readonly Piece[]>();

function evaluated(
  expression: string,
  vocabulary: Vocabulary,
  context: { it: object; params: Record<string, unknown> },
): string {
  try {
    return show(vocabulary.compile(expression)(context));
  } catch {
    return '?';
  }
}

function show(value: unknown): string {
  return Array.isArray(value) ? value.map(show).join(', ') : String(value);
}
