import type { RoomRef, Seq } from './protocol/values.ts';
import type { Done } from './requesting-session.ts';

/** The part of an answer that every accepted request has. */
export interface DonePart {
  readonly seq?: Seq;
  readonly at?: number;
  readonly room?: RoomRef;
  readonly already?: true;
}

/** Its place in the order; `already` if nothing had to be done. */
export function donePart(done: Done): DonePart {
  switch (done.kind) {
    case 'entry': {
      const { seq, at, room } = done.entry;
      return { seq, at, ...(room && { room: { id: room.id, name: room.name } }) };
    }
    case 'no-op':
      return { already: true, ...(done.room && { room: { id: done.room.id, name: done.room.name } }) };
    case 'again':
      return { seq: done.seq };
    case 'applied':
      return {};
  }
}
