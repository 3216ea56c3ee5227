import type { Asked } from '#chat/event.ts';

import type { RoomsModel } from './middle-rooms.ts';
import type { User } from './middle-words.ts';

export type Change = Asked<'edited' | 'redacted' | 'reacted'>;

/** A message. `room`: its key; `pair`: the two users of a direct room. */
export interface Said {
  readonly room: string;
  readonly from: User;
  readonly pair: readonly [User, User] | undefined;
  text: string;
  removed: boolean;
  /** `EMOJI ID` */
  readonly reactions: Set<string>;
}

/** The messages of the reference model: who may read them, and the results of changes. */
export class SaidModel {
  readonly #said = new Map<number, Said>();
  /** By `ROOM ID`. */
  readonly #stays = new Map<string, { readonly joined: number; left: number }>();
  readonly #rooms: RoomsModel;

  constructor(rooms: RoomsModel) {
    this.#rooms = rooms;
  }

  entered(user: User, room: string, seq: number): void {
    this.#stays.set(`${room} ${user.id}`, { joined: seq, left: Infinity });
  }

  left(user: User, room: string, seq: number): void {
    const stay = this.#stays.get(`${room} ${user.id}`);
    if (stay) stay.left = seq;
  }

  said(seq: number, room: string, from: User, text: string, pair?: readonly [User, User]): void {
    this.#said.set(seq, { room, from, pair, text, removed: false, reactions: new Set() });
  }

  isRemoved(seq: number): boolean {
    return this.#said.get(seq)?.removed ?? false;
  }

  /** Why a message in a room may not be a reply to that one. */
  faultOf(replyTo: number | undefined, room: string, user: User): string | undefined {
    if (replyTo === undefined) return undefined;
    const said = this.#said.get(replyTo);
    return said?.room === room && this.#mayRead(said, replyTo, user) ? undefined : 'no-message';
  }

  /** Makes the change, and returns its message; otherwise the answer. */
  change(event: Change, user: User): Said | string {
    const said = this.#said.get(event.target);
    if (!said || said.removed || !this.#mayRead(said, event.target, user)) return 'no-message';
    const hindrance = this.#hindrance(event, said, user);
    if (hindrance) return hindrance;
    if (event.kind === 'redacted') said.removed = true;
    else if (event.kind === 'edited') {
      if (said.text === event.text) return 'no-op';
      said.text = event.text;
    } else {
      const reaction = `${event.emoji} ${user.id}`;
      if (said.reactions.has(reaction) === event.on) return 'no-op';
      if (event.on) said.reactions.add(reaction);
      else said.reactions.delete(reaction);
    }
    return said;
  }

  #mayRead({ room, pair }: Said, seq: number, user: User): boolean {
    if (pair) return pair.includes(user);
    const stay = this.#stays.get(`${room} ${user.id}`);
    if (!stay) return false;
    const all = stay.left === Infinity && this.#rooms.ofKey(room)?.set.get('history') === 'all';
    return all || (stay.joined <= seq && seq <= stay.left);
  }

  #hindrance({ kind }: Change, { from, room, pair }: Said, user: User): string | undefined {
    const own = from === user;
    if (!own && (kind === 'edited' || (kind === 'redacted' && pair))) return 'not-yours';
    if (pair) return undefined;
    const channel = this.#rooms.ofKey(room);
    if (!channel || !user.rooms.includes(room)) return channel ? this.#rooms.notIn(channel, user) : 'not-member';
    if (kind !== 'redacted') return this.#rooms.isSilent(channel, user) ? 'moderated' : undefined;
    return own || this.#rooms.is(channel, user, 'operator') ? undefined : 'not-allowed';
  }
}
