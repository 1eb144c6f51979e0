import type { Nodes } from 'mdast';

/** The text of a node without its markup, and the addresses that it links to. */
export interface Plain {
  readonly text: string;
  readonly urls: readonly string[];
}

/** Takes the markup off. Code keeps its backticks, because it is what is typed. */
export function plain(nodes: readonly Nodes[]): Plain {
  const urls: string[] = [];
  const text = nodes.map((node) => wordsOf(node, urls)).join('');
  return { text: tidy(text), urls: [...new Set(urls)] };
}

function wordsOf(node: Nodes, urls: string[]): string {
  switch (node.type) {
    case 'text':
      return node.value;
    case 'inlineCode':
      return `\`${node.value}\``;
    case 'break':
      return ' ';
    case 'html':
      return withoutTags(node.value);
    case 'image':
      return node.alt ?? '';
    case 'link': {
      const words = node.children.map((child) => wordsOf(child, urls)).join('');
      if (words !== node.url) urls.push(node.url);
      return words;
    }
    default:
      return 'children' in node ? node.children.map((child) => wordsOf(child as Nodes, urls)).join('') : '';
  }
}

/** HTML without its tags and comments. */
export function withoutTags(html: string): string {
  return html
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(/<\/?[a-zA-Z][^>]*>/g, ' ')
    .replace(/&#9744;|&#x2610;/gi, '☐');
}

/** One line without emoji shortcodes and runs of blanks. */
export function tidy(text: string): string {
  return text
    .replace(/(?<![\w:]):[a-z][a-z0-9_+-]*:(?![\w:])/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Whether a text is only a box, ticked or not. */
export function isBox(text: string): boolean {
  return /^(\[[ xX]?\]|[☐☑☒□■✅✓✔❌✗✘❏❑]|\u{fe0f})+$/u.test(text.replace(/\s+/g, ' ').trim());
}

/** Text as it stands in the source, without the indent that a list gave it. */
export function dedent(text: string, column: number): string {
  const indent = new RegExp(`^[ \\t]{0,${column}}`);
  return text
    .split(/\r?\n/)
    .map((line, index) => (index === 0 ? line : line.replace(indent, '')).trimEnd())
    .join('\n')
    .trim();
}
