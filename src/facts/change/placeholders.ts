import type { Change } from '../../model/change.js';
import { type Location, locate } from '../../model/located.js';

/** A place where a template was not filled in. */
export interface Placeholder {
  readonly text: string;
  readonly location: Location;
}

/** HTML that Markdown documents hold: not every word between angle brackets is a placeholder. */
const HTML =
  /^<(a|abbr|b|blockquote|br|code|dd|del|details|div|dl|dt|em|h[1-6]|hr|i|img|ins|kbd|li|ol|p|pre|s|small|span|strong|sub|summary|sup|table|tbody|td|th|thead|tr|u|ul|var)( |>|\/)/i;

const PATTERNS: readonly RegExp[] = [
  /<[A-Za-z][\w.:/|-]*(?: [\w.:/|'-]+){0,8}>/g,
  /\bX{3,}\b/g,
  /\b(?:TBD|TODO|FIXME|TBA|TBC|CHANGEME|CHANGE_ME|REPLACE_?ME|PLEASE REPLACE|YYYY-MM-DD|HH:MM)\b/g,
  /\{\{ ?[A-Za-z_][\w ]*\}\}/g,
  /\[(?:INSERT|YOUR|ENTER|FILL|ADD|insert|your|enter)\b[^\]\n]{0,40}\]/g,
  /_{4,}/g,
  /\byour-[a-z]+(?:-[a-z]+)*\b/g,
];

/** What one of {@link PATTERNS} needs: one look spares most texts seven. */
const MAY_HOLD_ONE = /[<[{]|XXX|T(?:B[DAC]|ODO)|FIXME|ME\b|PLEASE|YYYY|HH:|_{4}|your-/;

/** Everything in a manifest that still looks like a template, in the order of the file. */
export function placeholdersOf(change: Change): Placeholder[] {
  const found: Placeholder[] = [];
  for (const { span } of change.texts) {
    const written = span.source.text.slice(span.start, span.end);
    if (!MAY_HOLD_ONE.test(written)) continue;
    for (const pattern of PATTERNS)
      for (const match of written.matchAll(pattern)) {
        if (HTML.test(match[0]) || /^<https?:/i.test(match[0]) || match[0].includes('@')) continue;
        const start = span.start + match.index;
        found.push({ text: match[0], location: locate({ source: span.source, start, end: start + match[0].length }) });
      }
  }
  return found.sort((a, b) => a.location.line - b.location.line || a.location.column - b.location.column);
}
