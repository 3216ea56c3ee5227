import { type Entry, type Event, isChannel, type Millis, type RoomRef, timeOf } from '#chat/event.ts';
import { isLobby } from '#chat/names/lobby.ts';
import { spokenText } from '#chat/events/spoken-text.ts';
import { secondOf } from '#text/local-time.ts';
import { harmless } from '#text/visible.ts';

import { encode } from './codec.ts';

export const maxHistoryLines = 1000;
/** Its size in UTF-8 bytes. */
export const maxHistoryBytes: number = 256 * 1024;

export const cutLine = '[INFO] This is not all: what is older is left out.';

/** `shown`: the messages in it. */
export interface History {
  readonly text: string;
  readonly shown: readonly Entry[];
}

/** At most the last `maxHistoryLines` entries that the reader is shown, in order. `cut`: older ones were not looked at. */
export interface Recalled {
  readonly entries: readonly Entry[];
  readonly cut: boolean;
}

/** Formats the messages of #lobby and private ones like the original, one line each; undefined if there are none. */
export function historyOf({ entries, cut }: Recalled): History | undefined {
  const said = entries.filter(isShown);
  const kept: string[] = [];
  let bytes = 0;
  for (const line of said.map(historyLine).toReversed()) {
    bytes += encode(line).length + 1;
    if (bytes > maxHistoryBytes) break;
    kept.push(line);
  }
  if (kept.length === 0) return undefined;
  const shown = said.slice(-kept.length);
  if (shown.length < said.length || cut) kept.push(cutLine);
  return { text: `${kept.reverse().join('\n')}\n`, shown };
}

interface ShownMessage extends Entry {
  readonly event: Event<'message'>;
  readonly room: RoomRef;
}

const isShown = (entry: Entry): entry is ShownMessage =>
  entry.event.kind === 'message' && entry.room !== undefined && (!isChannel(entry.room) || isLobby(entry.room));

function historyLine(entry: ShownMessage): string {
  const { event, from, room } = entry;
  const head = isChannel(room) ? `BM\tsentby:${from.name} recvby:*` : `PM\tsentby:${from.name} recvby:${room.name}`;
  return `${stamp(timeOf(entry))}\t${head}\t${escaped(spokenText(from.name, event))}`;
}

/** Python's `str(datetime.now())`, but with six decimals always. */
const stamp = (at: Millis): string => `${secondOf(at)}.${String(at % 1000).padStart(3, '0')}000`;

/** One message is one line without control characters. A backslash is not escaped, as in the original. */
const escaped = (text: string): string =>
  harmless(text.replaceAll('\t', '\\t').replaceAll('\n', '\\n').replaceAll('\r', '\\r'));
