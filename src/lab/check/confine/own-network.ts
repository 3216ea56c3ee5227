import type { CommandLine } from '#lab/confinement.ts';

/**
 * Starts the loopback interface, mounts a small file system on the directory, and runs the command as a child.
 * Arguments: the directory, bytes, files, the command.
 */
const script = `
PATH="$PATH:/usr/sbin:/sbin"
ip link set lo up 2>/dev/null || ifconfig lo up 2>/dev/null || { echo 'neither ip nor ifconfig brings up loopback' >&2; exit 1; }
mount -t tmpfs -o "size=$2,nr_inodes=$3,mode=711" polylogue "$1" || exit 1
shift 3
"$@"
exit $?
`;

/** The most files and directories in the file system. */
const maxFiles = 20_000;

/**
 * Runs a command in its own network, mount and process namespaces, which end with it. `dir`: an empty directory in
 * which the command and its children may write `bytes`; other processes do not see its content.
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
  String(maxFiles),
  ...line,
];
