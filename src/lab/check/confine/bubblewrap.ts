import { lstatSync, readlinkSync } from 'node:fs';

import type { CommandLine } from '#lab/confinement.ts';

import { type Inner, innerPlaces, innerWork, systemPlaces } from './inner-root.ts';
import { inOwnGroup } from './own-group.ts';

/** Runs a command in its own namespaces, with bubblewrap. `asRoot`: the command changes its user id itself. */
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
    // Visible files may be below /tmp. Otherwise only root could enter the directories above them.
    ...ways(shown).flatMap((dir) => ['--perms', '0755', '--dir', dir]),
    ...places,
    ...['--remount-ro', '/dev', '--remount-ro', '/'],
    ...['--chdir', innerWork, '--'],
    // As with `unshare`, Ctrl-C at a terminal must only reach the program.
    ...(terminal ? ['/bin/sh', '-c', inOwnGroup, 'sh'] : []),
    ...line,
  ];
}

/** The parent directories of these paths, from the top. */
const ways = (paths: readonly string[]): readonly string[] => [
  ...new Set(
    paths.flatMap((path) => {
      const parts = path.split('/').slice(1, -1);
      return parts.map((_, index) => `/${parts.slice(0, index + 1).join('/')}`);
    }),
  ),
];
