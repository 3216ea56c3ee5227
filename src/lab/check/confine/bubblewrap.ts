import { lstatSync, readlinkSync } from 'node:fs';

import type { CommandLine } from '#lab/confinement.ts';

import { type Inner, innerPlaces, innerWork, systemPlaces } from './inner-root.ts';

/** A command in namespaces of its own, by bubblewrap. `asRoot`: it is to change its user id itself. */
export function inBubblewrap(line: CommandLine, { dir, shown, terminal }: Inner, asRoot: boolean): CommandLine {
  const user = asRoot
    ? ['--cap-add', 'CAP_SETUID', '--cap-add', 'CAP_SETGID', '--cap-add', 'CAP_SETPCAP']
    : ['--unshare-user', '--uid', '1000', '--gid', '1000'];
  const places = [...systemPlaces, ...shown].flatMap((place) => {
    const found = lstatSync(place, { throwIfNoEntry: false });
    if (!found) return [];
    return found.isSymbolicLink() ? ['--symlink', readlinkSync(place), place] : ['--ro-bind', place, place];
  });
  const own = Object.entries(innerPlaces).flatMap(([name, place]) => ['--bind', `${dir}/${name}`, place]);
  return [
    'bwrap',
    ...['--unshare-pid', '--unshare-ipc', '--unshare-uts', '--hostname', 'localhost', '--die-with-parent'],
    ...['--cap-drop', 'ALL', ...user],
    ...['--proc', '/proc', '--dev', '/dev', ...own],
    // What is shown may be below /tmp. Directories on the way there would be root's alone.
    ...ways(shown).flatMap((dir) => ['--perms', '0755', '--dir', dir]),
    ...places,
    ...['--remount-ro', '/dev', '--remount-ro', '/'],
    ...['--chdir', innerWork, '--'],
    // As in the other rung, Ctrl-C at a terminal is to reach the program alone.
    ...(terminal ? ['/bin/sh', '-c', 'set -m; "$@"; exit $?', 'sh'] : []),
    ...line,
  ];
}

/** The directories that lead to these paths, from above. */
const ways = (paths: readonly string[]): readonly string[] => [
  ...new Set(
    paths.flatMap((path) => {
      const parts = path.split('/').slice(1, -1);
      return parts.map((_, index) => `/${parts.slice(0, index + 1).join('/')}`);
    }),
  ),
];
