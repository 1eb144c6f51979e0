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

/** Colours for an output: only on a terminal, never with NO_COLOR or FORCE_COLOR=0, always with any other FORCE_COLOR. */
export function colorsFor(output: Output, env: Terminal['env']): Colors {
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== '') return createColors(false);
  if (env.FORCE_COLOR !== undefined && env.FORCE_COLOR !== '') return createColors(env.FORCE_COLOR !== '0');
  return createColors(output.isTTY && env.TERM !== 'dumb');
}

export { printable } from '../model/printable.js';
