import type { Entry, Message, Room } from '#dialects/web/protocol.ts';
import type { Model } from './model.ts';
import { isMentioned, wants } from './rooms.ts';

/** A message of somebody else that has just come. */
export interface News {
  readonly message: Message;
  readonly room: Room;
  /** It is in private, or mentions the user. */
  readonly isCall: boolean;
  /** The room is one of which the user wants to be told. */
  readonly isWanted: boolean;
}

/** Undefined: the entry is nothing new for the user. `model`: before the entry. */
export function newsOf(model: Model, entry: Entry): News | undefined {
  const { self, ignored, counted } = model;
  if (entry.kind !== 'message' || self === undefined || entry.from.id === self.id) return undefined;
  const room = model.rooms.get(entry.room?.id ?? 0);
  // What was sent again after a resume is not new.
  if (room === undefined || entry.seq <= counted || ignored.some(({ id }) => id === entry.from.id)) return undefined;
  const isCall = room.with !== undefined || isMentioned(entry, self);
  return { message: entry, room, isCall, isWanted: wants(room, entry, self) };
}
