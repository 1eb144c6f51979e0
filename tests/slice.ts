import { expect } from 'vitest';
import type { Location } from '../src/model/located.js';

/** The text between the two ends of a place, by counting lines as an editor does; both ends must lie in the text. */
export function slice(text: string, place: Location): string {
  const lines = text.split('\n');
  const offset = (line: number, column: number): number => {
    expect(line).toBeGreaterThan(0);
    expect(line).toBeLessThanOrEqual(lines.length);
    expect(column).toBeLessThanOrEqual(lines[line - 1]!.length + 1);
    let at = column - 1;
    for (let index = 0; index < line - 1; index++) at += lines[index]!.length + 1;
    return at;
  };
  return text.slice(
    offset(place.line, place.column),
    offset(place.endLine ?? place.line, place.endColumn ?? place.column),
  );
}
