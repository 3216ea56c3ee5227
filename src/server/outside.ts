import { networkInterfaces } from 'node:os';

export function exposureWarning(port: number): string {
  const where = outsideAddresses().map((address) => `${address}:${port}`);
  return `warning: other machines can reach this listener, at ${where.join(' or ') || 'whatever address this machine has'}`;
}

/** Addresses of this machine by which others reach it. */
export function outsideAddresses(): readonly string[] {
  return Object.values(networkInterfaces())
    .flat()
    .filter((each) => each !== undefined && !each.internal && each.family === 'IPv4')
    .map((each) => each?.address ?? '');
}
