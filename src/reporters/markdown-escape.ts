import { printable } from '../model/printable.js';

/**
 * Text that Markdown shows as it is: no formatting, HTML, link, picture, formula or mention comes out of it. Line ends
 * become spaces.
 */
export function escapeMarkdown(text: string): string {
  return (
    printable(text.replace(/\s+/g, ' ').trim())
      .replace(/[\\`*_[\]<>|~$^]/g, '\\$&')
      .replace(/&(?=#?\w+;)/g, '&amp;')
      // What starts a heading, a list or a rule where a line begins.
      .replace(/^(?:[#+=-]|\d{1,9}(?=[.)]))/, (start) => (/\d/.test(start) ? start : `\\${start}`))
      .replace(/^(\d{1,9})([.)])/, '$1\\$2')
      // GitHub makes links of bare addresses, escapes and all; a character that takes no room keeps it from notifying
      // people.
      .replace(/:(?=\/\/)/g, '\\:')
      .replace(/\bwww\./gi, (www) => `${www.slice(0, -1)}\\.`)
      .replace(/@(?=\S)/g, '@\u2060')
  );
}

/** A code span around any text: the fence is longer than every run of backticks in it. */
export function codeSpan(text: string): string {
  const content = printable(text.replace(/\s+/g, ' '));
  if (content.trim() === '') return '` `';
  const fence = '`'.repeat(longestRun(content) + 1);
  const pad = /^[` ]|[` ]$/.test(content) ? ' ' : '';
  return `${fence}${pad}${content}${pad}${fence}`;
}

/** A fenced block around any lines, indented as a whole. */
export function codeBlock(lines: readonly string[], language: string, indent = ''): string[] {
  const content = lines.flatMap((line) => line.split(/\r?\n/)).map(printable);
  const fence = '`'.repeat(Math.max(3, longestRun(content.join('\n')) + 1));
  return [`${fence}${language}`, ...content, fence].map((line) => `${indent}${line}`.trimEnd());
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
}
