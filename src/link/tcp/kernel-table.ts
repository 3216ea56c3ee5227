import { open } from 'node:fs/promises';
import { isIPv4 } from 'node:net';

/** The two ends of a TCP connection, as seen from this machine. */
export interface TcpConnection {
  readonly localPort: number;
  readonly address: string;
  readonly port: number;
}

/** What Linux reports about a connection. */
export interface KernelRow {
  /** Bytes that the peer has not acknowledged, sent or not. */
  readonly unacknowledged: number;
  /** How often in a row the same bytes were sent again without an acknowledgement. */
  readonly retransmissions: number;
}

type Rows = ReadonlyMap<string, KernelRow>;

const tables = ['/proc/net/tcp', '/proc/net/tcp6'];
/** Bytes parsed at a time: a table of thousands of connections must not block the event loop. */
const portion = 64 * 1024;

/**
 * The kernel's rows of these connections, by `keyOf`. Empty where the kernel has no such table (not Linux) or may not be
 * asked. Format: proc_net_tcp.txt of the kernel's documentation.
 */
export function kernelRows(connections: Iterable<TcpConnection>): Promise<Rows> {
  const wanted = new Set([...connections].map(keyOf));
  return rowsThat((_, key) => wanted.has(key));
}

/** The rows of all connections whose last bytes had to be sent again; empty in the same cases as `kernelRows`. */
export const retransmittingRows = (): Promise<Rows> => rowsThat(({ retransmissions }) => retransmissions > 0);

async function rowsThat(wanted: (row: KernelRow, key: string) => boolean): Promise<Rows> {
  const found = new Map<string, KernelRow>();
  for (const table of tables) {
    await readTable(table, (line) => {
      const [key, row] = rowOf(line) ?? [];
      if (key !== undefined && row !== undefined && wanted(row, key)) found.set(key, row);
    });
  }
  return found;
}

export const keyOf = ({ localPort, address, port }: TcpConnection): string =>
  `${hex(localPort, 4)} ${addressOf(address)}:${hex(port, 4)}`;

async function readTable(table: string, take: (line: string) => void): Promise<void> {
  const file = await open(table).catch(() => undefined);
  if (!file) return;
  try {
    const buffer = Buffer.alloc(portion);
    let rest = '';
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, portion);
      if (bytesRead === 0) return;
      const lines = (rest + buffer.toString('latin1', 0, bytesRead)).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) take(line);
    }
  } finally {
    await file.close();
  }
}

/** `sl local_address rem_address st tx_queue:rx_queue tr:tm->when retrnsmt …`, all in hexadecimal. */
const columns =
  /^\s*\d+: [0-9A-F]+:([0-9A-F]{4}) ([0-9A-F]+:[0-9A-F]{4}) [0-9A-F]{2} ([0-9A-F]+):[0-9A-F]+ [0-9A-F]+:[0-9A-F]+ ([0-9A-F]+)/;

/** Parses a line of a table; undefined for the header line. */
export function rowOf(line: string): readonly [key: string, row: KernelRow] | undefined {
  const [, localPort, remote, queue, again] = columns.exec(line) ?? [];
  if (localPort === undefined || remote === undefined || queue === undefined || again === undefined) return undefined;
  const row = { unacknowledged: Number.parseInt(queue, 16), retransmissions: Number.parseInt(again, 16) };
  return [`${localPort} ${remote.replace(mapped, '')}`, row];
}

/** The prefix of an IPv4 address in the table of IPv6. */
const mapped = /^0000000000000000FFFF0000(?=[0-9A-F]{8}:)/;

const hex = (number: number, digits: number): string => number.toString(16).toUpperCase().padStart(digits, '0');

/** Words of four bytes, each as a little-endian machine prints it. */
function addressOf(address: string): string {
  const bytes = isIPv4(address) ? address.split('.').map(Number) : bytesOf(address);
  const words: string[] = [];
  for (let at = 0; at < bytes.length; at += 4) {
    words.push(
      bytes
        .slice(at, at + 4)
        .reverse()
        .map((byte) => hex(byte, 2))
        .join(''),
    );
  }
  return words.join('');
}

function bytesOf(address: string): number[] {
  const [head = '', tail] = address.replace(/%.*$/, '').split('::');
  const before = groupsOf(head);
  const behind = groupsOf(tail ?? '');
  const zeros = tail === undefined ? [] : Array<number>(Math.max(0, 8 - before.length - behind.length)).fill(0);
  return [...before, ...zeros, ...behind].flatMap((group) => [group >> 8, group & 0xff]);
}

const groupsOf = (text: string): number[] =>
  text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16));
