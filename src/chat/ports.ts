import type { TokenRow } from '#chat/rights/token.ts';
import type { SetValues } from '#chat/settings/chat-settings.ts';
import type { Draft, Membership, Millis, RoomId, Seq, UserId, UserRef } from './event.ts';
import type { Listing } from '#chat/rights/moderation-lists.ts';
import type { RoomState } from '#chat/settings/room-state.ts';
import type { EntryReads } from '#chat/readable/entry-reads.ts';
import type { Outcome } from './outcome.ts';
import type {
  AccountRow,
  BusPlace,
  OwnerOrOperator,
  MemberRow,
  OnceRow,
  Place,
  PresenceRow,
  ReactionRow,
  ReactorRow,
  RoomRow,
  RunRow,
} from './stored-rows.ts';

export type * from '#chat/readable/entry-reads.ts';
export type * from './stored-rows.ts';

/**
 * It is not known whether a bundle got into the order: publish it again, unchanged. A repeated draft is recognized by its
 * run and number.
 */
export class PublishUnknown extends Error {
  override readonly name = 'PublishUnknown';
}

/** Drafts that were appended in one step. They follow each other in the order, and are judged in one transaction. */
export interface Bundle {
  readonly place: BusPlace;
  readonly drafts: readonly Draft[];
}

/**
 * The order. Everything happens by appending to it and is seen by following it.
 *
 * - Every follower on every node gets the same bundles at the same places, rising. Each draft counts one seq, on
 *   every node; a repeated draft, too.
 * - A bundle may be handed over more than once: at the same place (delivered again after a failure) or at another one
 *   (published again). `apply` must accept both.
 * - What one session publishes keeps its order, as long as each bundle waits until the result of the session's last one is
 *   known: its arrival comes before its messages, its departure after them.
 * - After `PublishUnknown`, a bundle is not rejected any more: it may still come.
 * - A draft comes back with the same run and number, but not always as the same object.
 */
export interface Bus {
  /**
   * The name of the order whose places these are, kept with a place so that no other order is followed from there.
   * Undefined: a place is the seq of the bundle's last draft, so there is nothing to keep.
   */
  readonly name?: string | undefined;
  /**
   * Drafts wait: calls `publish` once, when the bus can take some, and as late as possible. Bundles published within the
   * call are in its next batch, so that the publisher chooses from all drafts that wait by then.
   */
  whenReady(publish: () => void): void;
  /**
   * Appends a bundle of at least one draft. `undefined`: taken; it will come to every follower. Otherwise the promise says
   * so later, or rejects: with `PublishUnknown`, publish again; with any other error it is not in the order and never will be.
   */
  publish(drafts: readonly Draft[]): Promise<void> | undefined;
  /**
   * Hands over what comes after `after`, batch by batch, until `signal` aborts: then resolves, once the batch under way is
   * done. `apply` resolves when the batch is durable and delivered; until then the next one grows. When `apply` rejects, so
   * does this, and the node must stop.
   */
  follow(
    after: BusPlace,
    apply: (batch: readonly Bundle[]) => Promise<void> | undefined,
    signal: AbortSignal,
  ): Promise<void>;
}

/**
 * Look-ups by key, each through an index. Inside a batch they see the batch's own writes. They throw what SQLite throws when
 * the disk fails.
 */
export interface Lookup {
  /** By its key: see `accountKey`. */
  accountNamed(key: string): AccountRow | undefined;
  account(id: UserId): AccountRow | undefined;
  /** The first `limit` accounts with a greater id, by id. */
  accounts(after: UserId, limit: number): readonly AccountRow[];
  /** The time and place of a user's request with this id of the client. */
  once(user: UserId, id: string): OnceRow | undefined;
  /** Whether the message with this import key was imported. */
  imported(importKey: string): boolean;
  /** A channel by its key: see `keyOf`. */
  channel(key: string): RoomRow | undefined;
  /** The first `limit` channels whose key comes after this one. */
  channels(after: string, limit: number): readonly RoomRow[];
  room(id: RoomId): RoomRow | undefined;
  /** The first `limit` rooms with a greater id, channels and direct ones, by id. */
  rooms(after: RoomId, limit: number): readonly RoomRow[];
  /** The direct room of two users, `low < high`. */
  direct(low: UserId, high: UserId): RoomRow | undefined;
  /** Present or past membership. */
  member(room: RoomId, user: UserId): MemberRow | undefined;
  /** The first `limit` memberships of a room, present and past, of users with a greater id, by that. */
  members(room: RoomId, after: UserId, limit: number): readonly MemberRow[];
  /** The channels a user is a member of now, by room id. */
  memberships(user: UserId): readonly Membership[];
  /** How many members a channel has. */
  countMembers(room: RoomId): number;
  /** The operators and owners of a channel: who joined first comes first. */
  ownersAndOperators(room: RoomId): readonly OwnerOrOperator[];
  /** Up to there, the account has read all private messages by hearing them; 0: none. Written by earlier versions only. */
  heard(account: UserId): Seq;
  /** Whom a user ignores. The same set until it changes. */
  ignored(user: UserId): ReadonlySet<UserId>;
  roomState(room: RoomId): RoomState;
  /** The operators and owners of the server, by id: all of them. */
  serverOwnersAndOperators(): readonly OwnerOrOperator[];
  /** A code that can be spent, or a grant, by the SHA-256 of the code in hexadecimal. */
  token(hash: string): TokenRow | undefined;
  /** The same by the seq of the draft that made it. */
  tokenOfId(id: Seq): TokenRow | undefined;
  /** The token of a guest's session, if it has one. */
  guestToken(guest: UserId): TokenRow | undefined;
  /** A guest who has departed and may come back, with its last name. */
  formerGuest(id: UserId): UserRef | undefined;
  /** The first `limit` codes with a greater id, by id, without grants. */
  tokens(after: Seq, limit: number): readonly TokenRow[];
  /** Those of them that a user has made, that are for its account, or that open one of these rooms. */
  tokensOf(user: UserId, rooms: readonly RoomId[], after: Seq, limit: number): readonly TokenRow[];
  /** How many codes a user, or the server (0), has made that can be spent: at most `maxTokens`. */
  countTokens(by: UserId): number;
  /** The devices and bots of an account, by id: at most `maxDevices` and `maxBots`. */
  grants(owner: UserId): readonly TokenRow[];
  /** The webhooks of a room, by id: at most `maxWebhooks`. */
  webhooks(room: RoomId): readonly TokenRow[];
  /** The seq at which the newest member of a channel joined; 0 if it has none. */
  newestJoin(room: RoomId): Seq;
  /** The kinds of reactions to a message, in the order in which they were first used. */
  reactions(target: Seq): readonly ReactionRow[];
  hasReacted(target: Seq, emoji: string, user: UserId): boolean;
  /** The first `limit` users with that reaction, by id, with the names they had then. */
  reactors(target: Seq, emoji: string, limit: number): readonly UserRef[];
  /** The first `limit` users of all its reactions, by reaction and id. */
  allReactors(target: Seq, limit: number): readonly ReactorRow[];
  /** All rows of the lists of a room, or of the server (`wholeServer`), by list and key. The same array until one changes. */
  listings(room: RoomId): readonly Listing[];
  /** The invitations of a user, by room. */
  invitations(user: UserId): readonly Listing[];
  /** The invitations of all users, by user and room: the first `limit` after that user's to that room. */
  invited(after: UserId, room: RoomId, limit: number): readonly Listing[];
}

/**
 * The id under which all private messages to and from an account are read as if they were one room. No room has it.
 */
export const inboxOf = (account: UserId): number => -account;

/**
 * The store. Written only by `judgeStoreDeliver`, one batch at a time: `begin`, `write` per outcome, `commit`, `durable`.
 * If any of them throws, or rejects, `rollback` undoes the batch, and the node must stop: a failed fsync cannot be repeated. What
 * they throw is a `StoreError` (`store/store-error.ts`), with a sentence and an exit code, where the disk or another program
 * is the cause; any other error is our own bug.
 */
export interface Store extends Lookup, EntryReads {
  /** The place that the order has reached with the last committed batch. */
  place(): Place;
  /** The key under which addresses are hashed, in hexadecimal, once the order has one. */
  addressKey(): string | undefined;
  /** All runs that have not ended. */
  runs(): readonly RunRow[];
  /** All sessions that are present, of all nodes. */
  present(): readonly PresenceRow[];
  /** The settings of the whole chat that were set. */
  chatSettings(): SetValues;
  /**
   * Undefined when the batch has begun; otherwise resolves when it has: another program may hold the lock to write.
   * Calls `held` when that takes long. Rejects when it takes longer than `waitForLock` allows.
   */
  begin(held?: () => void): Promise<void> | undefined;
  /** Puts one outcome into the tables. Refusals and repetitions write nothing. */
  write(outcome: Outcome): void;
  /**
   * Ends the batch. `place` and `runs` (those that moved) are written even when all drafts were refused: a seq is never
   * used twice and never asked for again.
   */
  commit(place: Place, runs: readonly RunRow[]): void;
  /** Undoes the batch that has begun; does nothing where none has. */
  rollback(): void;
  /**
   * Resolves when the last committed batch will survive a power cut, and the next one may begin: that may have to wait
   * for a checkpoint, with `relaxed` durability too. Undefined when there is nothing to wait for. Rejects when the disk
   * has failed, for good.
   */
  durable(): Promise<void> | undefined;
  /** Whether another program has held the write lock for long: requests should not wait for it. */
  locked(): boolean;
  /** How long `begin` waits for that lock, in ms: 5000 until told otherwise; Infinity: for ever. */
  waitForLock(timeout: Millis): void;
  /** False while free space is below the reserve, 64 MB unless told otherwise. */
  hasSpace(): boolean;
  /** Bytes of free space above the reserve, as last seen. */
  spare(): number;
  /** Waits for work under way, and closes the files. No call may follow. */
  close(): Promise<void>;
}

/** The clock, passed in so that a test can use its own. */
export interface Clock {
  /** The time of day, in ms since 1970-01-01 UTC. It may jump either way when the clock is set. */
  now(): Millis;
  /**
   * Milliseconds that have passed since some fixed moment of this run: never goes back and never jumps, so waiting times
   * are measured with it. Not a whole number.
   */
  elapsed(): Millis;
  /** Calls once, after `ms`; the returned function cancels it. */
  after(ms: Millis, call: () => void): () => void;
}

/** Hashes addresses, so that bans can be kept without them: HMAC-SHA-256 in `server/addresses.ts`. */
export interface Addresses {
  /** A new secret key, of at least 128 random bits, in hexadecimal. */
  newKey(): string;
  /**
   * The keyed hash of a network (`networkOf`): 32 hexadecimal digits. Undefined where it is not one peer's own: loopback,
   * private and link-local networks, and those in which one address may be any number of hosts (RFC 6890).
   */
  hash(key: string, network: string): string | undefined;
}

/**
 * Hashes passwords and checks them: slow on purpose, outside the main thread. Argon2id (RFC 9106) in `server/passwords.ts`. A
 * promise that rejects is our own bug.
 */
export interface Passwords {
  /** A hash with its salt and costs, as text in ASCII. `password`: as `parsePassword` gives it. */
  hash(password: string): Promise<string>;
  /**
   * Whether it is the password of that hash (`secret`). Without a hash, because there is no such account, it takes as long as
   * with one, and is false: the time of an answer must not tell who has an account.
   */
  verify(password: string, secret: string | undefined): Promise<boolean>;
}

/** The turns of the event loop, which all work of the process shares. */
export interface WorkTurns {
  /**
   * Calls when this turn has read its input, or in a later turn if this one has worked long. `cost`: about how long the call
   * takes, in ms.
   */
  next(call: () => void, cost?: Millis): void;
  /** How long work of one kind may take in this turn, in ms: at most `most`, and less if the turn has worked long. */
  allows(most: Millis): Millis;
  /** How long this turn has worked, in ms. The first question in a turn counts as the beginning of its work. */
  worked(): Millis;
}
