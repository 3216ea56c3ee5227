import type { Effect } from '#chat/effect.ts';
import type { RoomId, Seq, UserId } from '#chat/event.ts';
import { isImported } from '#chat/event.ts';
import { effectsOf, type Outcome } from '#chat/outcome.ts';
import { inboxOf } from '#chat/ports.ts';

interface Membership {
  readonly joined: Seq;
  left: Seq;
  read: Seq;
  back: Seq;
}

interface Said {
  readonly seq: Seq;
  readonly room: RoomId;
  readonly from: UserId;
  removed: boolean;
}

/** The counts for a user in a room. */
export interface Count {
  readonly unread: number;
  readonly mentions: number;
  readonly read: Seq;
  readonly last: Seq;
}

/** A simple and slow reference: stores every message, and reads all of them for each count. */
export class CountsReference {
  readonly #members = new Map<string, Membership>();
  readonly #said: Said[] = [];
  readonly #mentions = new Set<string>();
  readonly #ignored = new Set<string>();
  readonly channels: Set<RoomId> = new Set();

  take({ seq, verdict }: Outcome): void {
    for (const effect of effectsOf(verdict) ?? []) this.#apply(effect, seq);
    if (verdict.kind !== 'entry' || verdict.entry.event.kind !== 'message' || isImported(verdict.entry)) return;
    const { room, from } = verdict.entry;
    if (room) this.#said.push({ seq, room: room.id, from: from.id, removed: false });
  }

  #apply(effect: Effect, seq: Seq): void {
    switch (effect.kind) {
      case 'room':
        if (!effect.pair) this.channels.add(effect.room.id);
        for (const user of effect.pair ?? []) {
          this.#join(effect.room.id, user, effect.room.id, effect.room.id - (user === effect.by ? 0 : 1));
        }
        return;
      case 'member': {
        const member = this.#members.get(`${effect.room.id} ${effect.user}`);
        if (effect.role) this.#join(effect.room.id, effect.user, seq, seq);
        else if (member) member.left = seq;
        return;
      }
      case 'roomClosed':
        for (const [key, member] of this.#members) {
          if (key.startsWith(`${effect.room.id} `)) member.left = Math.min(member.left, seq);
        }
        return;
      case 'cursor': {
        const member = this.#members.get(`${effect.room} ${effect.user}`);
        if (!member || effect.room === inboxOf(effect.user)) return;
        if (effect.back) [member.read, member.back] = [effect.upto, seq];
        else member.read = Math.max(member.read, effect.upto);
        return;
      }
      case 'ignored':
        this.#ignored[effect.on ? 'add' : 'delete'](`${effect.user} ${effect.whom.id}`);
        return;
      case 'text':
        for (const said of this.#said) if (said.seq === effect.seq && effect.text === undefined) said.removed = true;
        return;
      case 'mention':
        this.#mentions[effect.on ? 'add' : 'delete'](`${effect.seq} ${effect.user}`);
        return;
      case 'presence':
        if (effect.guest && !effect.here) this.#end(effect.user.id);
    }
  }

  #join(room: RoomId, user: UserId, joined: Seq, read: Seq): void {
    this.#members.set(`${room} ${user}`, { joined, left: Infinity, read, back: 0 });
  }

  #end(user: UserId): void {
    for (const key of this.#members.keys()) if (key.endsWith(` ${user}`)) this.#members.delete(key);
    for (const key of this.#ignored) if (key.split(' ').includes(`${user}`)) this.#ignored.delete(key);
  }

  /** All pairs of a user and a room with a past or present membership. */
  get memberships(): readonly (readonly [RoomId, UserId])[] {
    return [...this.#members.keys()].map((key) => {
      const [room = '', user = ''] = key.split(' ');
      return [Number(room), Number(user)];
    });
  }

  count(room: RoomId, user: UserId): Count | undefined {
    const member = this.#members.get(`${room} ${user}`);
    if (!member || member.left < Infinity) return undefined;
    const said = this.#said.filter((each) => each.room === room);
    const moves = said.filter(({ from }) => from === user).map(({ seq }) => seq);
    const read = Math.max(member.read, ...moves.filter((seq) => seq > member.back));
    const last = said.findLast(({ removed }) => !removed)?.seq ?? 0;
    const unread = said.filter(
      ({ seq, from, removed }) => seq > read && from !== user && !removed && !this.#ignored.has(`${user} ${from}`),
    );
    const mentions = unread.filter(({ seq }) => this.#mentions.has(`${seq} ${user}`) || this.#mentions.has(`${seq} 0`));
    return { unread: Math.min(unread.length, 100), mentions: Math.min(mentions.length, 100), read, last };
  }
}
