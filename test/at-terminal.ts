import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { patiently } from './patiently.ts';

const program = fileURLToPath(new URL('../bin/polylogue.js', import.meta.url));

/**
 * Sends each answer when its question is on the screen. Prints the screen, the exit status, and whether the terminal
 * echoes; and what was on the screen, when it is told to give up.
 */
const person = `
import json, os, pty, signal, sys, termios
steps = json.loads(sys.argv[1])
screen, seen = b'', 0
def given_up(*_):
    print('on the screen was: ' + json.dumps(screen.decode(errors='replace')), file=sys.stderr)
    os._exit(1)
signal.signal(signal.SIGTERM, given_up)
pid, master = pty.fork()
if pid == 0:
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    os.execvp(sys.argv[2], sys.argv[2:])
for question, answer in steps:
    while question.encode() not in screen[seen:]:
        screen += os.read(master, 4096)
    seen = screen.index(question.encode(), seen) + len(question.encode())
    os.write(master, answer.encode())
def rest():
    try:
        return os.read(master, 4096)
    except OSError:
        return b''
more = rest()
while more:
    screen += more
    more = rest()
status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
echo = bool(termios.tcgetattr(master)[3] & termios.ECHO)
print(json.dumps([screen.decode(), status, echo]))
`;

/** Why there is no terminal for tests; false if there is one. */
export const noTerminal: string | false =
  (process.platform === 'win32' || spawnSync('python3', ['-c', 'import pty']).status !== 0) && 'no python3 with pty';

export interface Shown {
  readonly screen: string;
  readonly code: number;
  /** Whether the terminal echoes typed text, as before. */
  readonly echo: boolean;
}

type Steps = readonly (readonly [question: string, answer: string])[];

/** The command line of our program. */
export const ourselves: readonly string[] = [process.execPath, program];

/** Runs one of our commands at a new terminal of 0 columns: question, answer, question, answer. */
export const atTerminal = (args: readonly string[], ...steps: Steps): Promise<Shown> =>
  runAtTerminal([...ourselves, ...args], steps);

/** Runs any program in the same way, with additional environment variables. */
export async function runAtTerminal(
  line: readonly string[],
  steps: Steps,
  environment: Readonly<Record<string, string>> = {},
): Promise<Shown> {
  const child = spawn('python3', ['-c', person, JSON.stringify(steps), ...line], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...environment },
  });
  const printed = text(child.stdout);
  await patiently(once(child, 'close'), () => `the end of ${line.join(' ')} at a terminal`).finally(() => child.kill());
  const shown: unknown = JSON.parse(await printed);
  if (!Array.isArray(shown)) throw new Error('the person at the terminal has failed');
  const [screen, code, echo] = shown;
  return { screen: String(screen), code: Number(code), echo: echo === true };
}
