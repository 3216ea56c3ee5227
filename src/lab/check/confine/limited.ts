import type { CommandLine } from '#lab/confinement.ts';

import type { Limits } from './isolation.ts';

/** Threads and processes of one user id; the watcher counts processes more strictly, and root's too. */
const mostTasks = 1024;

/**
 * Limits of the kernel before a command: setrlimit(2). Memory is the watcher's: RLIMIT_AS would stop runtimes that
 * reserve more than they use, so RLIMIT_DATA is only there for what is faster than the watcher. `tasks`: how many its
 * user has already.
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
      nproc: tasks + mostTasks,
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

/** Takes all rights from a command that root starts, and gives it another user id. */
export const withoutRights = (line: CommandLine, user: number | undefined): CommandLine => [
  'setpriv',
  ...(user === undefined ? [] : [`--reuid=${user}`, `--regid=${user}`, '--clear-groups']),
  '--inh-caps=-all',
  '--bounding-set=-all',
  '--no-new-privs',
  ...line,
];

/** With this environment, and nothing of ours. */
export const withEnvironment = (line: CommandLine, environment: Readonly<Record<string, string>>): CommandLine => [
  'env',
  '-i',
  ...Object.entries(environment).map(([name, value]) => `${name}=${value}`),
  ...line,
];
