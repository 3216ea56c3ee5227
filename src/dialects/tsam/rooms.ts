import { isIgnorable } from '#chat/ignoring.ts';
import { maxRooms } from '#chat/limits.ts';
import type { Entry, RoomRef, Seq } from '#chat/event.ts';
import { fold } from '#chat/names.ts';
import { spokenText } from '#chat/spoken-text.ts';

import { newsSentence, newsText } from '../news-sentence.ts';
import type { Caller } from './caller.ts';
import { encode } from './codec.ts';
import { letterWords } from './render.ts';
import { refused } from './words.ts';

/** Entries read at a time. */
const page = 100;
/** The UTF-8 bytes after which a reply is ended: a short command must not cost much. */
const maxBytes: number = 64 * 1024;

/** The rooms a client sends to and reads. It joins a room at its first use. */
export class Rooms {
  /** What happened beside messages is handed over, too. */
  news: boolean;
  readonly #caller: Caller;
  /** The last entry read, by folded name of the room. */
  readonly #read = new Map<string, Seq>();

  constructor(caller: Caller, news: boolean) {
    this.#caller = caller;
    this.news = news;
  }

  say(room: string, text: string): void {
    const entering = this.#enter(room);
    this.#caller.chat.post(
      this.#caller.seat,
      { kind: 'message', text },
      (answer) => {
        if (answer.kind === 'refusal' && !entering.refused) this.#caller.write(refused(answer, room));
      },
      room,
    );
  }

  /**
   * Hands over at most `limit` messages, and at most about `maxBytes` bytes, that were sent there since this client
   * last asked. `none`: the reply if there are none.
   */
  fetch(room: string, limit: number, none: string): void {
    const entering = this.#enter(room);
    this.#caller.reply(() => (entering.refused ? undefined : this.#next(room, limit).join('\n') || none));
  }

  #enter(room: string): { refused: boolean } {
    const entering = { refused: false };
    this.#caller.chat.post(
      this.#caller.seat,
      { kind: 'joined' },
      (answer) => {
        if (answer.kind !== 'refusal') return;
        entering.refused = true;
        this.#caller.write(refused(answer, room));
      },
      room,
    );
    return entering;
  }

  #next(room: string, limit: number): readonly string[] {
    const { chat, seat } = this.#caller;
    const messages: string[] = [];
    let bytes = 0;
    const isEnough = (): boolean => messages.length === limit || bytes >= maxBytes;
    const begin = this.#read.get(fold(room)) ?? this.#beginning(room);
    let after = begin;
    let place: RoomRef | undefined;
    for (let more = true; more && !isEnough();) {
      const entries = chat.history(seat, { room, after, limit: page });
      if (typeof entries === 'string') return [];
      more = entries.length === page;
      for (const entry of entries) {
        if (isEnough()) break;
        after = entry.seq;
        const words = this.#wordsOf(entry);
        if (words === undefined) continue;
        messages.push(words);
        place = entry.room;
        bytes += encode(words).length;
      }
    }
    this.#note(room, after);
    // A client that polls has read what it fetched; a guest does not come back.
    if (place && seat.account)
      chat.post(seat, { kind: 'heard', rooms: [{ room: place.id, since: begin }], upto: after }, () => {});
    return messages;
  }

  /** At the first request an old member gets only recent messages. */
  #beginning(room: string): Seq {
    const last = this.#caller.chat.history(this.#caller.seat, { room, limit: page });
    return typeof last === 'string' || !last[0] ? 0 : last[0].seq - 1;
  }

  #note(room: string, upto: Seq): void {
    const name = fold(room);
    this.#read.delete(name);
    for (const oldest of this.#read.keys()) {
      if (this.#read.size < maxRooms) break;
      this.#read.delete(oldest);
    }
    this.#read.set(name, upto);
  }

  /** The text of an entry; undefined if it is not handed over. */
  #wordsOf(entry: Entry): string | undefined {
    const { from, event } = entry;
    const { chat, seat } = this.#caller;
    if (isIgnorable(entry) && chat.ignores(seat, from.id)) return undefined;
    if (event.kind === 'message') {
      const text = this.news ? newsText(from.name, event) : spokenText(from.name, event);
      return letterWords(from.id === seat.user ? 'self' : from.name, text);
    }
    const sentence = this.news ? newsSentence(entry) : undefined;
    return sentence === undefined ? undefined : `* ${sentence}`;
  }
}
