import type { CommandLine } from '#lab/confinement.ts';

import { inOwnGroup } from './own-group.ts';

/** System directories with programs and libraries; those that exist are shown read-only. */
export const systemPlaces: readonly string[] = [
  '/usr',
  '/bin',
  '/sbin',
  '/lib',
  '/lib32',
  '/lib64',
  '/libx32',
  '/etc',
  '/opt',
  '/nix',
  '/gnu',
  '/run/current-system',
];

/** The path of a program's directory, as the program sees it. */
export const innerWork = '/hand-in';

/** Directories of a program, and their paths as the program sees them. */
export const innerPlaces: Readonly<Record<string, string>> = { work: innerWork, tmp: '/tmp', shm: '/dev/shm' };

/** What a program sees of the machine. */
export interface Inner {
  /** A directory with `work`, `tmp` and `shm`. */
  readonly dir: string;
  /** Further files and directories that are shown, read-only. */
  readonly shown: readonly string[];
  /** An empty directory, for the new root. */
  readonly root: string;
  readonly terminal: boolean;
}

/**
 * Creates a new root with the visible files, enters it, and runs the command as a child, because SIGINT does not end
 * process 1. Arguments: the root, the program's directory, whether it is at a terminal, the visible files, `--`, the
 * command. At a terminal the command gets its own process group, so that Ctrl-C only reaches the command. The mounts
 * end with the namespace.
 */
const script = `
set -e
root=$1 dir=$2 terminal=$3
shift 3
mount -t tmpfs -o size=1m,mode=755 polylogue "$root"
cd "$root"
mkdir proc dev tmp hand-in old
mount --bind "$dir/work" hand-in
mount --bind "$dir/tmp" tmp
while [ "$1" != -- ]; do
  if [ -L "$1" ]; then mkdir -p ".\${1%/*}"; cp -P "$1" ".$1"
  elif [ -d "$1" ]; then mkdir -p ".$1"; mount --rbind "$1" ".$1"; mount -o remount,bind,ro ".$1"
  elif [ -f "$1" ]; then mkdir -p ".\${1%/*}"; : > ".$1"; mount --bind "$1" ".$1"; mount -o remount,bind,ro ".$1"
  fi
  shift
done
shift
for name in null zero full random urandom tty; do : > "dev/$name"; mount --bind "/dev/$name" "dev/$name"; done
ln -s /proc/self/fd dev/fd
mkdir dev/shm
mount --bind "$dir/shm" dev/shm
mount -t proc proc proc
printf localhost > proc/sys/kernel/hostname 2>/dev/null || :
pivot_root . old
cd /hand-in
umount -l /old
rmdir /old
mount -o remount,bind,ro / 2>/dev/null || :
set +e
if [ "$terminal" = yes ]; then
${inOwnGroup}
fi
"$@"
exit $?
`;

/** Runs a command in its own process, mount, IPC and host name namespaces, with `unshare`. */
export const inNamespaces = (line: CommandLine, { dir, shown, root, terminal }: Inner): CommandLine => [
  'unshare',
  '-pmiu',
  '--fork',
  '--kill-child',
  '/bin/sh',
  '-c',
  script,
  'sh',
  root,
  dir,
  terminal ? 'yes' : 'no',
  ...systemPlaces,
  ...shown,
  '--',
  ...line,
];
