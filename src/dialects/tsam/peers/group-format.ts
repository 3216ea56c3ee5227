import { type Entry, isChannel } from '#chat/event.ts';
import type { ByteFormat, ItemFormat } from '#chat/hub/format.ts';
import { spokenText } from '#chat/events/spoken-text.ts';
import { type Frame, joinFrames } from '#text/frames.ts';

import { encode, frame, maxCommand } from '../codec.ts';
import { serverOf } from './group-names.ts';

/** Bytes left for the text: servers on the way may put their id before it, and stuff bytes. */
const spare = 64;

/**
 * The format of a link that takes the mail of a group: a SENDMSG for each message, one after the other. `self`: our own
 * group, which is the sender of what our users write.
 */
export const groupFormat = (self: string): ByteFormat => ({
  render: (happening, as) => ('kind' in happening || as === 'self' ? undefined : mailFrame(happening, self)),
  joinable: true,
  pushes: true,
  takesMail: true,
  hears: () => false,
});

/** A session that speaks for a group and hears nothing. */
export const silentFormat: ItemFormat<Frame> = {
  render: () => undefined,
  joinable: false,
  pushes: false,
  takesMail: false,
  hears: () => false,
};

/** Our user who wrote is named at the beginning of the text; another group is the sender itself. */
function mailFrame({ event, from, room }: Entry, self: string): Frame | undefined {
  if (event.kind !== 'message' || !room || isChannel(room)) return undefined;
  const sender = serverOf(from.name);
  const head = `SENDMSG,${serverOf(room.name) ?? room.name},${sender ?? self},`;
  // Line feeds and control characters mean something to some of these servers.
  const text = spokenText(from.name, event)
    .replaceAll(/\s*[\r\n]+\s*/g, ' / ')
    .replaceAll(/[\x00-\x1f\x7f]/g, ' ');
  const pieces = piecesOf(
    sender !== undefined ? text : `${from.name}: ${text}`,
    maxCommand - spare - encode(head).length,
  );
  return joinFrames(pieces.map((piece) => frame(head + piece)));
}

/** A text in pieces of at most this many bytes; each but the last ends with `…`, to show that the text continues. */
function piecesOf(text: string, most: number): readonly string[] {
  if (encode(text).length <= most) return [text];
  const pieces: string[] = [];
  let piece = '';
  let bytes = 0;
  for (const point of text) {
    const length = encode(point).length;
    if (bytes + length > most - 3) {
      pieces.push(`${piece}…`);
      [piece, bytes] = ['', 0];
    }
    piece += point;
    bytes += length;
  }
  return [...pieces, piece];
}
