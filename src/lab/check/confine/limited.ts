import type { CommandLine } from '#lab/confinement.ts';

import type { Limits } from './isolation.ts';

/** Threads and processes of one user id. The watcher has a lower limit for processes, and also counts those of root. */
const maxTasks = 1024;

/**
 * Sets kernel limits for a command: setrlimit(2). The watcher limits memory, because RLIMIT_AS would stop runtimes that
 * reserve more than they use. RLIMIT_DATA only stops programs that are faster than the watcher. `tasks`: the number
 * that its user already has.
 */
export function limited(
  line: CommandLine,
  limits: Limits,
  tools: { readonly prlimit: boolean },
  tasks = 0,
): CommandLine {
  const { memory, disk, files, cpu } = limits;
  if (tools.prlimit) {
    const bounds = {
      nproc: tasks + maxTasks,
      fsize: disk,
      nofile: files,
      data: 4 * memory + (1 << 30),
      cpu,
      core: 0,
    };
    return ['prlimit', ...Object.entries(bounds).map(([name, value]) => `--${name}=${value}:${value}`), ...line];
  }
  // POSIX ulimit counts blocks of 512 bytes.
  const bounds = `ulimit -c 0; ulimit -f ${Math.ceil(disk / 512)}; ulimit -n ${files}; ulimit -t ${cpu}`;
  return ['/bin/sh', '-c', `${bounds}; exec "$@"`, 'sh', ...line];
}

/** Removes all rights of a command that root starts, and gives it another user id. */
export const withoutRights = (line: CommandLine, user: number | undefined): CommandLine => [
  'setpriv',
  ...(user === undefined ? [] : [`--reuid=${user}`, `--regid=${user}`, '--clear-groups']),
  '--inh-caps=-all',
  '--bounding-set=-all',
  '--no-new-privs',
  ...line,
];

/** Sets the environment, without any of our variables. */
export const withEnvironment = (line: CommandLine, environment: Readonly<Record<string, string>>): CommandLine => [
  'env',
  '-i',
  ...Object.entries(environment).map(([name, value]) => `${name}=${value}`),
  ...line,
];
