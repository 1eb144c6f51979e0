import { escapeXml } from './xml.js';

/** Markup that is known to be safe: made by {@link html} from literal parts and escaped texts only. */
export class Html {
  constructor(readonly markup: string) {}
}

/** What may stand in a hole of {@link html}: texts are escaped, markup and lists of it stand as they are. */
export type Content = string | number | Html | undefined | readonly Content[];

/** Markup from a template. Every text that is put in is escaped, so nobody can forget to. */
export function html(parts: TemplateStringsArray, ...contents: readonly Content[]): Html {
  return new Html(parts.map((part, index) => (index === 0 ? part : toMarkup(contents[index - 1]) + part)).join(''));
}

function toMarkup(content: Content): string {
  if (content === undefined) return '';
  if (content instanceof Html) return content.markup;
  if (typeof content === 'string') return escapeXml(content);
  if (typeof content === 'number') return String(content);
  return content.map(toMarkup).join('');
}
