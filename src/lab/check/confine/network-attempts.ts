import { readFileSync } from 'node:fs';

/**
 * The number of attempts to reach another machine from this network namespace: packets without a route (RFC 4293
 * ipSystemStatsOutNoRoutes). 0 if the kernel has no such counter.
 */
export function networkAttempts(): number {
  return (
    fourth(textOf('/proc/net/snmp')) + Number(/^Ip6OutNoRoutes\s+(\d+)$/m.exec(textOf('/proc/net/snmp6'))?.[1] ?? 0)
  );
}

function fourth(table: string): number {
  const [names = [], values = []] = table
    .split('\n')
    .filter((row) => row.startsWith('Ip: '))
    .map((row) => row.split(' '));
  return Number(values[names.indexOf('OutNoRoutes')] ?? 0);
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return '';
  }
}
