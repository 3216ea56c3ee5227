import type { Message, MessageFile } from '#lab/encapsulate/csv/read-messages.ts';
import type { Encapsulation } from '#lab/encapsulate/encapsulate.ts';
import type { PairConversation } from '#lab/encapsulate/packets/conversations.ts';
import { inTimeOrder } from '#lab/encapsulate/packets/made-frames.ts';
import { commentOf } from '#lab/encapsulate/packets/stream-frames.ts';
import type { LiveConnection } from './live-event.ts';
import { liveFrames } from './live-frames.ts';

/** What was sent of a file, over which connections. */
export interface Sent {
  readonly file: MessageFile;
  readonly pairs: readonly PairConversation[];
  /** The connections, by the position of their pair in the list. Pairs of which nothing was sent have no connection. */
  readonly connections: ReadonlyMap<number, LiveConnection>;
  /** The listener was ours, so that answers could go the other way. */
  readonly bothOurs: boolean;
}

/** The packets for a file that was sent: as `encapsulate` makes them, but with the real ports, times and chunks. */
export function sentEncapsulation({ file, pairs, connections, bothOurs }: Sent): Encapsulation {
  const made = pairs.map((pair, at): PairConversation => {
    const connection = connections.get(at);
    const rows = bothOurs ? pair.rows : pair.rows.map((row) => ({ ...row, from: 'client' as const }));
    return {
      ...pair,
      transport: 'tcp',
      made: undefined,
      rows,
      ...(connection && { client: connection.client, server: connection.server }),
    };
  });
  const frames = made.map((pair, at) => {
    const places = new Map(pair.rows.map((row, nth) => [row.message.row, nth]));
    const connection = connections.get(at);
    return connection ? liveFrames(connection, at, (row) => commentOf(pair, places.get(row) ?? 0)) : [];
  });
  const hosts = { addresses: (): readonly [string, string] => ['', ''], names: new Map<string, string>(), assumed: [] };
  const conversations = { pairs: made, hosts, assumed: [] };
  return {
    mode: 'live',
    file,
    conversations,
    frames: inTimeOrder(frames),
    assumed: [...file.assumed, ...liveWords(file.messages, pairs, bothOurs)],
  };
}

function liveWords(
  messages: readonly Message[],
  pairs: readonly PairConversation[],
  bothOurs: boolean,
): readonly string[] {
  const answers = pairs.flatMap(({ rows }) => rows).filter(({ from }) => from === 'server').length;
  const words = ['Addresses and ports are those of this machine, not those of the file.'];
  if (!bothOurs && answers > 0)
    words.push(`Answers in the file (${answers}) are sent like all other rows: the other end is not ours.`);
  if (messages.some(({ transport }) => transport === 'udp'))
    words.push('Rows of UDP and DNS are sent as their text over TCP.');
  if (messages.some(({ payload }) => payload.length === 0)) words.push('Empty messages send nothing.');
  return words;
}
