import { type Entry as ChatEntry, type Event, timeOf } from '#chat/event.ts';
import type { Runs } from '#chat/hub/format.ts';
import { type Frame, frameOf } from '#text/frames.ts';

import { messageMore, refPart, userPart } from './entry-part.ts';
import type { Pushes } from './protocol/pushes.ts';

type Speaker = Pushes['said']['speakers'][number];

/** The position of an entry's speaker in the list; a new speaker is added. */
function placeOf(speakers: Speaker[], { from, via }: ChatEntry): number {
  for (const [place, { id, name, account, via: by }] of speakers.entries())
    if (id === from.id && name === from.name && account === (from.account ?? false) && by === via) return place;
  return speakers.push(via === undefined ? userPart(from) : { ...userPart(from), via }) - 1;
}

const tail: Frame = frameOf(']}\n');

/** Messages in a channel as one push: see `Pushes.said`. */
export const saidRuns: Runs = {
  takes: ({ event, room }) => event.kind === 'message' && room?.name.startsWith('#') === true,
  render(entries: readonly ChatEntry[]) {
    const [first] = entries;
    const base = {
      room: first?.room && refPart(first.room),
      seq: first?.seq ?? 0,
      at: first ? timeOf(first) : 0,
    };
    const speakers: Speaker[] = [];
    const parts = entries.flatMap((entry) =>
      entry.event.kind === 'message' ? [partOf(entry, entry.event, base, placeOf(speakers, entry))] : [],
    );
    const head = JSON.stringify({ type: 'said', ...base, speakers });
    return { head: frameOf(`${head.slice(0, -1)},"messages":[`), parts, tail };
  },
};

function partOf(
  entry: ChatEntry,
  event: Event<'message'>,
  base: { readonly seq: number; readonly at: number },
  speaker: number,
): Frame {
  const more = messageMore(entry, event);
  const fields = `${entry.seq - base.seq},${timeOf(entry) - base.at},${speaker},${JSON.stringify(event.text)}`;
  return frameOf(more ? `[${fields},${JSON.stringify(more)}]` : `[${fields}]`);
}
