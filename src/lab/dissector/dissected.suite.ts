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
export function captureOf(connections: readonly Played[]): Uint8Array {
  const encoder = new CaptureEncoder(pcapngFormat());
  const pieces: Uint8Array[] = [encoder.head({ program: 'a test', comment: '' }), encoder.interface({ name: 'test' })];
  let time = 1_800_000_000_000_000_000n;
  connections.forEach(({ port, steps, joined }, nth) => {
    const id = String(nth);
    const conversation = {
      client: { address: '127.0.0.1', port: 50_001 + nth },
      server: { address: '127.0.0.1', port },
    };
    if (joined) encoder.joined(id, time, 0, conversation);
    else pieces.push(encoder.opened(id, time, 0, conversation));
    for (const step of steps) {
      time += 1_000_000n;
      if (typeof step === 'number') time += BigInt(step) * 1_000_000n;
      else if (step.length === 2) {
        const [side, bytes] = step;
        pieces.push(encoder.bytes(id, time, side, typeof bytes === 'string' ? Buffer.from(bytes) : bytes));
      } else if (step[1] === 'fin') pieces.push(encoder.finished(id, time, step[0]));
      else pieces.push(encoder.reset(id, time, step[0]));
    }
  });
  return Buffer.concat(pieces);
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

/**
 * What tshark shows of these connections: for each packet with a message of ours the Info column, and behind it the
 * fields that are there, `name=value`, with `|` between several values. Expert infos are `! text`.
 */
export async function shown(
  connections: readonly Played[],
  fields: readonly string[],
  options: readonly string[] = [],
): Promise<readonly string[]> {
  const wanted = ['_ws.col.Info', '_ws.expert.message', ...troubles, ...fields].flatMap((field) => ['-e', field]);
  const filter = ['-Y', 'tsam || chatroom || nick || direct || pdu || http || _ws.lua.error'];
  // Two passes, as in Wireshark, where a request has a link to its answer.
  const form = ['-2', ...filter, '-T', 'fields', '-E', 'aggregator=|'];
  const output = await tshark(captureOf(connections), [...form, ...wanted, ...options]);
  return output
    .split('\n')
    .filter(Boolean)
    .map((row) => {
      const [info = '', experts = '', ...values] = row.split('\t');
      const named = [...troubles, ...fields].map((name, nth) => [name, values[nth] ?? ''] as const);
      const said = named.filter(([, value]) => value !== '').map(([name, value]) => `${name}=${value}`);
      const own = experts.split('|').filter((text) => text !== '' && !usualExperts.test(text));
      return [info, ...said, ...own.map((text) => `! ${text}`)].join('  ');
    });
}

/** What Wireshark itself says of every connection. */
const usualExperts = /^(?:Connection |This frame |GET |HTTP)/;
