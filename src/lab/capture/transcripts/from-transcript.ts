import { Buffer } from 'node:buffer';

import { CaptureEncoder } from '#lab/capture/capture-encoder.ts';
import type { CaptureFormat } from '#lab/capture/capture-format.ts';
import type { Side } from '#lab/capture/tcp-conversation.ts';
import { ANY_BYTE, ANY_RUN, type Pattern } from '#lab/bytes.ts';
import type { Transcript } from '#lab/transcript.ts';

export interface TranscriptCapture {
  readonly transcript: Transcript;
  readonly format: CaptureFormat;
  /** Name and version of the program that writes. */
  readonly program: string;
  /** The time of the first line, in ns since 1970. */
  readonly start: bigint;
  /** The address and port for the listener of a dialect. */
  readonly portOf: (dialect: string) => number;
  /** Called with the bytes of the capture, in order. */
  readonly write: (bytes: Uint8Array) => void;
}

/** The text for bytes that a transcript leaves open. */
const stands = { byte: '?', run: '…' } as const;

const millisecond = 1_000_000n;
const firstClientPort = 50_001;
const loopback = '127.0.0.1';

/**
 * Writes a transcript as a capture: each actor is a client on loopback with its own port. A line takes 1 ms, and `…
 * 30ms` as long as it says. Bytes a transcript leaves open (`\?`, `\*`, names) become `?`, `…` and the name. The same
 * transcript always gives the same capture.
 */
export function writeTranscriptCapture({ transcript, format, program, start, portOf, write }: TranscriptCapture): void {
  const encoder = new CaptureEncoder(format);
  const interfaces = new Map<string, number>();
  const actors = new Map<string, string>();
  let [now, links] = [start, 0];

  const interfaceOf = (dialect: string): number => {
    let number = interfaces.get(dialect);
    if (number !== undefined) return number;
    number = interfaces.size;
    interfaces.set(dialect, number);
    write(encoder.interface({ name: dialect }));
    return number;
  };
  const open = (actor: string, dialect: string): void => {
    const number = interfaceOf(dialect);
    const id = `${actor} ${++links}`;
    const ends = {
      client: { address: loopback, port: firstClientPort + links - 1 },
      server: { address: loopback, port: portOf(dialect) },
    };
    actors.set(actor, id);
    write(encoder.opened(id, now, number, ends, `${actor} opens ${dialect}`));
  };
  const close = (id: string, sides: readonly Side[], where?: string): void => {
    for (const side of sides) write(encoder.finished(id, now, side, where));
  };

  write(encoder.head({ program, comment: headOf(transcript) }));
  for (const [at, line] of transcript.lines.entries()) {
    const where = `line ${at + 1}`;
    if (line.kind === 'note') continue;
    if (line.kind === '…') now += BigInt(line.ms) * millisecond;
    else now += millisecond;
    if (line.kind === 'opens') open(line.actor, line.dialect);
    if (line.kind === 'server restarts')
      for (const id of actors.values()) write(encoder.reset(id, now, 'server', where));
    const id = 'actor' in line ? actors.get(line.actor) : undefined;
    if (id === undefined || !('actor' in line)) continue;
    if (line.kind === 'C') write(encoder.bytes(id, now, 'client', bytesOf([...line.bytes]), `${line.actor}, ${where}`));
    else if (line.kind === 'S')
      write(encoder.bytes(id, now, 'server', bytesOf(line.pattern), `to ${line.actor}, ${where}`));
    else if (line.kind === 'hangs up') write(encoder.finished(id, now, 'client', where));
    else if (line.kind === 'S closes') close(id, ['server', 'client'], where);
    else if (line.kind === 'is cut off') write(encoder.reset(id, now, 'client', where));
    else if (line.kind === 'S resets') write(encoder.reset(id, now, 'server', where));
  }
  now += millisecond;
  // An orderly end, as in every transcript: the actors hang up, and the server closes.
  for (const id of actors.values()) close(id, ['client', 'server']);
  write(encoder.statistics(now));
}

function headOf({ lines }: Transcript): string {
  const told = lines.filter((line) => line.kind === 'note').map(({ text }) => text.replace(/^# ?/, ''));
  const about = told.find((text) => text !== '' && !text.startsWith('original:')) ?? 'a transcript';
  return `Made from a transcript: ${about} It was not captured: addresses, ports, times and all headers are synthetic.`;
}

function bytesOf(pattern: Pattern): Uint8Array {
  const parts = pattern.map((place): Uint8Array => {
    if (typeof place !== 'number') return Buffer.from(place.name);
    if (place === ANY_BYTE) return Buffer.from(stands.byte);
    return place === ANY_RUN ? Buffer.from(stands.run) : Buffer.of(place);
  });
  return Buffer.concat(parts);
}
