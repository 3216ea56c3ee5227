import type { CaptureFormat } from '#lab/capture/capture-format.ts';

import { CsvError } from './csv/problem.ts';
import type { MessageFile } from './csv/read-messages.ts';
import { type ConversationOptions, type Conversations, conversationsOf } from './packets/conversations.ts';
import { isolatedFrames } from './packets/isolated-frames.ts';
import { inTimeOrder, type MadeFrame } from './packets/made-frames.ts';
import { streamFrames } from './packets/stream-frames.ts';

export type Mode = 'stream' | 'isolated' | 'live';

/** A file as packets. */
export interface Encapsulation {
  readonly mode: Mode;
  readonly file: MessageFile;
  readonly conversations: Conversations;
  /** The packets, in the order of their times. */
  readonly frames: readonly MadeFrame[];
  readonly assumed: readonly string[];
}

/** Bytes of a message that fit into one packet: 65535, less the headers of IP and TCP. */
const largestPayload = 65_495;

/** Makes the packets for all rows of a file. Throws `CsvError` for messages that need one packet and do not fit. */
export function encapsulate(
  file: MessageFile,
  mode: Exclude<Mode, 'live'>,
  options: ConversationOptions = {},
): Encapsulation {
  const tooLong = file.messages.filter(
    ({ transport, payload }) => (mode === 'isolated' || transport === 'udp') && payload.length > largestPayload,
  );
  const problems = tooLong.map(({ line, payload: { length } }) => {
    return { line, text: `the message has ${length} bytes, and one packet holds ${largestPayload}` };
  });
  if (problems.length > 0) throw new CsvError(problems);
  const conversations = conversationsOf(file.messages, options);
  const make = mode === 'stream' ? streamFrames : isolatedFrames;
  const frames = inTimeOrder(conversations.pairs.map((pair, at) => make(pair, at)));
  return { mode, file, conversations, frames, assumed: [...file.assumed, ...conversations.assumed] };
}

const origins: Readonly<Record<Mode, string>> = {
  stream:
    'nothing was captured. The messages and their times are those of the file; all headers around them are synthesised.',
  isolated: 'nothing was captured. One packet for each row; all headers are synthesised.',
  live: 'the messages were sent at these times over these ports. The Ethernet, IP and TCP headers around them are synthesised.',
};

/** A capture file with all packets, piece by piece. `source`: the file's name; `program`: name and version of ours. */
export function* captureOf(
  { mode, conversations, frames }: Encapsulation,
  format: CaptureFormat,
  { source, program }: { readonly source: string; readonly program: string },
): Generator<Uint8Array> {
  yield format.head({ program, comment: `Made from ${source}, mode ${mode}: ${origins[mode]}` });
  yield format.interface({ name: 'encapsulate', description: `packets made from ${source}` });
  if (conversations.hosts.names.size > 0) yield format.names(conversations.hosts.names);
  for (const { bytes, time, from, comment: said } of frames) {
    yield format.packet({ bytes, time, interface: 0, from, comment: said });
  }
}
