import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';

/** Whether a pseudo-terminal can be had here: Python's standard library opens it. */
export const HAS_PTY =
  process.platform !== 'win32' && spawnSync('python3', ['-c', 'import pty, termios'], { stdio: 'ignore' }).status === 0;

/** The keys of a terminal. */
export const KEYS = { enter: '\r', ctrlC: '\u0003', ctrlD: '\u0004', tab: '\t', space: ' ', down: '\u001b[B' } as const;

interface Answer {
  readonly error?: string;
  readonly found?: boolean;
  readonly screen?: string;
  readonly code?: number | null;
  readonly hung?: boolean;
  readonly echo?: boolean;
  readonly lines?: boolean;
  readonly signals?: boolean;
}

/** A program on a pseudo-terminal, as somebody at the keys would see it. */
export class Pty {
  private readonly driver: ChildProcessWithoutNullStreams;
  private readonly waiting: ((answer: Answer) => void)[] = [];

  constructor() {
    this.driver = spawn('python3', [resolve('tests/orr/pty_driver.py')]);
    createInterface({ input: this.driver.stdout }).on('line', (line) =>
      this.waiting.shift()!(JSON.parse(line) as Answer),
    );
    this.driver.stderr.pipe(process.stderr);
  }

  /** Starts tollgate in a folder. */
  async start(
    args: readonly string[],
    {
      cwd,
      columns = 80,
      rows = 24,
      env = {},
    }: { cwd: string; columns?: number; rows?: number; env?: Record<string, string> },
  ): Promise<void> {
    const argv = [process.execPath, resolve('bin/tollgate.js'), ...args];
    await this.ask({ do: 'spawn', argv, cwd, columns, rows, env: { NO_COLOR: '1', TERM: 'xterm', ...env } });
  }

  /** Waits until a text is on the screen; gives back all that was drawn since the text before. */
  async see(text: string, seconds = 10): Promise<string> {
    return plain(await this.seeRaw(text, seconds));
  }

  /** Like {@link see}, with every sequence that was written. */
  async seeRaw(text: string, seconds = 10): Promise<string> {
    const { found, screen } = await this.ask({ do: 'expect', text, seconds });
    if (!found) throw new Error(`"${text}" never came; the screen holds:\n${plain(screen ?? '')}`);
    return screen ?? '';
  }

  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.ask({ do: 'send', keys: key });
  }

  async kill(after: number, signal = 'SIGKILL'): Promise<void> {
    await this.ask({ do: 'kill', after, signal });
  }

  /** Waits until it is over. */
  async end(seconds = 10): Promise<{ code: number | null; screen: string; hung: boolean }> {
    const { code = null, screen = '', hung = false } = await this.ask({ do: 'wait', seconds });
    return { code, screen: plain(screen), hung };
  }

  /** The state of the terminal itself. */
  async modes(): Promise<{ echo: boolean; lines: boolean; signals: boolean }> {
    const { echo = false, lines = false, signals = false } = await this.ask({ do: 'modes' });
    return { echo, lines, signals };
  }

  async close(): Promise<void> {
    await this.ask({ do: 'close' });
  }

  stop(): void {
    this.driver.stdin.end();
  }

  private async ask(request: object): Promise<Answer> {
    const answer = await new Promise<Answer>((done) => {
      this.waiting.push(done);
      this.driver.stdin.write(`${JSON.stringify(request)}\n`);
    });
    if (answer.error) throw new Error(answer.error);
    return answer;
  }
}

/** Text without the sequences that move the cursor. */
export function plain(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
  return text.replace(/\u001b\[[0-9;?]*[A-Za-z]/g, '').replace(/\r/g, '');
}
