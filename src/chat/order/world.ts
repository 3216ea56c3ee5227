import type { ChatSettingName, ChatSettings, SetValues } from '#chat/settings/chat-settings.ts';
import type { AccountRow, OwnerOrOperator, MemberRow, OnceRow, ReactionRow, RoomRow } from '#chat/ports.ts';
import type { Entry, Membership, Millis, Role, RoomId, RoomRef, Seq, Speaker, UserId, UserRef } from '#chat/event.ts';
import { accountKey, exactKey } from '#chat/names/name-keys.ts';
import { asWritten } from '#chat/names/names.ts';
import type { TokenRow } from '#chat/rights/token.ts';
import type { RoomState } from '#chat/settings/room-state.ts';
import type { Listing } from '#chat/rights/moderation-lists.ts';
import type { Said, SaidRange } from '#chat/readable/said-by-others.ts';
import type { SpeechRules, Immunity, Lists } from './speech-rules.ts';
import type { WaitingMail } from './mailbox.ts';
import type { Present } from './present-user.ts';
import type { SettledNumbers } from './settled-numbers.ts';

export type { Bound, Present } from './present-user.ts';

/** One run of one node, from its start to its end, or to the start of the next run. */
export interface Run {
  readonly id: Seq;
  readonly runId: string;
  readonly node: string;
  /** Which drafts of this run have been judged. */
  readonly judged: SettledNumbers;
  readonly sessions: ReadonlyMap<number, Present>;
  /** The keyed hashes of the addresses of its sessions, where they have one. */
  readonly addresses: ReadonlyMap<number, string>;
}

/** A user who can be sent a message: present, or an account. */
export interface Known {
  readonly id: UserId;
  readonly name: string;
  readonly guest: boolean;
}

/**
 * The order so far, as `decide` sees it: synchronous look-ups by key. Live data is in memory, the rest is looked up in
 * the store inside the batch's own transaction.
 */
export interface World {
  /** The last seq judged, refusals included. */
  readonly seq: Seq;
  /** The time of the last entry. */
  readonly at: Millis;
  readonly epoch: string;
  run(runId: string): Run | undefined;
  runsOf(node: string): readonly Run[];
  present(id: UserId): Present | undefined;
  /** By a key from `name-keys.ts`. */
  presentNamed(key: string): Present | undefined;
  account(id: UserId): AccountRow | undefined;
  accountNamed(key: string): AccountRow | undefined;
  /** The same from a cache, without what may change at any time. */
  accountRef(key: string): UserRef | undefined;
  /** The mail of an account: private messages to it that are not delivered yet. Counted up to `maxMail`. */
  mail(account: UserId): Readonly<WaitingMail>;
  /** The time and place of a user's request with this id of the client. */
  once(user: UserId, id: string): OnceRow | undefined;
  /** Whether the message with this import key was imported. */
  imported(importKey: string): boolean;
  /** By its name as a user wrote it. */
  channel(name: string): RoomRow | undefined;
  direct(one: UserId, other: UserId): RoomRow | undefined;
  /** A list of this room only, shared by all plain members who are members of no other room, as most are. */
  membershipInOnly(room: RoomRef): readonly Membership[];
  /** The channels of an account that is not present, by id. */
  memberships(account: UserId): readonly Membership[];
  /** Whom a user ignores. The same set until it changes. */
  ignored(user: UserId): ReadonlySet<UserId>;
  /** See `Lookup` and `Store`. */
  heard(account: UserId): Seq;
  said(range: SaidRange): Said;
  roomState(room: RoomId): RoomState;
  /** See `Lookup`. */
  serverOwnersAndOperators(): readonly OwnerOrOperator[];
  token(hash: string): TokenRow | undefined;
  tokenOfId(id: Seq): TokenRow | undefined;
  guestToken(guest: UserId): TokenRow | undefined;
  formerGuest(id: UserId): UserRef | undefined;
  countTokens(by: UserId): number;
  grants(owner: UserId): readonly TokenRow[];
  webhooks(room: RoomId): readonly TokenRow[];
  /** The settings of the whole chat that were set. */
  readonly set: SetValues;
  /** A setting of the whole chat, as it is in force. */
  setting<N extends ChatSettingName>(name: N): ChatSettings[N];
  /** The role of a member, present or away; undefined for everybody else. */
  role(room: RoomId, user: UserId): Role | undefined;
  /** How many members a channel has, present or away. */
  countMembers(room: RoomId): number;
  /** When a user last said something in a room; undefined: never. */
  lastSaid(room: RoomId, user: UserId): Millis | undefined;
  /** The operators and owners of a channel: who joined first comes first. */
  ownersAndOperators(room: RoomId): readonly OwnerOrOperator[];
  /** A room of either kind. */
  room(id: RoomId): RoomRow | undefined;
  /** A present or past membership. */
  member(room: RoomId, user: UserId): MemberRow | undefined;
  /** The seq at which the newest member of a channel joined. */
  newestJoin(room: RoomId): Seq;
  /** An entry that is kept. */
  entry(seq: Seq): Entry | undefined;
  /** The reactions to a message, in the order in which they were first used. */
  reactions(target: Seq): readonly ReactionRow[];
  hasReacted(target: Seq, emoji: string, user: UserId): boolean;
  /** The users who are present, in no order. */
  everyone(): Iterable<Present>;
  /** Whether the order has a key for addresses. */
  readonly keyed: boolean;
  /** The rows of the lists of a room, or of the server (`wholeServer`). */
  listings(room: RoomId): readonly Listing[];
  /** The invitations of a user, by room; ended ones too. */
  invitations(user: UserId): readonly Listing[];
  /** The same, to be asked whom they hit. */
  lists(room: RoomId): Lists;
  /** What limits speech in a room, or everywhere (`wholeServer`); undefined in nearly all rooms. */
  speechRules(room: RoomId): SpeechRules | undefined;
  /** How far the lists of a room, or of the server, hit a user. */
  immunity(user: UserId, room: RoomId): Immunity;
}

export const isMember = (user: Pick<Present, 'rooms'>, room: RoomId): boolean => isAmong(user.rooms, room);

/** Asked for every message, and without a function that would be allocated each time. */
export function isAmong(rooms: readonly RoomRef[], room: RoomId): boolean {
  for (const { id } of rooms) if (id === room) return true;
  return false;
}

/** Inserts a room, sorted by id: a reopened world finds them in this order, so that it reaches the same verdicts. */
export function withRoom(
  world: Pick<World, 'membershipInOnly'>,
  rooms: readonly Membership[],
  { id, name }: RoomRef,
  role: Role,
): readonly Membership[] {
  if (rooms.length === 0 && role === 'member') return world.membershipInOnly({ id, name });
  return rooms.concat({ id, name, role }).sort((one, other) => one.id - other.id);
}

/** By a name as a user wrote it: the present user, else the account. One with exactly that name has precedence. */
export function userNamed(world: World, text: string): Known | undefined {
  const name = asWritten(text);
  const usual = knownBy(world, name.folded);
  return usual?.name === name.name ? usual : (knownBy(world, exactKey(name)) ?? usual);
}

function knownBy(world: World, key: string): Known | undefined {
  const present = world.presentNamed(key);
  if (present) return present;
  const account = world.accountRef(key);
  return account && { id: account.id, name: account.name, guest: false };
}

/** The account with a name as a user wrote it. */
export function accountNamed(world: World, text: string): Speaker | undefined {
  const account = world.accountNamed(accountKey(world, text));
  return account && { id: account.id, name: account.name, account: true };
}
