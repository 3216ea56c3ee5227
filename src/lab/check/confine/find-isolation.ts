import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { geteuid, platform } from 'node:process';

import type { CommandLine } from '#lab/confinement.ts';

import { inBubblewrap } from './bubblewrap.ts';
import { inNamespaces } from './inner-root.ts';
import { firstUser, type Isolation, type IsolationLevel } from './isolation.ts';
import { withoutRights } from './limited.ts';
import { inOwnNetwork } from './own-network.ts';

/** Milliseconds in which an attempt must succeed. */
const attemptTimeout = 15_000;
/** Bytes of the file system of an attempt. */
const littleDisk = 1 << 20;

/**
 * The strongest level that works here, found by starting a command in it. `wanted`: only this level. Rejects with an
 * error whose message is a sentence if it does not work.
 */
export async function findIsolation(wanted?: IsolationLevel): Promise<Isolation> {
  const asRoot = geteuid?.() === 0;
  const lacks: string[] = [];
  if (wanted !== 'group') {
    const network = platform === 'linux' ? await attempt('own network', asRoot) : 'only Linux has namespaces';
    for (const level of ['bwrap', 'unshare'] as const) {
      if (wanted !== undefined && wanted !== level) continue;
      const lack = network ?? (await attempt(level, asRoot));
      if (lack === undefined) return { level, lacks, asRoot };
      lacks.push(`${level} does not work here: ${lack}`);
    }
  }
  if (wanted === undefined || wanted === 'group') return { level: 'group', lacks, asRoot };
  throw new Error(lacks.join('; '));
}

/** Starts `true` at a level of isolation; resolves with the reason if that fails. */
async function attempt(what: 'own network' | 'bwrap' | 'unshare', asRoot: boolean): Promise<string | undefined> {
  const base = mkdtempSync(join(tmpdir(), 'polylogue-isolation-'));
  try {
    const [dir, root] = [join(base, 'dir'), join(base, 'root')];
    for (const each of [dir, root, ...['work', 'tmp', 'shm'].map((name) => join(dir, name))]) mkdirSync(each);
    const program = withoutRights(['/bin/sh', '-c', 'exit 0'], asRoot ? firstUser : undefined);
    const inner = { dir, root, shown: [], terminal: false };
    const line: CommandLine =
      what === 'own network'
        ? ['/bin/sh', '-c', 'exit 0']
        : what === 'bwrap'
          ? inBubblewrap(program, inner, asRoot)
          : inNamespaces(program, inner);
    // The file system is mounted on a directory that is not shown.
    const over = join(base, 'over');
    mkdirSync(over);
    return await failureOf(inOwnNetwork(line, asRoot, over, littleDisk));
  } finally {
    rmSync(base, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Runs a command; resolves with the first line of its error output, or with undefined. */
async function failureOf([command, ...args]: CommandLine): Promise<string | undefined> {
  const child = spawn(command, args, {
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: attemptTimeout,
    killSignal: 'SIGKILL',
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said = `${said}${text}`.slice(0, 2000)));
  return await new Promise((resolve) => {
    child.once('error', (error: NodeJS.ErrnoException) =>
      resolve(error.code === 'ENOENT' ? `${command} is not installed` : error.message),
    );
    child.once('close', (code, signal) => {
      const [first = ''] = said.trim().split('\n');
      if (code === 0) resolve(undefined);
      else resolve(first === '' ? `it ends with ${signal ?? `exit code ${code}`}` : complaint(first));
    });
  });
}

/** Recognises a shell's message about a missing command. */
const complaint = (said: string): string => {
  const text = said.replace(/^(\/bin\/)?sh: (\d+|line \d+): /, '');
  return text.replace(/^(\S+): (command )?not found$/, '$1 is not installed');
};
