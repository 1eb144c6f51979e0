import { printable } from '../model/printable.js';

/**
 * Text as XML 1.0 and HTML show it, in elements and in quoted attributes: markup is escaped, and what XML may not hold at
 * all becomes visible.
 */
export function escapeXml(text: string): string {
  return printable(text).replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
