import type { CommandLine } from '#lab/confinement.ts';

/**
 * Brings up loopback, puts a small file system over the directory, and runs the command as its child. Arguments: the
 * directory, bytes, files, the command.
 */
const script = `
PATH="$PATH:/usr/sbin:/sbin"
ip link set lo up 2>/dev/null || ifconfig lo up 2>/dev/null || { echo 'neither ip nor ifconfig brings up loopback' >&2; exit 1; }
mount -t tmpfs -o "size=$2,nr_inodes=$3,mode=711" polylogue "$1" || exit 1
shift 3
"$@"
exit $?
`;

/** Files and directories that fit into the file system. */
const mostFiles = 20_000;

/**
 * A command in network, mount and process namespaces of its own, which end with it. `dir`: a directory that is empty
 * for it, and in which it and all it starts may write `bytes`; nobody else sees that.
 */
export const inOwnNetwork = (line: CommandLine, asRoot: boolean, dir: string, bytes: number): CommandLine => [
  'unshare',
  asRoot ? '-nmp' : '-Urnmp',
  '--fork',
  '--kill-child',
  '--mount-proc',
  '/bin/sh',
  '-c',
  script,
  'sh',
  dir,
  String(bytes),
  String(mostFiles),
  ...line,
];
