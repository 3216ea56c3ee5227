import type { Effect } from '#chat/effect.ts';
import type { Asked, Millis, Ordered, UserRef } from '#chat/event.ts';
import { maxListed } from '#chat/limits.ts';
import { type Listing, userKey, wholeServer } from '#chat/rights/moderation-lists.ts';
import type { Verdict } from '#chat/outcome.ts';
import { may } from '#chat/rights/rights.ts';
import { isValidInvitation } from '#chat/rights/valid-invitation.ts';
import { banAgainst } from '#chat/order/bans.ts';
import { refusalBy } from '#chat/order/speech-rules.ts';
import { mayModerate, placeOf } from '#chat/order/may-moderate.ts';
import { endsAfter, removal } from '#chat/order/users-to-remove.ts';
import { reasonText } from '#chat/order/kept-text.ts';
import { textAllowed } from '#chat/order/text-allowed.ts';
import { accept, entryOf, noOp, refuse, server } from '#chat/order/verdict.ts';
import { userNamed, type Present, type World } from '#chat/order/world.ts';
import { kind, type Kind } from './kind.ts';

/**
 * Removes a member from a room, or a present user from the server. It may come back, unless it is banned (`listed`).
 */
export const kicked: Kind<'kicked'> = kind({
  kept: true,
  byUser: (world, ordered, asked, user) => judgeKicked(world, ordered, asked, user),
  byNode: (world, ordered, asked) => judgeKicked(world, ordered, asked, undefined),
});

function judgeKicked(world: World, ordered: Ordered, asked: Asked<'kicked'>, by: Present | undefined): Verdict {
  const room = placeOf(world, by, ordered.draft.room);
  if (typeof room === 'string') return refuse(room);
  const not = mayModerate(world, 'kick', by, room);
  if (not) return refuse(not);
  const other = userNamed(world, asked.user);
  if (!other) return refuse('no-user');
  // Nobody kicks themselves: they leave.
  const notThat = other.id === by?.id ? 'not-allowed' : mayModerate(world, 'kick', by, room, other.id);
  if (notThat) return refuse(notThat);
  if (!(room ? world.role(room.id, other.id) : world.present(other.id)))
    return refuse({ code: 'user-not-here', ...(room && { room: room.name }) });
  const reason = reasonText(textAllowed(world, ordered, by, room, asked.reason));
  if (reason === undefined) return refuse('reason-long');
  const user: UserRef = { id: other.id, name: other.name };
  const why = reason === '' ? undefined : reason;
  const effects: readonly Effect[] = room
    ? removal(world, room, [user])
    : [{ kind: 'sessionsEnded', user: user.id, why: 'kicked', reason: why }];
  const event = { kind: 'kicked', user, ...(why !== undefined && { reason: why }) } as const;
  return accept(kicked, world, entryOf(ordered, by?.ref ?? server, event, room), effects);
}

/** Lets a user join an invite-only room once. */
export const invited: Kind<'invited'> = kind({
  kept: true,
  byUser: (world, ordered, asked, user) => judgeInvited(world, ordered, asked, user),
  byNode: (world, ordered, asked) => judgeInvited(world, ordered, asked, undefined),
});

function judgeInvited(world: World, ordered: Ordered, asked: Asked<'invited'>, user: Present | undefined): Verdict {
  const { seq, draft } = ordered;
  const { until = 0 } = asked;
  const room = placeOf(world, user, ordered.draft.room) ?? 'no-room';
  if (typeof room === 'string') return refuse(room);
  const not = mayModerate(world, 'invite', user, room);
  if (not) return refuse(not);
  // The invited user is told so, with the name of a room, which the user may have chosen.
  const silenced = user && world.speechRules(wholeServer)?.forbids(user, draft.at);
  if (silenced) return refuse(silenced);
  const other = userNamed(world, asked.user);
  if (!other) return refuse('no-user');
  if (until !== 0 && !endsAfter(until, draft.at)) return refuse('time-invalid');
  const by = user?.ref ?? server;
  if (world.role(room.id, other.id)) return noOp(by, room);
  // Members may learn of masks of names, but not whom an address matches.
  const ban = banAgainst(world, room.id, { id: other.id, name: other.name, addresses: undefined }, draft.at);
  if (ban) return refuse({ ...refusalBy(ban, 'user-banned', draft.at, room.name), reason: undefined });
  const before = world.listings(room.id).filter(({ list }) => list === 'invitation');
  const key = userKey(other.id);
  const same = before.find((row) => row.key === key);
  if (same && isValidInvitation(world, same, draft.at)) return noOp(by, room, withEnd(world, same, until, user));
  if (!same && before.length >= maxListed) return refuse('list-full');
  const row: Listing = {
    room: room.id,
    list: 'invitation',
    key,
    user: other.id,
    shown: other.name,
    by: { id: by.id, name: by.name },
    at: draft.at,
    until,
    reason: '',
    seq,
  };
  const invitee: UserRef = { id: other.id, name: other.name };
  const event = { kind: 'invited', user: invitee, ...(until !== 0 && { until }) } as const;
  return accept(invited, world, entryOf(ordered, by, event, room), [{ kind: 'listed', row }]);
}

/** The user is not told again: another end of its invitation, from who gave it or from an operator, changes the row alone. */
function withEnd(world: World, row: Listing, until: Millis, user: Present | undefined): readonly Effect[] | undefined {
  if (row.until === until) return undefined;
  const mayChange = !user || row.by.id === user.id || may(world, 'set', user.id, row.room) === undefined;
  return mayChange ? [{ kind: 'listed', row: { ...row, until } }] : undefined;
}
