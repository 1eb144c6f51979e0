import { printable } from '../model/printable.js';
import { characterWidth, displayWidth } from './display-width.js';

/** Text is never squeezed into fewer columns than this, however narrow the terminal says it is. */
const NARROWEST = 20;

/**
 * Breaks a text into lines of at most `width` columns with a hanging indent. Control characters become visible; white
 * space and line ends become single spaces; a word that is longer than a line stands alone unbroken, so that paths and
 * addresses can be copied.
 *
 * @param lead what stands before the first line; later lines are indented as far.
 */
export function wrap(text: string, width: number, lead = ''): string[] {
  const indent = ' '.repeat(displayWidth(lead));
  const room = Math.max(NARROWEST, width - indent.length);
  const lines: string[] = [];
  let line = '';
  let used = 0;
  for (const { text: word, width: columns, glued } of words(text)) {
    const glue = line === '' || glued ? '' : ' ';
    if (line !== '' && used + glue.length + columns > room) {
      lines.push(line);
      line = word;
      used = columns;
    } else {
      line += glue + word;
      used += glue.length + columns;
    }
  }
  if (line !== '' || lines.length === 0) lines.push(line);
  return lines.map((content, index) => `${index === 0 ? lead : indent}${content}`.trimEnd());
}

/** A stretch that is kept whole. `glued` ones follow without a space: between wide characters any place may break. */
interface Word {
  readonly text: string;
  /** In columns. */
  readonly width: number;
  readonly glued: boolean;
}

function* words(text: string): Generator<Word> {
  for (const word of printable(text.replace(/\s+/g, ' ')).trim().split(' ')) {
    const width = displayWidth(word);
    if (width === word.length) {
      yield { text: word, width, glued: false };
      continue;
    }
    let piece = '';
    let glued = false;
    for (const character of word) {
      if (characterWidth(character) === 2 && piece !== '') {
        yield { text: piece, width: displayWidth(piece), glued };
        glued = true;
        piece = character;
      } else piece += character;
    }
    yield { text: piece, width: displayWidth(piece), glued };
  }
}
