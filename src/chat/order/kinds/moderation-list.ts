import type { Effect } from '#chat/effect.ts';
import type { Asked, Millis, Ordered, RoomRef, UserId, UserRef } from '#chat/event.ts';
import { maxListed, maxKicked } from '#chat/limits.ts';
import { type Listing, type ListName, wholeServer } from '#chat/rights/moderation-lists.ts';
import type { Verdict } from '#chat/outcome.ts';
import type { RefusalCode } from '#chat/refusal.ts';
import { invitationSpent } from '#chat/order/bans.ts';
import { type NamedMask, namedMask, rowsNamed } from '#chat/order/named-masks.ts';
import { mayModerate, placeOf, seesHashes } from '#chat/order/may-moderate.ts';
import { type ListChange, speechChanged } from '#chat/order/speech-changes.ts';
import { endsAfter, removal, usersHit } from '#chat/order/users-to-remove.ts';
import { reasonText } from '#chat/order/kept-text.ts';
import { textAllowed } from '#chat/order/text-allowed.ts';
import { accept, entryOf, noOp, refuse, server } from '#chat/order/verdict.ts';
import type { Present, World } from '#chat/order/world.ts';
import { kind, type Kind } from './kind.ts';

/**
 * The right that changing each list needs. Inviting a mask needs more than inviting one user: it opens the room to all
 * whom it matches.
 */
const acts = { ban: 'ban', mute: 'mute', exception: 'ban', invitation: 'set' } as const;

/** Adds a mask to a list of a room, or of the server; it replaces an old row of the same mask. */
export const listed: Kind<'listed'> = kind({
  kept: true,
  byUser: (world, ordered, asked, user) => judgeListed(world, ordered, asked, user),
  byNode: (world, ordered, asked) => judgeListed(world, ordered, asked, undefined),
});

function judgeListed(world: World, ordered: Ordered, asked: Asked<'listed'>, user: Present | undefined): Verdict {
  const wanted = rowsWanted(world, ordered, asked, user);
  if (typeof wanted === 'string') return refuse(wanted);
  const { room, shown, reason, rows, before } = wanted;
  const { list, until = 0, kick = false } = asked;
  const { at } = ordered.draft;
  const by = user?.ref ?? server;
  const removes = list === 'ban' && (room === undefined || kick);
  const hit = removes ? usersHit(world, rows, room, at) : [];
  if (room && hit.length > maxKicked) return refuse('too-many-hit');
  if (hit.length === 0 && rows.every(isSameIn(before))) return noOp(by, room);
  const silences = list === 'mute' || (list === 'ban' && !removes);
  const silenced = silences ? usersHit(world, rows, room, at).slice(0, maxKicked) : [];
  const freed = list === 'exception' ? speechChanged(world, added(world, ordered, room, rows)) : [];
  const event = {
    kind: 'listed',
    list,
    mask: shown,
    ...(until !== 0 && { until }),
    ...(reason !== '' && { reason }),
    ...(room && hit.length > 0 && { kicked: hit }),
    ...(silenced.length > 0 && { silenced }),
    ...(freed.length > 0 && { freed }),
  } as const;
  const effects = [
    ...rows.map((row): Effect => ({ kind: 'listed', row })),
    ...(room && list === 'ban' ? invitationsEnded(world, room, rows, hit) : []),
    ...(room ? removal(world, room, hit) : hit.map((each) => sessionsEnded(each, event, at))),
  ];
  return accept(listed, world, entryOf(ordered, by, event, room), effects);
}

/** The rows that an asker may add to a list, and those that the list has before. */
interface RowsWanted {
  /** Undefined: the whole server. */
  readonly room: RoomRef | undefined;
  readonly shown: string;
  readonly reason: string;
  readonly rows: readonly Listing[];
  readonly before: readonly Listing[];
}

function rowsWanted(
  world: World,
  ordered: Ordered,
  { list, mask, until = 0, reason: given }: Asked<'listed'>,
  user: Present | undefined,
): RowsWanted | RefusalCode {
  const room = placeOf(world, user, ordered.draft.room);
  if (typeof room === 'string') return room;
  const not = mayModerate(world, acts[list], user, room);
  if (not) return not;
  const named = namedMask(world, mask, seesHashes(world, user));
  if (typeof named === 'string') return named;
  const notThat = whyNotThat(world, list, user, room, named.target);
  if (notThat) return notThat;
  // Users whom the list does not affect now, such as owners, would list themselves for the time when it does.
  if (list !== 'invitation' && list !== 'exception' && user && named.target === user.id) return 'not-allowed';
  const reason = reasonText(textAllowed(world, ordered, user, room, given));
  if (reason === undefined) return 'reason-long';
  if (until !== 0 && !endsAfter(until, ordered.draft.at)) return 'time-invalid';
  const by = user?.ref ?? server;
  const rows = rowsOf(ordered, named, { room: room?.id ?? wholeServer, list, by, until, reason });
  const before = placeRows(world, room).filter((row) => row.list === list);
  if (before.length + rows.filter(isNewIn(before)).length > maxListed) return 'list-full';
  return { room, shown: named.shown, reason, rows, before };
}

const placeRows = (world: World, room: RoomRef | undefined): readonly Listing[] =>
  world.listings(room?.id ?? wholeServer);

const isSameRow = (one: Listing, other: Listing): boolean => one.list === other.list && one.key === other.key;

function added(
  world: World,
  { draft: { at } }: Ordered,
  room: RoomRef | undefined,
  rows: readonly Listing[],
): ListChange {
  const others = placeRows(world, room).filter((row) => !rows.some((each) => isSameRow(each, row)));
  return { room, rows, after: [...others, ...rows], at };
}

function removed(
  world: World,
  { draft: { at } }: Ordered,
  room: RoomRef | undefined,
  rows: readonly Listing[],
): ListChange {
  return { room, rows, after: placeRows(world, room).filter((row) => !rows.includes(row)), at };
}

/** An operator whom an owner has banned or muted must not undo that. */
function whyNotThat(
  world: World,
  list: ListName,
  user: Present | undefined,
  room: RoomRef | undefined,
  target: UserId | undefined,
): RefusalCode | undefined {
  const isOwn = list !== 'invitation' && user !== undefined && target === user.id;
  if (isOwn && world.immunity(user.id, room?.id ?? wholeServer) !== 'all') return 'not-allowed';
  return mayModerate(world, acts[list], user, room, target);
}

/** The invitations of users whom a ban of a room names; those of users whom it removes end with the membership. */
const invitationsEnded = (
  world: World,
  { id: room }: RoomRef,
  rows: readonly Listing[],
  hit: readonly UserRef[],
): readonly Effect[] =>
  rows.flatMap(({ user }): readonly Effect[] =>
    user === undefined || hit.some(({ id }) => id === user) ? [] : invitationSpent(world, room, user),
  );

type Common = Pick<Listing, 'room' | 'list' | 'until' | 'reason' | 'by'>;

const rowsOf = (
  { seq, draft: { at } }: Ordered,
  { rows, shown }: NamedMask,
  { by: { id, name }, ...common }: Common,
): readonly Listing[] => rows.map((row) => ({ ...common, ...row, shown, by: { id, name }, at, seq }));

const isNewIn =
  (before: readonly Listing[]) =>
  ({ key }: Listing): boolean =>
    !before.some((row) => row.key === key);

const isSameIn =
  (before: readonly Listing[]) =>
  ({ key, user, until, reason }: Listing): boolean =>
    before.some((row) => row.key === key && row.user === user && row.until === until && row.reason === reason);

const sessionsEnded = (
  { id }: UserRef,
  { until, reason }: Pick<Asked<'listed'>, 'until' | 'reason'>,
  at: Millis,
): Effect => ({
  kind: 'sessionsEnded',
  user: id,
  why: 'banned',
  ...(until !== undefined && { until, at }),
  reason,
});

/** Removes a mask from a list: as it was written, or as the list shows it. */
export const unlisted: Kind<'unlisted'> = kind({
  kept: true,
  byUser: (world, ordered, asked, user) => judgeUnlisted(world, ordered, asked, user),
  byNode: (world, ordered, asked) => judgeUnlisted(world, ordered, asked, undefined),
});

function judgeUnlisted(
  world: World,
  ordered: Ordered,
  { list, mask }: Asked<'unlisted'>,
  user: Present | undefined,
): Verdict {
  const room = placeOf(world, user, ordered.draft.room);
  if (typeof room === 'string') return refuse(room);
  const not = mayModerate(world, acts[list], user, room);
  if (not) return refuse(not);
  const all = world.listings(room?.id ?? wholeServer).filter((row) => row.list === list);
  const rows = rowsNamed(world, all, mask, seesHashes(world, user));
  if (typeof rows === 'string') return refuse(rows);
  const [first] = rows;
  if (!first) return refuse('not-listed');
  const notThat = rows.map((row) => whyNotThat(world, list, user, room, row.user)).find((code) => code);
  if (notThat) return refuse(notThat);
  const effects = rows.map(({ room: id, key }): Effect => ({ kind: 'unlisted', room: id, list, key }));
  const changed = list === 'invitation' ? [] : speechChanged(world, removed(world, ordered, room, rows));
  const event = {
    kind: 'unlisted',
    list,
    mask: first.shown,
    ...(changed.length > 0 && { [list === 'exception' ? 'silenced' : 'freed']: changed }),
  } as const;
  return accept(unlisted, world, entryOf(ordered, user?.ref ?? server, event, room), effects);
}
