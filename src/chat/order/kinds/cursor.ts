import type { Effect } from '#chat/effect.ts';
import type { RoomId, Seq, UserId } from '#chat/event.ts';
import type { Verdict } from '#chat/outcome.ts';
import { inboxOf } from '#chat/ports.ts';
import type { RefusalCode } from '#chat/refusal.ts';
import { ownChannel } from '#chat/order/channels.ts';
import { refuse } from '#chat/order/verdict.ts';
import { known, type Present, type World } from '#chat/order/world.ts';
import { asking, type Asking } from './kind.ts';

export const read: Asking<'read'> = asking({
  byUser(world, ordered, { upto }, user) {
    if (!isPast(world, upto)) return refuse('cursor-invalid');
    const room = readable(world, user, ordered.draft.room ?? '');
    return typeof room === 'string' ? refuse(room) : applied({ kind: 'cursor', user: user.id, room, upto });
  },
});

/** A guest has no mailbox. */
export const delivered: Asking<'delivered'> = asking({
  byUser(world, _ordered, { upto }, user) {
    if (!isPast(world, upto)) return refuse('cursor-invalid');
    return user.guest ? refuse('unavailable') : applied(deliveredUpto(user.id, upto));
  },
});

/** The delivery cursor that a departing session reports for its account. */
export const deliveredAtLast = (world: World, user: Present, upto: Seq | undefined): readonly Effect[] =>
  upto !== undefined && !user.guest && isPast(world, upto) ? [deliveredUpto(user.id, upto)] : [];

const deliveredUpto = (user: UserId, upto: Seq): Effect => ({ kind: 'cursor', user, room: inboxOf(user), upto });

const applied = (effect: Effect): Verdict => ({ kind: 'applied', effects: [effect] });

const isPast = (world: World, seq: Seq): boolean => Number.isSafeInteger(seq) && seq >= 0 && seq <= world.seq;

function readable(world: World, user: Present, name: string): RoomId | RefusalCode {
  if (name.startsWith('#')) {
    const room = ownChannel(world, user, name);
    return typeof room === 'string' ? room : room.id;
  }
  const other = known(world, name);
  return (other && world.direct(user.id, other.id)?.id) ?? 'no-room';
}
