import { type Entry as ChatEntry, isImported, type Speaker, timeOf } from '#chat/event.ts';

import type { Entry, EntryHead, User } from './protocol/values.ts';

/** A user, as frames name it. */
export const userPart = ({ id, name, account }: Speaker): User => ({ id, name, account: account ?? false });

const headOf = (entry: ChatEntry): EntryHead => {
  const { seq, from, room, via } = entry;
  return {
    seq,
    at: timeOf(entry),
    from: userPart(from),
    ...(room && { room: { id: room.id, name: room.name } }),
    ...(via !== undefined && { via }),
  };
};

/** An entry, as frames show it. Undefined for what users are not shown, and for presence, which is no entry. */
export function entryPart(entry: ChatEntry): Entry | undefined {
  const { event } = entry;
  switch (event.kind) {
    case 'message':
      return {
        kind: 'message',
        ...headOf(entry),
        text: event.text,
        ...(isImported(entry) && { imported: true }),
      };
    case 'joined':
    case 'left':
      return { kind: event.kind, ...headOf(entry) };
    case 'topic':
      return { kind: 'topic', ...headOf(entry), text: event.text };
    case 'renamed':
      return { kind: 'renamed', ...headOf(entry), before: event.before };
    default:
      return undefined;
  }
}
