import { type Entry, isChannel, type Millis, timeOf } from '#chat/event.ts';
import { isLobby } from '#chat/lobby.ts';
import { spokenText } from '#chat/spoken-text.ts';
import { secondOf } from '#text/local-time.ts';
import { harmless } from '#text/visible.ts';

import { encode } from './codec.ts';

/** Lines of a history. */
export const maxHistoryLines = 1000;
/** Its size in UTF-8 bytes. */
export const maxHistoryBytes: number = 256 * 1024;

export const cutLine = '[INFO] This is not all: what is older is left out.';

/**
 * Formats the messages of #lobby and private ones like the original, one line each; undefined if there are none.
 * `entries`: at most the last `maxHistoryLines` that the reader may read, in order.
 */
export function historyText(entries: readonly Entry[]): string | undefined {
  const lines = entries.flatMap(historyLine);
  const kept: string[] = [];
  let bytes = 0;
  for (const line of lines.toReversed()) {
    bytes += encode(line).length + 1;
    if (bytes > maxHistoryBytes) break;
    kept.push(line);
  }
  if (kept.length === 0) return undefined;
  if (kept.length < lines.length || entries.length >= maxHistoryLines) kept.push(cutLine);
  return `${kept.reverse().join('\n')}\n`;
}

function historyLine(entry: Entry): readonly string[] {
  const { event, from, room } = entry;
  if (event.kind !== 'message' || !room) return [];
  const open = isChannel(room);
  if (open && !isLobby(room)) return [];
  const to = open ? '*' : room.name;
  return [
    `${stamp(timeOf(entry))}\t${open ? 'BM' : 'PM'}\tsentby:${from.name} recvby:${to}\t${escaped(spokenText(from.name, event))}`,
  ];
}

/** Python's `str(datetime.now())`, but with six decimals always. */
const stamp = (at: Millis): string => `${secondOf(at)}.${String(at % 1000).padStart(3, '0')}000`;

/** One message is one line without control characters. A backslash is not escaped, as in the original. */
const escaped = (text: string): string =>
  harmless(text.replaceAll('\t', '\\t').replaceAll('\n', '\\n').replaceAll('\r', '\\r'));
