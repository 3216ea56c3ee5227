import { relativeStart } from '#lab/encapsulate/csv/time-column.ts';
import type { Message } from '#lab/encapsulate/csv/read-messages.ts';
import type { Encapsulation } from '#lab/encapsulate/encapsulate.ts';
import type { Layer } from '#lab/encapsulate/layers/layer.ts';
import { layersOf } from '#lab/encapsulate/layers/layers.ts';
import { type MadeFrame, whoSpeaks } from '#lab/encapsulate/packets/made-frames.ts';

/** One packet that carries a row, or a part of it. */
export interface ReportedPacket {
  /** The packet's number in the capture, from 1. */
  readonly number: number;
  readonly time: string;
  readonly bytes: Uint8Array;
  readonly layers: readonly Layer[];
}

/** One row of the file with its packets; none where it has no bytes and TCP carries it. */
export interface ReportedRow {
  readonly message: Message;
  readonly time: string;
  /** `client_browser → web_server`. */
  readonly who: string;
  /** `10.0.0.1:49152`. */
  readonly source: string;
  readonly destination: string;
  /** The number of its conversation in the list, from 1. */
  readonly conversation: number;
  readonly packets: readonly ReportedPacket[];
}

/** All rows in the order of their times, made one by one: the layers of thousands at once would take much memory. */
export function* reportedRows(encapsulation: Encapsulation): Generator<ReportedRow> {
  const { conversations, frames, file, mode } = encapsulation;
  const numbered = frames.map((frame, at) => ({ frame, number: at + 1 }));
  const carrying = Map.groupBy(
    numbered.filter(({ frame }) => frame.message !== undefined),
    ({ frame }) => frame.message?.row,
  );
  const spoken = conversations.pairs.flatMap((pair, at) => pair.rows.map((row) => ({ ...row, pair, at })));
  for (const { message, from, pair, at } of spoken.sort((one, other) => byTime(one.message, other.message))) {
    const ends = [endpointText(pair.client), endpointText(pair.server)] as const;
    const [source, destination] = from === 'client' ? ends : ([ends[1], ends[0]] as const);
    const packet = ({ frame, number }: { readonly frame: MadeFrame; readonly number: number }): ReportedPacket => {
      return {
        number,
        time: timeText(frame.time, mode === 'live' ? 'absolute' : file.times),
        bytes: frame.bytes,
        // A getter, because most reports of thousands of rows show only a few in full.
        get layers() {
          return layersOf(frame, conversations);
        },
      };
    };
    yield {
      message,
      time: timeText(message.time, file.times),
      who: whoSpeaks(pair, from),
      source,
      destination,
      conversation: at + 1,
      packets: (carrying.get(message.row) ?? []).map(packet),
    };
  }
}

function byTime(one: Message, other: Message): number {
  if (one.time !== other.time) return one.time < other.time ? -1 : 1;
  return one.row - other.row;
}

/** Why a row has no packet. */
export const withoutPacket = ({ payload }: Message): string =>
  payload.length === 0 ? 'no packet: the message is empty, and TCP carries bytes only' : 'no packet: it was not sent';

export const endpointText = ({ address, port }: { readonly address: string; readonly port: number }): string =>
  address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;

/** Seconds since the start for files that count from one, ISO 8601 in UTC otherwise; ns where there are some. */
function timeText(time: bigint, kind: 'absolute' | 'relative'): string {
  const second = 1_000_000_000n;
  if (kind === 'relative') {
    const since = time - relativeStart;
    const [sign, size] = since < 0n ? ['-', -since] : ['', since];
    return `${sign}${size / second}.${shortFraction(size % second, 3)}`;
  }
  const whole = new Date(Number(time / second) * 1000).toISOString().slice(0, 19);
  const fraction = shortFraction(time % second, 0);
  return `${whole}${fraction === '' ? '' : `.${fraction}`}Z`;
}

/** Without zeros at the end, in whole thousandths, millionths or billionths. */
function shortFraction(ns: bigint, least: number): string {
  const digits = String(ns).padStart(9, '0');
  const needed = digits.replace(/0+$/, '').length;
  return digits.slice(0, Math.max(Math.ceil(needed / 3) * 3, least));
}
