import type { Entry as ChatEntry } from '#chat/event.ts';
import type { Runs } from '#chat/hub/format.ts';
import { type Frame, frameOf } from '#text/frames.ts';

import { messagesOf } from './entry-part.ts';
import type { Pushes } from './protocol/pushes.ts';

type Speaker = Pushes['said']['speakers'][number];

const isSame = (one: Speaker, other: Speaker): boolean =>
  one.id === other.id && one.name === other.name && one.account === other.account && one.via === other.via;

/** The position of a speaker in the list; a new speaker is added. */
function placeOf(speakers: Speaker[], speaker: Speaker): number {
  const known = speakers.findIndex((other) => isSame(other, speaker));
  return known >= 0 ? known : speakers.push(speaker) - 1;
}

const tail: Frame = frameOf(']}\n');

/** Messages in a channel as one push: see `Pushes.said`. */
export const saidRuns: Runs = {
  takes: ({ event, room }) => event.kind === 'message' && room?.name.startsWith('#') === true,
  render(entries: readonly ChatEntry[]) {
    const messages = messagesOf(entries);
    const [first] = messages;
    const base = { room: first?.room, seq: first?.seq ?? 0, at: first?.at ?? 0 };
    const speakers: Speaker[] = [];
    const parts = messages.map(({ kind: _kind, seq, at, from, room: _room, via, text, ...more }) => {
      const speaker = placeOf(speakers, via === undefined ? from : { ...from, via });
      const part = [seq - base.seq, at - base.at, speaker, text];
      return frameOf(JSON.stringify(Object.keys(more).length > 0 ? [...part, more] : part));
    });
    const head = JSON.stringify({ type: 'said', ...base, speakers });
    return { head: frameOf(`${head.slice(0, -1)},"messages":[`), parts, tail };
  },
};
