/**
 * Makes text from inputs safe to print: control characters (escape sequences, carriage returns, bidirectional
 * overrides, characters that take no room) and what is no character at all (half a surrogate pair, U+FFFF) become
 * visible, so that no file can move the cursor, rewrite what stands above it, or hide a word. Line feeds and tabs stay.
 */
export function printable(text: string): string {
  if (PLAIN.test(text)) return text;
  return text.replace(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this is about
    /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}\p{Surrogate}\p{Noncharacter_Code_Point}]/gu,
    visible,
  );
}

/** Most texts: they need no closer look. */
const PLAIN = /^[\n\t -~]*$/;

function visible(character: string): string {
  const code = character.codePointAt(0)!;
  return code > 0xffff ? `\\u{${code.toString(16)}}` : `\\u${code.toString(16).padStart(4, '0')}`;
}
