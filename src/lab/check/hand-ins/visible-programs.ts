import { spawnSync } from 'node:child_process';
import { existsSync, realpathSync, statSync } from 'node:fs';
import { delimiter, dirname, join, sep } from 'node:path';
import { env, execPath } from 'node:process';

import { systemPlaces } from '#lab/check/confine/inner-root.ts';

/** What programs see of the machine besides the system directories. */
export interface VisiblePrograms {
  /** Files and directories, without those below another. */
  readonly shown: readonly string[];
  /** Their PATH. */
  readonly path: string;
  /** Further environment variables. */
  readonly environment: Readonly<Record<string, string>>;
}

const usualPath = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];

/** Milliseconds that Python may take to say where it is. */
const answerTimeout = 10_000;

/**
 * Finds the interpreters of commands in the PATH of this process, and the files that they need: an interpreter may be
 * installed in the home directory, the rest of which must stay hidden.
 */
export function visiblePrograms(commands: Iterable<string>): VisiblePrograms {
  const [shown, dirs] = [new Set<string>(), new Set<string>()];
  const environment: Record<string, string> = {};
  const show = (path: string): void => {
    if (!isSystem(path)) shown.add(path);
  };
  for (const command of new Set(commands)) {
    if (command === execPath) show(execPath);
    if (command.includes('/')) continue;
    for (const { program, prefixes, needs = {} } of installed(command)) {
      Object.assign(environment, needs);
      dirs.add(dirname(program));
      for (const prefix of prefixes) show(prefix);
    }
  }
  const outer = (env['PATH'] ?? '').split(delimiter).filter((dir) => dir.startsWith('/') && isSystem(dir));
  const all = [...shown];
  return {
    shown: all.filter((path) => !all.some((other) => other !== path && path.startsWith(`${other}${sep}`))),
    path: [...new Set([...dirs, ...outer, ...usualPath])].join(':'),
    environment,
  };
}

const isSystem = (path: string): boolean =>
  systemPlaces.some((place) => path === place || path.startsWith(`${place}/`));

interface Installed {
  readonly program: string;
  /** What it needs to run. */
  readonly prefixes: readonly string[];
  readonly needs?: Readonly<Record<string, string>>;
}

function installed(command: string): readonly Installed[] {
  const found = (env['PATH'] ?? '')
    .split(delimiter)
    .map((dir) => join(dir, command))
    .find((path) => path.startsWith('/') && isFile(path));
  if (found === undefined) return [];
  // The file in PATH may be a script of a version manager, so Python is asked for its real path.
  if (/^python[\d.]*$/.test(command)) return pythonAt(found);
  const real = realpathSync(found);
  return [{ program: real, prefixes: [prefixOf(real)] }];
}

/** Whether a path is a file. False also in a directory that we may not read: a shell skips such directories of the PATH, too. */
function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** Where Python is, what it is installed in, and where `pip install --user` puts modules. */
const ask = `
import os, site, sys
print(sys.executable, sys.prefix, sys.base_prefix, sep="\\n")
if os.path.isdir(site.getusersitepackages()): print(site.getusersitepackages(), site.getuserbase(), sep="\\n")
`;

function pythonAt(found: string): readonly Installed[] {
  const { stdout, status } = spawnSync(found, ['-c', ask], { encoding: 'utf8', timeout: answerTimeout });
  const [program, prefix = '', base = '', modules, users = ''] = (stdout ?? '').trim().split('\n');
  if (status !== 0 || program === undefined) return [];
  // The interpreter of a virtual environment is a link to that of its base.
  const prefixes = [prefix, base, ...(modules === undefined ? [] : [modules])].filter((path) => existsSync(path));
  return [{ program, prefixes, needs: modules === undefined ? {} : { PYTHONUSERBASE: users } }];
}

/** The directory of an installation with `bin`; never a home directory, from which only the program is shown. */
function prefixOf(program: string): string {
  const prefix = dirname(dirname(program));
  const isHome = prefix === env['HOME'] || /^\/(home\/[^/]+|root|Users\/[^/]+)?$/.test(prefix);
  return dirname(program).endsWith('/bin') && !isHome && !prefix.endsWith('/.local') ? prefix : program;
}
