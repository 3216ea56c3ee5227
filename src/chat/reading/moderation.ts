import { isBroad } from '#chat/rights/masks.ts';
import { userOf } from '#chat/order/judge-grant.ts';
import { mayModerate, placeOf, seesHashes } from '#chat/order/may-moderate.ts';
import { namedMask } from '#chat/order/named-masks.ts';
import { usersHit } from '#chat/order/users-to-remove.ts';
import { isMember, type World } from '#chat/order/world.ts';
import { everybodySentence, matchesEverybody } from '#text/matches-everybody.ts';
import type { Millis, RoomRef, UserRef } from '#chat/event.ts';
import { type Listing, type ListName, wholeServer } from '#chat/rights/moderation-lists.ts';
import type { Clock, Store } from '#chat/ports.ts';
import { type Reader, seesAsOperator } from '#chat/readable/reader.ts';
import type { RefusalCode } from '#chat/refusal.ts';
import { type InvitingWorld, isValidInvitation } from '#chat/rights/valid-invitation.ts';

/** Who asks; undefined: the node itself, which may see everything. */
export type Asker = Pick<Reader, 'user' | 'scopes'> | undefined;

/** A row of a list, as its operators see it. */
export interface ShownListing extends Pick<Listing, 'list' | 'by' | 'at' | 'until' | 'reason'> {
  readonly mask: string;
  /** The hash of an address, for the operators of the server only. */
  readonly hash?: string;
}

/** Whom a ban would remove, or a mute silence, now. */
export interface Hits {
  /** How many people who are present. */
  readonly people: number;
  /** How many people are present, in the room or on the server, besides the asker. */
  readonly here: number;
  /** How many of them are guests. */
  readonly guests: number;
  /** It is of an address, which a whole class may share: where accounts only may come, less is lost by naming them. */
  readonly address: boolean;
  /** It names a user who is present and is not hit: an owner, or one on the list of exceptions. */
  readonly spared?: true;
  /** It is a name that nobody has now, who is present or has an account: it may be mistyped. */
  readonly unknown?: true;
}

/** Invitations in one answer. */
const maxInvitations = 100;

/** An open invitation. */
export interface Invitation {
  readonly room: RoomRef;
  readonly by: UserRef;
  /** 0: for ever. */
  readonly until: Millis;
}

/** What may be asked about who is kept out. */
export interface Moderation {
  /** A list of a room, or without a room of the server, for those who may change it. */
  lists(asker: Asker, list: ListName, room?: string): readonly ShownListing[] | RefusalCode;
  /** Whom a mask would hit if it were banned, or muted, in a room or on the server. For those who may do that there. */
  hits(asker: Asker, mask: string, room?: string, list?: 'ban' | 'mute'): Hits | RefusalCode;
  /** The valid invitations that a user has not used, the newest first: at most `maxInvitations`. Not of those it ignores. */
  invitations(asker: { readonly user: number }): readonly Invitation[];
}

export interface ModerationOptions {
  readonly world: World;
  readonly store: InvitingWorld & Pick<Store, 'invitations' | 'room' | 'ignored'>;
  readonly clock: Pick<Clock, 'now'>;
}

/**
 * Whether so many users are hit that the operator should be asked first: every name, or most of the people who are present. `hits`: undefined
 * where nobody is.
 */
export const needsConfirmation = (mask: string, hits: Hits | undefined): boolean =>
  matchesEverybody(mask) || (hits !== undefined && hits.people > 1 && 2 * hits.people > hits.here);

/** `It hits 12 of the 14 people who are here now.`, for an operator who is asked first. */
export const confirmationSentence = (mask: string, hits: Hits | undefined): string => {
  const all = matchesEverybody(mask) ? everybodySentence : '';
  const [people, here] = [hits?.people ?? 0, hits?.here ?? 0];
  const now =
    here === 0 ? '' : `It hits ${people} of the ${here === 1 ? '1 person who is' : `${here} people who are`} here now.`;
  return [all, now].filter((sentence) => sentence !== '').join(' ');
};

/** Sentence with which a ban of an address is answered, with what would do instead. `where`: a room, or the server. */
export function hitsSentence({ people, guests, address, spared, unknown }: Hits, where: string): string {
  if (unknown) return 'Nobody has that name now.';
  if (spared) return 'It has no effect now: it hits neither owners nor people on the list of exceptions.';
  const hit = `It hits ${people === 1 ? '1 person who is' : `${people} people who are`} here now.`;
  if (!address || people < 2) return hit;
  const instead = `To keep guests out of ${where} instead, let only accounts in: a class often shares one address.`;
  return guests === 0 ? hit : `${hit} ${instead}`;
}

export function createModeration({ world, store, clock }: ModerationOptions): Moderation {
  const known = (asker: Asker): { readonly user: ReturnType<World['present']> } | RefusalCode => {
    if (!asker) return { user: undefined };
    if (!seesAsOperator(asker)) return 'out-of-scope';
    const user = userOf(world, asker.user);
    return user ? { user } : 'not-here';
  };

  return {
    lists(asker, list, name) {
      const who = known(asker);
      if (typeof who === 'string') return who;
      const room = placeOf(world, who.user, name);
      if (room === 'no-room') return room;
      const not = mayModerate(world, list === 'invitation' ? 'invite' : 'ban', who.user, room);
      if (not) return not;
      const hashes = seesHashes(world, who.user);
      const rows = world.listings(room?.id ?? wholeServer).filter((row) => row.list === list);
      return rows.map((row) => shownListing(row, hashes));
    },
    hits(asker, mask, name, list = 'ban') {
      const who = known(asker);
      if (typeof who === 'string') return who;
      const room = placeOf(world, who.user, name);
      if (room === 'no-room') return room;
      const not = mayModerate(world, list, who.user, room);
      if (not) return not;
      const named = namedMask(world, mask, seesHashes(world, who.user));
      if (typeof named === 'string') return named;
      const rows = named.rows.map((row) => ({ ...row, until: 0, reason: '' }));
      const hit = usersHit(world, rows, room, clock.now(), who.user).flatMap(({ id }) => world.present(id) ?? []);
      const guests = hit.filter(({ guest }) => guest).length;
      const others = [...world.everyone()].filter(({ id }) => id !== who.user?.id);
      const here = others.filter((user) => !room || isMember(user, room.id)).length;
      const target = others.find(({ id }) => id === named.target);
      const spared = hit.length === 0 && target !== undefined && (!room || isMember(target, room.id));
      const address = rows.some(({ key }) => key.startsWith('address:'));
      const unknown = !address && named.target === undefined && rows.every(({ key }) => !isBroad(key));
      const more = { ...(spared && { spared }), ...(unknown && { unknown }) };
      return { people: hit.length, here, guests, address, ...more };
    },
    invitations({ user }) {
      const now = clock.now();
      const newest = store.invitations(user).toSorted((one, other) => other.seq - one.seq);
      const ignored = store.ignored(user);
      const valid = newest.flatMap((row): readonly Invitation[] => {
        const { room: id, by, until } = row;
        const room = store.room(id);
        if (!room || !isValidInvitation(store, row, now) || ignored.has(by.id) || world.role(id, user)) return [];
        return [{ room: { id, name: room.name }, by, until }];
      });
      return valid.slice(0, maxInvitations);
    },
  };
}

function shownListing({ list, key, shown, by, at, until, reason }: Listing, hashes: boolean): ShownListing {
  const common = { mask: shown, list, by, at, until, reason };
  return hashes && key.startsWith('address:') ? { ...common, hash: key.slice('address:'.length) } : common;
}
