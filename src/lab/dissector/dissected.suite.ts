import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { usualPorts } from '#server/commands/dissector.ts';

import { CaptureEncoder } from '../capture/capture-encoder.ts';
import { pcapngFormat } from '../capture/pcapng-writer.ts';
import type { Side } from '../capture/tcp-conversation.ts';
import { runWireshark } from '../capture/tshark.ts';
import { dissectorLua } from './dissector.ts';

/** What happens on a connection: a side writes, waits this many ms, finishes (FIN) or resets it (RST). */
export type Step =
  | readonly [side: Side, bytes: string | Uint8Array]
  | readonly [side: Side, end: 'fin' | 'rst', nothing: null]
  | number;

/** A connection in a capture. */
export interface Played {
  readonly port: number;
  readonly steps: readonly Step[];
  /** It began before the capture: no handshake. */
  readonly joined?: boolean;
}

/** Bytes as one character each, so that control characters and broken UTF-8 can be written down. */
export const latin1 = (text: string): Uint8Array => Buffer.from(text, 'latin1');

/** A capture of these connections, one after the other, whose clients have the ports 50001, 50002, … */
export const captureOf = (connections: readonly Played[]): Uint8Array => capturesTogether([connections]).bytes;

/** One capture of several groups of connections. The addresses are 127.0.0.1 in the first, 127.0.1.1 in the second. */
function capturesTogether(groups: readonly (readonly Played[])[]): {
  readonly bytes: Uint8Array;
  /** The number of packets before each group. */
  readonly before: readonly number[];
} {
  const encoder = new CaptureEncoder(pcapngFormat());
  const pieces: Uint8Array[] = [encoder.head({ program: 'a test', comment: '' }), encoder.interface({ name: 'test' })];
  const before: number[] = [];
  let [time, packets] = [1_800_000_000_000_000_000n, 0];
  const add = (piece: Uint8Array): void => {
    pieces.push(piece);
    packets += blocksIn(piece);
  };
  groups.forEach((connections, group) => {
    before.push(packets);
    const address = `127.0.${group}.1`;
    connections.forEach(({ port, steps, joined }, nth) => {
      const id = `${group} ${nth}`;
      const conversation = { client: { address, port: 50_001 + nth }, server: { address, port } };
      if (joined) encoder.joined(id, time, 0, conversation);
      else add(encoder.opened(id, time, 0, conversation));
      for (const step of steps) {
        time += 1_000_000n;
        if (typeof step === 'number') time += BigInt(step) * 1_000_000n;
        else if (step.length === 2) {
          const [side, bytes] = step;
          add(encoder.bytes(id, time, side, typeof bytes === 'string' ? Buffer.from(bytes) : bytes));
        } else if (step[1] === 'fin') add(encoder.finished(id, time, step[0]));
        else add(encoder.reset(id, time, step[0]));
      }
    });
  });
  return { bytes: Buffer.concat(pieces), before };
}

/** The number of blocks of pcapng: each begins with its type and its length. */
function blocksIn(piece: Uint8Array): number {
  const view = new DataView(piece.buffer, piece.byteOffset, piece.byteLength);
  let count = 0;
  for (let at = 0; at < piece.length; at += view.getUint32(at + 4, true)) count++;
  return count;
}

/** Runs tshark with the dissector on a capture; standard output. */
export async function tshark(capture: Uint8Array, args: readonly string[]): Promise<string> {
  const directory = mkdtempSync(join(tmpdir(), 'polylogue-dissector-'));
  try {
    const [file, lua] = [join(directory, 'capture.pcapng'), join(directory, 'polylogue.lua')];
    writeFileSync(file, capture);
    writeFileSync(lua, dissectorLua({ version: '0.0.0', ports: usualPorts() }));
    return await runWireshark('tshark', ['-n', '-X', `lua_script:${lua}`, '-r', file, ...args]);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** Shown beside what a test asks for: what must never be there. */
const troubles = ['_ws.lua.error', '_ws.malformed', '_ws.unreassembled'];

/** What is to be shown. */
interface Wanted {
  readonly connections: readonly Played[];
  readonly fields: readonly string[];
  readonly options: readonly string[];
  readonly resolve: (rows: readonly string[]) => void;
  readonly reject: (error: unknown) => void;
}

const wanted: Wanted[] = [];

/**
 * What tshark shows of these connections: for each packet with a message of ours the Info column, and behind it the
 * fields that are there, `name=value`, with `|` between several values. Expert infos are `! text`. What is asked for at
 * the same time, with the same options, is shown by one tshark, because each takes 0.2 s of CPU to start.
 */
export function shown(
  connections: readonly Played[],
  fields: readonly string[],
  options: readonly string[] = [],
): Promise<readonly string[]> {
  const { promise, resolve, reject } = Promise.withResolvers<readonly string[]>();
  if (wanted.length === 0) setImmediate(showAll);
  wanted.push({ connections, fields, options, resolve, reject });
  return promise;
}

function showAll(): void {
  for (const group of Map.groupBy(wanted.splice(0), ({ options }) => options.join(' ')).values()) {
    showTogether(group).catch((error: unknown) => {
      for (const { reject } of group) reject(error);
    });
  }
}

async function showTogether(group: readonly Wanted[]): Promise<void> {
  const { bytes, before } = capturesTogether(group.map(({ connections }) => connections));
  const fields = [...troubles, ...new Set(group.flatMap((each) => each.fields))];
  const columns = ['ip.src', '_ws.col.Info', '_ws.expert.message', ...fields].flatMap((field) => ['-e', field]);
  const filter = ['-Y', 'tsam || chatroom || nick || direct || pdu || http || _ws.lua.error'];
  // Two passes, as in Wireshark, where a request has a link to its answer.
  const form = ['-2', ...filter, '-T', 'fields', '-E', 'aggregator=|'];
  const output = await tshark(bytes, [...form, ...columns, ...(group[0]?.options ?? [])]);
  const rows = Map.groupBy(output.split('\n').filter(Boolean), (row) => Number(row.split('.', 3)[2]));
  group.forEach((each, nth) => {
    const ofPacket = (number: string): string => String(Number(number) - (before[nth] ?? 0));
    each.resolve((rows.get(nth) ?? []).map((row) => rowText(row, fields, each.fields, ofPacket)));
  });
}

/** `ofPacket`: the number of a packet, counted from the first one of the test. */
function rowText(
  row: string,
  columns: readonly string[],
  fields: readonly string[],
  ofPacket: (number: string) => string,
): string {
  const [, info = '', experts = '', ...values] = row.split('\t');
  const said = [...troubles, ...fields].flatMap((name) => {
    const value = values[columns.indexOf(name)] ?? '';
    if (value === '') return [];
    return `${name}=${/response_(?:in|to)$/.test(name) ? value.replaceAll(/\d+/g, ofPacket) : value}`;
  });
  const own = experts.split('|').filter((text) => text !== '' && !usualExperts.test(text));
  const told = own.map((text) => `! ${text.replaceAll(/(?<=packet )\d+/g, ofPacket)}`);
  return [info, ...said, ...told].join('  ');
}

/** What Wireshark itself says of every connection. */
const usualExperts = /^(?:Connection |This frame |GET |HTTP)/;
