import { readFileSync } from 'node:fs';

/**
 * How often something in this network namespace tried to reach another machine: packets for which there was no route
 * (RFC 4293 ipSystemStatsOutNoRoutes). 0 where the kernel does not say.
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
