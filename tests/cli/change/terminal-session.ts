import { spawnSync } from 'node:child_process';

/** Whether a pseudo-terminal can be had: Python's is everywhere where tests run, and installs nothing. */
export const HAS_PTY = spawnSync('python3', ['-c', 'import pty, termios']).status === 0;

/** What became of a session on a pseudo-terminal. */
export interface Session {
  readonly output: string;
  readonly exit: number;
  /** The terminal echoes and reads lines again, as before. */
  readonly sane: boolean;
}

const DRIVER = `
import json, os, pty, select, sys, termios, time, fcntl, struct
argv, cwd, script, columns = json.loads(sys.stdin.read())
master, slave = pty.openpty()
fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack('HHHH', 40, columns, 0, 0))
before = termios.tcgetattr(slave)[3]
pid = os.fork()
if pid == 0:
    os.close(master); os.setsid(); fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
    for fd in (0, 1, 2): os.dup2(slave, fd)
    os.chdir(cwd); os.execvp(argv[0], argv)
seen = ''; mark = 0; status = None
def pump(seconds):
    global seen
    ready, _, _ = select.select([master], [], [], seconds)
    if ready:
        try: seen += os.read(master, 65536).decode('utf8', 'replace')
        except OSError: pass
def ended():
    global status
    if status is None:
        done, code = os.waitpid(pid, os.WNOHANG)
        if done: status = os.waitstatus_to_exitcode(code)
    return status is not None
for expected, keys in script:
    limit = time.time() + 20
    while expected not in seen[mark:] and time.time() < limit and not ended(): pump(0.05)
    found = seen.find(expected, mark)
    mark = len(seen) if found < 0 else found + len(expected)
    time.sleep(0.15)
    if not ended(): os.write(master, keys.encode())
limit = time.time() + 20
while not ended() and time.time() < limit: pump(0.05)
for _ in range(5): pump(0.02)
if status is None: os.kill(pid, 9)
after = termios.tcgetattr(slave)[3]
flags = termios.ECHO | termios.ICANON
print(json.dumps({'output': seen, 'exit': -1 if status is None else status, 'sane': (before & flags) == (after & flags)}))
`;

/** Runs a program on a pseudo-terminal; each step waits for a text and then types. */
export function onTerminal(
  argv: readonly string[],
  cwd: string,
  script: readonly (readonly [string, string])[],
  columns = 100,
): Session {
  const run = spawnSync('python3', ['-c', DRIVER], {
    input: JSON.stringify([argv, cwd, script, columns]),
    encoding: 'utf8',
  });
  return JSON.parse(run.stdout) as Session;
}
