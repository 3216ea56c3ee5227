import { mkdirSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { geteuid } from 'node:process';

import type { CommandLine, Confinement } from '#lab/confinement.ts';

import { inBubblewrap } from './bubblewrap.ts';
import { bytesBelow, giveTo, makeWritable, removeAll } from './hand-in-copy.ts';
import { inNamespaces, innerWork } from './inner-root.ts';
import type { Isolation, Limits, Stops } from './isolation.ts';
import { limited, withEnvironment, withoutRights } from './limited.ts';
import { tasksOf } from './processes.ts';
import { watchProgram } from './watch-program.ts';

/** How the programs of one hand-in are confined. */
export interface Confining {
  readonly isolation: Isolation;
  readonly limits: Limits;
  readonly stops: Stops;
  /** Where directories are made: with namespaces, a file system of the hand-in's own. */
  readonly base: string;
  /** The user id that programs get, where this process is root in all but the last rung. */
  readonly user: number | undefined;
  /** Files and directories that programs may read besides the system's. */
  readonly shown: readonly string[];
  /** Directories in which programs find other programs, the first first. */
  readonly path: string;
  /** What else stands in their environment. */
  readonly environment: Readonly<Record<string, string>>;
  /** Stands in the environment of everything that is started. */
  readonly mark: string;
  readonly hasPrlimit: boolean;
  /** Puts the hand-in's files into a new directory. */
  readonly fill: (dir: string) => void;
}

/** Share of a file system from which on it is taken as full: the last bytes are not always usable. */
const full = 0.97;

/** Makes what starts the programs of one hand-in. */
export function confine(confining: Confining): Confinement {
  const { isolation, limits, stops, base, user, shown, path, environment, mark, hasPrlimit, fill } = confining;
  const { rung } = isolation;
  const apart = rung !== 'group';
  const tasks = isolation.asRoot ? 0 : tasksOf(geteuid?.() ?? 0);
  const asked = { sigterm: false };
  const root = join(base, 'root');
  if (apart) mkdirSync(root, { recursive: true });
  let made = 0;

  function isFull(): boolean {
    if (!apart) return bytesBelow(base, limits.disk) > limits.disk;
    const { blocks, bfree } = statfsSync(base);
    return blocks - bfree > full * blocks;
  }

  function inBounds(line: CommandLine, dir: string): CommandLine {
    const home = apart ? innerWork : join(dir, 'work');
    const whole = {
      ...environment,
      PATH: path,
      HOME: home,
      PWD: home,
      TMPDIR: apart ? '/tmp' : join(dir, 'tmp'),
      LANG: 'C.UTF-8',
      TERM: 'dumb',
      USER: 'student',
      LOGNAME: 'student',
      // Without this, Python buffers output to a pipe, and loses it when killed.
      PYTHONUNBUFFERED: '1',
      PYTHONDONTWRITEBYTECODE: '1',
      POLYLOGUE_HAND_IN: mark,
    };
    const bounded = limited(line, limits, { prlimit: hasPrlimit }, tasks);
    return withEnvironment(apart ? withoutRights(bounded, user) : bounded, whole);
  }

  return {
    makeDir() {
      made++;
      const dir = join(base, String(made));
      for (const name of ['work', 'tmp', 'shm']) mkdirSync(join(dir, name), { recursive: true });
      fill(join(dir, 'work'));
      makeWritable(join(dir, 'work'));
      if (user !== undefined) giveTo(dir, user);
      return dir;
    },
    removeDir: removeAll,
    start(line, dir, terminal) {
      const bounded = inBounds(line, dir);
      const inner = { dir, shown, root, terminal };
      const started =
        rung === 'bwrap'
          ? inBubblewrap(bounded, inner, isolation.asRoot)
          : rung === 'unshare'
            ? inNamespaces(bounded, inner)
            : bounded;
      // The terminal's bridge stands before all, and a shell before a program at a terminal in bubblewrap.
      const launchers = (apart ? 2 : 0) + (terminal ? (rung === 'bwrap' ? 2 : 1) : 0);
      return {
        line: started,
        cwd: join(dir, 'work'),
        watch: (pid) => watchProgram(pid, { limits, stops, launchers, mark: apart ? undefined : mark, isFull, asked }),
      };
    },
  };
}
