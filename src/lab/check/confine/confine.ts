import { mkdirSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { geteuid } from 'node:process';

import type { CommandLine, Confinement } from '#lab/confinement.ts';

import { inBubblewrap } from './bubblewrap.ts';
import { bytesBelow, giveTo, makeWritable, removeAll } from './hand-in-copy.ts';
import { inNamespaces, type Inner, innerWork } from './inner-root.ts';
import type { Isolation, Limits, Stops } from './isolation.ts';
import { limited, withEnvironment, withoutRights } from './limited.ts';
import { tasksOf } from './processes.ts';
import { ProgramWatch } from './program-watch.ts';

/** How the programs of one hand-in are confined. */
export interface Confining {
  readonly isolation: Isolation;
  readonly limits: Limits;
  readonly stops: Stops;
  /** Where directories are created. With namespaces, it is the hand-in's own file system. */
  readonly base: string;
  /** The user id of the programs. Only if this process is root, and not with the isolation `group`. */
  readonly user: number | undefined;
  /** Files and directories that programs may read besides the system's. */
  readonly shown: readonly string[];
  /** The PATH of the programs. */
  readonly path: string;
  /** Further environment variables. */
  readonly environment: Readonly<Record<string, string>>;
  /** A mark in the environment of every started process. */
  readonly mark: string;
  readonly hasPrlimit: boolean;
  /** Copies the hand-in's files to a new directory. */
  readonly fill: (dir: string) => void;
}

/** A file system counts as full when this share of it is used, because the last bytes are not always usable. */
const full = 0.97;

/** Creates the starter for the programs of one hand-in. */
export function confine(confining: Confining): Confinement {
  const { isolation, limits, stops, base, user, shown, mark, hasPrlimit, fill } = confining;
  const { level } = isolation;
  const apart = level !== 'group';
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
    const bounded = limited(line, limits, { prlimit: hasPrlimit }, tasks);
    const places = apart
      ? { home: innerWork, temporary: '/tmp' }
      : { home: join(dir, 'work'), temporary: join(dir, 'tmp') };
    return withEnvironment(apart ? withoutRights(bounded, user) : bounded, environmentIn(places, confining));
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
      const launchers = launchersOf(level, terminal);
      return {
        line: isolated(bounded, { dir, shown, root, terminal }, isolation),
        cwd: join(dir, 'work'),
        watch: (pid) =>
          new ProgramWatch(pid, { limits, stops, launchers, mark: apart ? undefined : mark, isFull, asked }),
      };
    },
  };
}

/** The environment of a program that has these directories. */
function environmentIn(
  { home, temporary }: { readonly home: string; readonly temporary: string },
  { environment, path, mark }: Confining,
): Readonly<Record<string, string>> {
  return {
    ...environment,
    PATH: path,
    HOME: home,
    PWD: home,
    TMPDIR: temporary,
    LANG: 'C.UTF-8',
    TERM: 'dumb',
    USER: 'student',
    LOGNAME: 'student',
    // Without this, Python buffers output to a pipe, and loses it when killed.
    PYTHONUNBUFFERED: '1',
    PYTHONDONTWRITEBYTECODE: '1',
    POLYLOGUE_HAND_IN: mark,
  };
}

function isolated(line: CommandLine, inner: Inner, { level, asRoot }: Isolation): CommandLine {
  if (level === 'bwrap') return inBubblewrap(line, inner, asRoot);
  return level === 'unshare' ? inNamespaces(line, inner) : line;
}

/** The bridge of a terminal, and the shells that start a program at a terminal: two with bubblewrap, one more otherwise. */
const launchersOf = (level: Isolation['level'], terminal: boolean): number =>
  (level === 'group' ? 0 : 2) + (terminal ? { bwrap: 3, unshare: 2, group: 1 }[level] : 0);
