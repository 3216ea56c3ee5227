import assert from 'node:assert/strict';

import { HandChat, Ear } from '#chat/hub/hand-bus.suite.ts';
import type { RoomRef, Seq } from '#chat/event.ts';
import type { Seat } from '#chat/hub/seat.ts';
import { openStore } from '#store/open-store.ts';

/** Where somebody speaks: two channels, and in private to alice. */
export const places = ['#a', '#b', 'alice'] as const;
type Place = (typeof places)[number];
/** The same as alice names them. */
const rooms: Readonly<Record<Place, string>> = { '#a': '#a', '#b': '#b', alice: 'bob' };

interface Message {
  readonly seq: Seq;
  readonly place: Place;
}

/** One of alice's sessions. */
export interface Listener {
  readonly ear: Ear;
  readonly seat: Seat<string>;
  readonly hand: HandChat;
  /** Its node. */
  readonly node: number;
  readonly reads: boolean;
  /** What it was shown, by the text. */
  readonly shown: Set<string>;
  /** The first place that `/history` has shown it, of each room. */
  readonly earliest: Map<Place, Seq>;
}

/**
 * Two nodes, a guest who speaks on the first, and an account, alice, with sessions on both. Keeps for each message whether alice
 * has read it: when a session reports what it heard, all of a room, if all that is unread there was shown to that session.
 */
export class ReadingPlay {
  readonly nodes: readonly HandChat[];
  readonly listeners: Listener[] = [];
  readonly #unread = new Map<Place, Set<string>>(places.map((place) => [place, new Set()]));
  readonly #messages = new Map<string, Message>();
  #bob: Seat<string> | undefined;
  #said = 0;

  private constructor(nodes: readonly HandChat[]) {
    this.nodes = nodes;
  }

  static async open(): Promise<ReadingPlay> {
    const stores = await Promise.all([0, 1].map(() => openStore({ dir: ':memory:', durability: 'relaxed' })));
    const nodes = stores.map((store, nth) => new HandChat(store, { node: `node${nth}`, newId: () => `run${nth}` }));
    const play = new ReadingPlay(nodes);
    for (const { chat } of nodes) {
      const begun = chat.begin();
      await play.pass();
      await play.pass();
      await begun;
    }
    await play.#begin();
    return play;
  }

  async #begin(): Promise<void> {
    const [first] = this.nodes;
    assert.ok(first);
    first.chat.watch(({ seq, event }) => {
      const message = event.kind === 'message' ? this.#messages.get(event.text) : undefined;
      if (message && event.kind === 'message') this.#messages.set(event.text, { ...message, seq });
    });
    void first.chat.command({ kind: 'registered', name: 'alice', secret: 'hash' });
    this.#bob = first.chat.open(new Ear());
    first.ask(this.#bob, 'come', { kind: 'came', as: { guest: 'bob' } }, '#a');
    first.ask(this.#bob, 'join', { kind: 'joined' }, '#b');
    await this.pass();
    const page = await this.open(0, { reads: true });
    for (const room of ['#a', '#b']) this.nodes[0]?.ask(page.seat, 'join', { kind: 'joined' }, room);
    await this.pass();
  }

  /** Both nodes are handed all that was published. */
  async pass(): Promise<void> {
    const drafts = this.nodes.flatMap(({ bus }) => bus.published.splice(0));
    await Promise.all(this.nodes.map(({ bus }) => bus.deliver(drafts)));
    for (let turn = 0; turn < 3; turn++) await new Promise(setImmediate);
    for (const listener of this.listeners) this.#listen(listener);
  }

  #listen({ ear, shown }: Listener): void {
    for (const [, text] of ear.hear().matchAll(/ bob: (m[0-9]+)/g)) if (text !== undefined) shown.add(text);
  }

  /** `eager`: it hears alice's channels without asking for them. */
  async open(node: number, traits: { readonly reads?: boolean; readonly eager?: boolean }): Promise<Listener> {
    const hand = this.nodes[node];
    assert.ok(hand);
    const ear = new Ear();
    const { reads = false, eager = true } = traits;
    Object.assign(ear, { reads, eager });
    const account = hand.chat.accountNamed('alice');
    assert.ok(account);
    const seat = hand.chat.open(ear);
    const listener = { ear, seat, hand, node, reads, shown: new Set<string>(), earliest: new Map<Place, Seq>() };
    this.listeners.push(listener);
    hand.ask(seat, 'come', { kind: 'came', as: { account: account.id, version: account.version }, mail: true });
    await this.pass();
    return listener;
  }

  /** What it has heard is reported with its departure. */
  async close(listener: Listener): Promise<void> {
    listener.hand.chat.close(listener.seat);
    this.listeners.splice(this.listeners.indexOf(listener), 1);
    this.#report(listener);
    await this.pass();
  }

  async say(place: Place): Promise<void> {
    const text = `m${++this.#said}`;
    this.#messages.set(text, { seq: 0, place });
    assert.ok(this.#bob);
    this.nodes[0]?.say(this.#bob, text, place);
    await this.pass();
    this.#unread.get(place)?.add(text);
  }

  async remove(nth: number): Promise<void> {
    const text = [...this.#messages.keys()][nth % Math.max(1, this.#messages.size)];
    const message = this.#messages.get(text ?? '');
    if (text === undefined || !message || !this.#bob) return;
    this.nodes[0]?.ask(this.#bob, 'remove', { kind: 'redacted', target: message.seq });
    await this.pass();
    this.#unread.get(message.place)?.delete(text);
  }

  async answer({ hand, seat }: Listener, place: Place): Promise<void> {
    hand.say(seat, 'hello', rooms[place]);
    await this.pass();
    this.#unread.get(place)?.clear();
  }

  /** A session marks a room as read, or as unread from there on. */
  async mark({ hand, seat }: Listener, place: Place, upto: Seq, back: boolean): Promise<void> {
    const before = hand.bus.seq;
    hand.ask(seat, 'read', { kind: 'read', upto, ...(back && { back }) }, rooms[place]);
    await this.pass();
    const unread = this.#unread.get(place);
    if (before === 0 || !unread) return;
    const answered = typeof hand.chat.unreadOf(seat, rooms[place]) !== 'string';
    if (!answered) return;
    if (back) {
      unread.clear();
      for (const [text, message] of this.#messages) {
        if (message.place === place && message.seq > upto && !this.#isRemoved(message)) unread.add(text);
        if (message.place === place) for (const { shown } of this.listeners) shown.delete(text);
      }
      for (const { earliest } of this.listeners) earliest.delete(place);
    } else for (const text of [...unread]) if ((this.#messages.get(text)?.seq ?? 0) <= upto) unread.delete(text);
  }

  #isRemoved({ seq }: Message): boolean {
    const event = this.nodes[0]?.chat.kept.entry(seq)?.event;
    return event?.kind === 'message' && event.redacted === true;
  }

  /** As `/history` does: the last messages of the room, or those before what it has shown already. */
  async history(listener: Listener, place: Place, limit: number, further: boolean): Promise<void> {
    const { hand, seat, shown, earliest } = listener;
    const before = further ? earliest.get(place) : undefined;
    const window = hand.chat.window(seat, rooms[place], { limit, before });
    if (typeof window === 'string') return;
    const [first] = window.messages;
    const room: RoomRef | undefined = first?.entry.room;
    if (!first || !room) return;
    const after = first.entry.seq - 1;
    hand.chat.shown(seat, room, { after, before: before ?? hand.chat.cursor().seq + 1 });
    await this.pass();
    for (const { entry } of window.messages) if (entry.event.kind === 'message') shown.add(entry.event.text);
    if (room.name.startsWith('#') && !seat.heard.includes(room.id)) return this.#readHistory(listener, place);
    earliest.set(place, Math.min(first.entry.seq, earliest.get(place) ?? Infinity));
  }

  /** Of a room that it does not hear, a session remembers nothing. */
  #readHistory({ reads, shown }: Listener, place: Place): void {
    if (!reads) this.#readFirst(place, shown);
    for (const [text, message] of this.#messages) if (message.place === place) shown.delete(text);
  }

  /** All sessions report what they have heard. */
  async report(): Promise<void> {
    for (const { clock } of this.nodes) clock.ring();
    await this.pass();
    for (const listener of this.listeners) this.#report(listener);
  }

  #report({ ear, reads, shown }: Listener): void {
    if (reads || !ear.outbox.delivered) return;
    for (const place of places) this.#readFirst(place, shown);
  }

  /** Reads the first unread ones that were shown, until one was not. */
  #readFirst(place: Place, shown: ReadonlySet<string>): void {
    const unread = this.#unread.get(place) ?? new Set();
    for (const text of [...unread]) {
      if (!shown.has(text)) return;
      unread.delete(text);
    }
  }

  /** Both nodes count what is unread as is kept here. */
  judge(): void {
    for (const { chat } of this.nodes) {
      const account = chat.accountNamed('alice');
      assert.ok(account);
      const found = chat.unread({ user: account.id, account: true, address: '' });
      for (const place of places) {
        const unread = found.find(({ room }) => room.name === rooms[place])?.unread ?? 0;
        assert.equal(unread, this.#unread.get(place)?.size, `unread in ${place}: ${this.#listed(place)}`);
      }
    }
  }

  #listed(place: Place): string {
    return [...(this.#unread.get(place) ?? [])].join(' ');
  }

  async end(): Promise<void> {
    await Promise.all(this.nodes.map(({ chat }) => chat.stop()));
    for (const { bugs } of this.nodes) assert.deepEqual(bugs, []);
  }
}
