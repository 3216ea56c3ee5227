import { spawnSync } from 'node:child_process';

/** Network namespaces of Linux: machines of their own as far as the network goes, where a test may have any address. */

/** The beginning of a command that runs in a new one, which has that address, of IPv4, and no network. */
export const inNamespace = (address: string): readonly [string, ...string[]] => [
  ...(['unshare', '--user', '--map-root-user', '--net'] as const),
  ...['sh', '-c', `ip link set lo up && ip address add ${address}/32 dev lo && exec "$@"`, 'sh'],
];

/** The beginning of a command line that runs in that of a process. */
export const enteringNamespace = (pid: number): string => `nsenter --target ${pid} --user --preserve-credentials --net`;

/** Why tests that need one are skipped; false where they can be had. */
export function namespaceMissing(): string | false {
  const [command, ...args] = inNamespace('192.0.2.7');
  const { error, status, stderr } = spawnSync(command, [...args, 'true'], { encoding: 'utf8', timeout: 60_000 });
  if (error) return `no network namespace: ${error.message}`;
  return status === 0 ? false : `no network namespace: ${stderr.trim()}`;
}
