import type { RoomRef as ChatRoom } from '#chat/event.ts';
import type { RefusalCode } from '#chat/refusal.ts';

import type { Room, RoomRef } from './protocol/values.ts';
import type { Talker } from './talker.ts';

/** A channel of which nothing is known but its name: what the user sees until it asks again. */
export const bareRoom = ({ id, name }: RoomRef): Room => ({ id, name, read: 0, unread: 0, mentions: 0, level: 'all' });

/** A channel as the user of the session sees it, or why it does not. */
export function channelPart({ chat, seat }: Talker, name: string): Room | RefusalCode {
  const found = chat.channel(seat, name);
  if (typeof found === 'string') return found;
  const { room, state } = found;
  const topic = state.topic?.value;
  return { ...bareRoom({ id: room.id, name: room.name }), role: 'member', ...(topic !== undefined && { topic }) };
}

/** All rooms of the user. */
export const roomParts = (talker: Talker): readonly Room[] =>
  talker.chat.memberships(talker.seat).flatMap(({ name }: ChatRoom) => {
    const room = channelPart(talker, name);
    return typeof room === 'string' ? [] : [room];
  });
