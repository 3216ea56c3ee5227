import { spawnSync } from 'node:child_process';
import { platform } from 'node:process';

/**
 * Runs a command at a new terminal (24 rows, 80 columns). Standard input is typed there, and the terminal's output goes
 * to standard output. Exits with the command's exit code, or 128 plus the number of a signal.
 */
const bridge = `
import fcntl, os, pty, select, signal, struct, sys, termios
pid, master = pty.fork()
if pid == 0:
    os.execvp(sys.argv[1], sys.argv[1:])
fcntl.ioctl(master, termios.TIOCSWINSZ, struct.pack('HHHH', 24, 80, 0, 0))
signal.signal(signal.SIGTERM, lambda *_: os.kill(pid, signal.SIGKILL))
inputs = [0, master]
while True:
    ready = select.select(inputs, [], [])[0]
    if master in ready:
        try:
            data = os.read(master, 65536)
        except OSError:
            data = b''
        if not data:
            break
        os.write(1, data)
    if 0 in ready:
        typed = os.read(0, 65536)
        if typed:
            os.write(master, typed)
        else:
            inputs.remove(0)
status = os.waitpid(pid, 0)[1]
sys.exit(os.WEXITSTATUS(status) if os.WIFEXITED(status) else 128 + os.WTERMSIG(status))
`;

/** How a program gets its terminal: by Python's pty, by `script`, or not at all: then it has pipes. */
export type Terminals = 'python' | 'script' | 'none';

let known: Terminals | undefined;

/** What this machine has; examined once. */
export function terminals(): Terminals {
  known ??= lookFor();
  return known;
}

function lookFor(): Terminals {
  if (platform === 'win32') return 'none';
  if (spawnSync('python3', ['-c', 'import pty'], { stdio: 'ignore' }).status === 0) return 'python';
  return spawnSync('script', ['--version'], { stdio: 'ignore' }).status === 0 ? 'script' : 'none';
}

/** The command line that starts a program at a terminal. */
export function atTerminal(line: readonly [string, ...string[]], kind: Terminals): readonly [string, ...string[]] {
  if (kind === 'python') return ['python3', '-c', bridge, ...line];
  return kind === 'script' ? ['script', '-qefc', line.map(quoted).join(' '), '/dev/null'] : line;
}

/** Quotes a word for a shell. */
const quoted = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`;
