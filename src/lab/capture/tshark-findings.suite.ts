import { runWireshark } from './tshark.ts';

/** A fault that tshark finds in a capture. */
export interface Finding {
  readonly rule: 'order' | 'analysis' | 'checksum' | 'malformed' | 'expert' | 'completeness';
  /** From 1. */
  readonly packet: number;
  readonly text: string;
}

/**
 * The bytes of one TCP stream, as Wireshark puts them together; for it, the client is the side that sends the first
 * packet.
 */
export interface FollowedStream {
  readonly client: Uint8Array;
  readonly server: Uint8Array;
}

const fields = [
  'frame.number',
  'frame.time_epoch',
  'tcp.stream',
  'tcp.len',
  'tcp.flags.fin',
  'tcp.flags.reset',
  'tcp.completeness',
  'tcp.analysis.flags',
  'ip.checksum.status',
  'tcp.checksum.status',
  'udp.checksum.status',
  '_ws.malformed',
  '_ws.expert.severity',
] as const;

type Row = Readonly<Record<(typeof fields)[number], string>>;

const badChecksum = '0';
const expertError = '8388608';
/** SYN, SYN and ACK, ACK, data, FIN. */
const complete = 31;

/** The results of tshark for a capture. */
export interface Judgement {
  readonly findings: readonly Finding[];
  readonly streams: readonly FollowedStream[];
}

/**
 * Runs tshark once, because each start takes 0.3 s of CPU: finds faults, and reads the first TCP streams, which
 * Wireshark numbers from 0 in the order of their beginning.
 *
 * Faults are packets out of time order, marks of the TCP analysis, wrong checksums, malformed packets, expert errors,
 * and TCP streams with data that end with FIN but do not begin with a handshake. Our captures must have none. `joined`:
 * streams may have begun before the capture.
 */
export async function judgeCapture(
  file: string,
  streams: number,
  { joined = false }: { readonly joined?: boolean } = {},
): Promise<Judgement> {
  const checks = ['ip.check_checksum', 'tcp.check_checksum', 'udp.check_checksum'].flatMap((name) => [
    '-o',
    `${name}:TRUE`,
  ]);
  const wanted = fields.flatMap((field) => ['-e', field]);
  const followed = Array.from({ length: streams }, (_, stream) => ['-z', `follow,tcp,raw,${stream}`]).flat();
  const output = await runWireshark('tshark', ['-n', '-r', file, ...checks, '-T', 'fields', ...wanted, ...followed]);
  // The streams follow the table, the last one first.
  const [table = '', ...texts] = output.split(/^=+\n(?=Follow:)/m);
  const rows = table
    .split('\n')
    .filter((line) => /^\d+\t/.test(line))
    .map(readRow);
  const findings = [...orderFindings(rows), ...rows.flatMap(packetFindings), ...(joined ? [] : streamFindings(rows))];
  return { findings, streams: texts.map(readFollowed).toSorted((one, other) => one.stream - other.stream) };
}

function orderFindings(rows: readonly Row[]): readonly Finding[] {
  const times = rows.map((row) => BigInt(row['frame.time_epoch'].replace('.', '')));
  const at = times.findIndex((time, nth) => nth > 0 && time < (times[nth - 1] ?? time));
  if (at < 0) return [];
  return [{ rule: 'order', packet: at + 1, text: 'earlier than the packet before it' }];
}

function readRow(line: string): Row {
  const values = line.split('\t');
  const value = (name: (typeof fields)[number]): string => values[fields.indexOf(name)] ?? '';
  return {
    'frame.number': value('frame.number'),
    'frame.time_epoch': value('frame.time_epoch'),
    'tcp.stream': value('tcp.stream'),
    'tcp.len': value('tcp.len'),
    'tcp.flags.fin': value('tcp.flags.fin'),
    'tcp.flags.reset': value('tcp.flags.reset'),
    'tcp.completeness': value('tcp.completeness'),
    'tcp.analysis.flags': value('tcp.analysis.flags'),
    'ip.checksum.status': value('ip.checksum.status'),
    'tcp.checksum.status': value('tcp.checksum.status'),
    'udp.checksum.status': value('udp.checksum.status'),
    '_ws.malformed': value('_ws.malformed'),
    '_ws.expert.severity': value('_ws.expert.severity'),
  };
}

function packetFindings(row: Row): Finding[] {
  const packet = Number(row['frame.number']);
  const findings: Finding[] = [];
  const add = (rule: Finding['rule'], text: string): void => void findings.push({ rule, packet, text });
  if (row['tcp.analysis.flags'] !== '') add('analysis', 'TCP analysis marks it');
  for (const layer of ['ip', 'tcp', 'udp'] as const) {
    const statuses = row[`${layer}.checksum.status`].split(',');
    if (statuses.includes(badChecksum)) add('checksum', `wrong ${layer} checksum`);
  }
  if (row['_ws.malformed'] !== '') add('malformed', `malformed: ${row['_ws.malformed']}`);
  if (row['_ws.expert.severity'].split(',').includes(expertError)) add('expert', 'an expert error');
  return findings;
}

/** The completeness of a stream is in its last packet. */
function streamFindings(rows: readonly Row[]): readonly Finding[] {
  const streams = Map.groupBy(
    rows.filter((row) => row['tcp.stream'] !== ''),
    (row) => row['tcp.stream'],
  );
  const isSet = (flag: string): boolean => flag === '1' || flag === 'True';
  return [...streams].flatMap(([stream, packets]): readonly Finding[] => {
    const last = packets.at(-1);
    const hasData = packets.some((row) => Number(row['tcp.len']) > 0);
    const finished = packets.some((row) => isSet(row['tcp.flags.fin']));
    const reset = packets.some((row) => isSet(row['tcp.flags.reset']));
    const completeness = Number(last?.['tcp.completeness']);
    if (!hasData || !finished || reset || completeness === complete) return [];
    const text = `TCP stream ${stream} has the completeness ${completeness}`;
    return [{ rule: 'completeness', packet: Number(last?.['frame.number']), text }];
  });
}

/** Lines of the server are indented. */
function readFollowed(text: string): FollowedStream & { readonly stream: number } {
  const [, stream = '0'] = /^Filter: tcp\.stream eq (\d+)$/m.exec(text) ?? [];
  const bytesOf = (lines: readonly string[]): Uint8Array => Buffer.from(lines.join('').replaceAll('\t', ''), 'hex');
  const lines = text.split('\n').filter((line) => /^\t?(?:[0-9a-f]{2})+$/.test(line));
  return {
    stream: Number(stream),
    client: bytesOf(lines.filter((line) => !line.startsWith('\t'))),
    server: bytesOf(lines.filter((line) => line.startsWith('\t'))),
  };
}
