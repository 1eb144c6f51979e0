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
  for (const word of words(text)) {
    const glue = line === '' || word.glued ? '' : ' ';
    if (line !== '' && displayWidth(line) + glue.length + displayWidth(word.text) > room) {
      lines.push(line);
      line = word.text;
    } else line += glue + word.text;
  }
  if (line !== '' || lines.length === 0) lines.push(line);
  return lines.map((content, index) => `${index === 0 ? lead : indent}${content}`.trimEnd());
}

/** A stretch that is kept whole. `glued` ones follow without a space: between wide characters any place may break. */
interface Word {
  readonly text: string;
  readonly glued: boolean;
}

function* words(text: string): Generator<Word> {
  for (const word of printable(text.replace(/\s+/g, ' ')).trim().split(' ')) {
    if (displayWidth(word) === word.length) {
      yield { text: word, glued: false };
      continue;
    }
    let piece = '';
    let glued = false;
    for (const character of word) {
      if (characterWidth(character) === 2 && piece !== '') {
        yield { text: piece, glued };
        glued = true;
        piece = character;
      } else piece += character;
    }
    yield { text: piece, glued };
  }
}
