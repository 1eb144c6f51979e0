import { createColors } from 'picocolors';

/** The process as an argument: all that a command may touch of the world outside its files. */
export interface Terminal {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** The clock. Only commands about dates read it, and `--as-of` replaces it. */
  readonly now: () => Date;
}

/** A stream that text is written to. */
export interface Output {
  write(text: string): void;
  readonly isTTY: boolean;
  /** Width in columns when it is a terminal. */
  readonly columns: number | undefined;
}

/** The functions that colour text, or leave it alone. */
export type Colors = ReturnType<typeof createColors>;

/** Colours for an output: only on a terminal, never with NO_COLOR, always with FORCE_COLOR. */
export function colorsFor(output: Output, env: Terminal['env']): Colors {
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== '') return createColors(false);
  if (env.FORCE_COLOR !== undefined && env.FORCE_COLOR !== '0' && env.FORCE_COLOR !== '') return createColors(true);
  return createColors(output.isTTY && env.TERM !== 'dumb');
}

/**
 * Makes text from inputs safe to print: control characters (escape sequences, carriage returns, bidirectional
 * overrides) become visible, so that no file can move the cursor or rewrite what stands above it.
 */
export function printable(text: string): string {
  return text.replace(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this is about
    /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
