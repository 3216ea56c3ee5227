import type { AccountRow, OwnerOrOperator, MemberRow, OnceRow, ReactionRow, RoomRow, Store } from '#chat/ports.ts';
import type { Entry, RoomId, Seq, UserId, UserRef } from '#chat/event.ts';
import type { Listing } from '#chat/rights/moderation-lists.ts';
import type { Said, SaidRange } from '#chat/readable/said-by-others.ts';
import type { RoomState } from '#chat/settings/room-state.ts';
import type { TokenRow } from '#chat/rights/token.ts';

/** The part of a world that is looked up in the store as it is, inside the batch's own transaction. */
export class KeptWorld {
  protected readonly store: Store;

  constructor(store: Store) {
    this.store = store;
  }

  account(id: UserId): AccountRow | undefined {
    return this.store.account(id);
  }

  accountNamed(key: string): AccountRow | undefined {
    return this.store.accountNamed(key);
  }

  once(user: UserId, id: string): OnceRow | undefined {
    return this.store.once(user, id);
  }

  ignored(user: UserId): ReadonlySet<UserId> {
    return this.store.ignored(user);
  }

  heard(account: UserId): Seq {
    return this.store.heard(account);
  }

  said(range: SaidRange): Said {
    return this.store.said(range);
  }

  imported(importKey: string): boolean {
    return this.store.imported(importKey);
  }

  roomState(room: RoomId): RoomState {
    return this.store.roomState(room);
  }

  invitations(user: UserId): readonly Listing[] {
    return this.store.invitations(user);
  }

  listings(room: RoomId): readonly Listing[] {
    return this.store.listings(room);
  }

  countMembers(room: RoomId): number {
    return this.store.countMembers(room);
  }

  ownersAndOperators(room: RoomId): readonly OwnerOrOperator[] {
    return this.store.ownersAndOperators(room);
  }

  room(id: RoomId): RoomRow | undefined {
    return this.store.room(id);
  }

  member(room: RoomId, user: UserId): MemberRow | undefined {
    return this.store.member(room, user);
  }

  newestJoin(room: RoomId): Seq {
    return this.store.newestJoin(room);
  }

  entry(seq: Seq): Entry | undefined {
    return this.store.entry(seq);
  }

  reactions(target: Seq): readonly ReactionRow[] {
    return this.store.reactions(target);
  }

  hasReacted(target: Seq, emoji: string, user: UserId): boolean {
    return this.store.hasReacted(target, emoji, user);
  }

  serverOwnersAndOperators(): readonly OwnerOrOperator[] {
    return this.store.serverOwnersAndOperators();
  }

  token(hash: string): TokenRow | undefined {
    return this.store.token(hash);
  }

  tokenOfId(id: Seq): TokenRow | undefined {
    return this.store.tokenOfId(id);
  }

  guestToken(guest: UserId): TokenRow | undefined {
    return this.store.guestToken(guest);
  }

  formerGuest(id: UserId): UserRef | undefined {
    return this.store.formerGuest(id);
  }

  countTokens(by: UserId): number {
    return this.store.countTokens(by);
  }

  grants(owner: UserId): readonly TokenRow[] {
    return this.store.grants(owner);
  }

  webhooks(room: RoomId): readonly TokenRow[] {
    return this.store.webhooks(room);
  }
}
