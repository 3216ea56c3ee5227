import type { Party } from '#lab/encapsulate/csv/party.ts';
import type { Message } from '#lab/encapsulate/csv/read-messages.ts';

/**
 * A file with one column of ports has the port of the other end in the rows of the other direction. An end without a
 * port gets the port that it has in all other rows with the same other end, if it is the same in all.
 */
export function withKnownPorts(messages: readonly Message[]): readonly Message[] {
  const seen = new Map<string, Set<number>>();
  const note = (own: Party, other: Party): void => {
    const key = keyOf(own, other);
    if (key === undefined || own.port === undefined) return;
    const ports = seen.get(key) ?? new Set();
    seen.set(key, ports.add(own.port));
  };
  for (const { from, to } of messages) {
    note(from, to);
    note(to, from);
  }
  const filled = (own: Party, other: Party): Party => {
    const ports = own.port === undefined ? seen.get(keyOf(own, other) ?? '') : undefined;
    const [port] = ports ?? [];
    return ports?.size === 1 && port !== undefined ? { ...own, port } : own;
  };
  return messages.map((message) => {
    const [from, to] = [filled(message.from, message.to), filled(message.to, message.from)];
    return from === message.from && to === message.to ? message : { ...message, from, to };
  });
}

/** Both must be named somehow; two ends with one name have no direction. */
function keyOf(own: Party, other: Party): string | undefined {
  const [one, two] = [hostOf(own), hostOf(other)];
  return one === undefined || two === undefined || one === two ? undefined : `${one}\n${two}`;
}

const hostOf = ({ name, address }: Party): string | undefined =>
  name === undefined && address === undefined ? undefined : `${name ?? ''}\t${address ?? ''}`;
