import assert from 'node:assert/strict';

import { type Entry, isChannel, type RoomId, type Seq, type UserId } from '#chat/event.ts';

import type { MiddleNode } from './middle-node.ts';

interface Stay {
  readonly from: Seq;
  upto: Seq;
}

/** Derives from the entries of an order which users may read which entries. */
export class ReadingOracle {
  readonly #entries: Entry[] = [];
  readonly #stays = new Map<RoomId, Map<UserId, Stay>>();
  readonly #open = new Set<RoomId>();
  /** The last edit of each message. */
  readonly #edits = new Map<Seq, Seq>();

  take(entry: Entry): void {
    const { seq, from, room, event } = entry;
    if (!room || !isChannel(room)) return;
    const stays = this.#stays.get(room.id) ?? new Map<UserId, Stay>();
    this.#stays.set(room.id, stays);
    this.#entries.push(entry);
    const enters = event.kind === 'joined' || (event.kind === 'came' && event.joined);
    if (enters) stays.set(from.id, { from: seq, upto: Infinity });
    if (event.kind === 'edited') this.#edits.set(event.target, seq);
    const left = event.kind === 'left' ? [from.id] : event.kind === 'closed' ? [...stays.keys()] : [];
    for (const user of left) end(stays.get(user), seq);
    if (event.kind === 'set' && event.name === 'history') {
      if (event.value === 'all') this.#open.add(room.id);
      else this.#open.delete(room.id);
    }
  }

  #mayRead(user: UserId, { seq, room, event }: Entry): boolean {
    const stay = this.#stays.get(room?.id ?? 0)?.get(user);
    if (!stay || event.kind === 'came') return false;
    const isOpen = stay.upto === Infinity && this.#open.has(room?.id ?? 0);
    return seq <= stay.upto && (isOpen || seq >= stay.from);
  }

  /** Checks that present users cannot read anything else, and can read by number everything they may. */
  check({ chat, present }: MiddleNode): void {
    const names = new Set(this.#entries.map(({ room }) => room?.name ?? ''));
    const upto = chat.cursor();
    const known = this.#entries.filter(({ seq }) => seq <= upto.seq);
    for (const { seat } of present) {
      const mine = known.filter((entry) => this.#mayRead(seat.user, entry)).map(({ seq }) => seq);
      const found = known.filter(({ seq }) => chat.entry(seat, seq)).map(({ seq }) => seq);
      assert.deepEqual(found, mine, `what ${seat.user} may read`);
      const may = new Set(mine);
      const read = [...names].flatMap((room): readonly Entry[] => {
        const history = chat.history(seat, { room, limit: 1000 });
        const window = chat.window(seat, room, { limit: 100 });
        const messages = typeof window === 'string' ? [] : window.messages.map(({ entry }) => entry);
        return [...(typeof history === 'string' ? [] : history), ...messages, ...chat.latest(seat, room, 1000)];
      });
      const next = chat.next(seat, { ...upto, seq: 0 }, { limit: 1000, length: 1_000_000 });
      const all = typeof next === 'string' ? read : [...read, ...next.entries];
      for (const { seq, room, event } of all) {
        if (!room || !isChannel(room)) continue;
        assert.ok(may.has(seq), `${seat.user} has read ${seq} in ${room.name}`);
        const upto = this.#stays.get(room.id)?.get(seat.user)?.upto ?? 0;
        const isLater = event.kind === 'message' && event.text !== '' && (this.#edits.get(seq) ?? 0) > upto;
        assert.ok(!isLater, `${seat.user} has read what ${seq} in ${room.name} was changed to later`);
      }
    }
  }
}

function end(stay: Stay | undefined, at: Seq): void {
  if (stay?.upto === Infinity) stay.upto = at;
}
