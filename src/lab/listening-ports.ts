import { readdir, readFile, readlink } from 'node:fs/promises';

/**
 * The TCP ports on which a process group listens, in ascending order. Empty where the kernel has no such tables (not
 * Linux) or may not be asked. Format: proc_net_tcp.txt of the kernel's documentation, proc(5).
 */
export async function listeningPorts(group: number): Promise<readonly number[]> {
  const sockets = new Set<string>();
  for (const pid of await namesIn('/proc')) {
    if (!/^\d+$/.test(pid) || groupIn(await textOf(`/proc/${pid}/stat`)) !== group) continue;
    for (const descriptor of await namesIn(`/proc/${pid}/fd`)) {
      const [, inode] = /^socket:\[(\d+)\]$/.exec(await linkOf(`/proc/${pid}/fd/${descriptor}`)) ?? [];
      if (inode !== undefined) sockets.add(inode);
    }
  }
  const tables = `${await textOf('/proc/net/tcp')}\n${await textOf('/proc/net/tcp6')}`;
  const ports = tables.split('\n').flatMap((line) => {
    const [, port = '', inode = ''] = listening.exec(line) ?? [];
    return sockets.has(inode) ? [Number.parseInt(port, 16)] : [];
  });
  return [...new Set(ports)].toSorted((a, b) => a - b);
}

/** `sl local_address rem_address 0A tx_queue:rx_queue tr:tm->when retrnsmt uid timeout inode`; 0A is LISTEN. */
const listening = /^\s*\d+: [0-9A-F]+:([0-9A-F]{4}) \S+ 0A \S+ \S+ \S+\s+\d+\s+\d+\s+(\d+)/;

/** `pid (name) state parent group …`; a name may contain blanks and brackets. */
const groupIn = (stat: string): number => Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[2]);

// A process may end while it is looked at, and those of others cannot be.
const namesIn = (dir: string): Promise<readonly string[]> => readdir(dir).catch(() => []);
const textOf = (file: string): Promise<string> => readFile(file, 'latin1').catch(() => '');
const linkOf = (file: string): Promise<string> => readlink(file).catch(() => '');
