import { maxRooms } from '#chat/limits.ts';
import type { Entry, Seq } from '#chat/event.ts';
import { fold } from '#chat/names.ts';
import { spokenText } from '#chat/spoken-text.ts';

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
  readonly #caller: Caller;
  /** The last entry read, by folded name of the room. */
  readonly #read = new Map<string, Seq>();

  constructor(caller: Caller) {
    this.#caller = caller;
  }

  say(room: string, text: string): void {
    const entering = this.#enter(room);
    this.#caller.chat.post(
      this.#caller.seat,
      { kind: 'message', text },
      (answer) => {
        if (answer.kind === 'refusal' && !entering.refused) this.#caller.write(refused(answer.code, room));
      },
      room,
    );
  }

  /** Hands over at most `limit` messages, and no more of them than are enough bytes, that were said there since this client last asked. `none`: if there are none. */
  fetch(room: string, limit: number, none: string): void {
    const entering = this.#enter(room);
    this.#caller.reply(() => (entering.refused ? undefined : this.#wordsOf(this.#next(room, limit)) || none));
  }

  #enter(room: string): { refused: boolean } {
    const entering = { refused: false };
    this.#caller.chat.post(
      this.#caller.seat,
      { kind: 'joined' },
      (answer) => {
        if (answer.kind !== 'refusal') return;
        entering.refused = true;
        this.#caller.write(refused(answer.code, room));
      },
      room,
    );
    return entering;
  }

  #next(room: string, limit: number): readonly Entry[] {
    const { chat, seat } = this.#caller;
    const messages: Entry[] = [];
    let bytes = 0;
    const isEnough = (): boolean => messages.length === limit || bytes >= maxBytes;
    let after = this.#read.get(fold(room)) ?? this.#beginning(room);
    for (let more = true; more && !isEnough();) {
      const entries = chat.history(seat, { room, after, limit: page });
      if (typeof entries === 'string') return [];
      more = entries.length === page;
      for (const entry of entries) {
        if (isEnough()) break;
        after = entry.seq;
        if (entry.event.kind !== 'message') continue;
        messages.push(entry);
        bytes += encode(entry.event.text).length;
      }
    }
    this.#note(room, after);
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

  #wordsOf(entries: readonly Entry[]): string {
    const { user } = this.#caller.seat;
    return entries
      .map(({ from, event }) =>
        letterWords(
          from.id === user ? 'self' : from.name,
          event.kind === 'message' ? spokenText(from.name, event) : '',
        ),
      )
      .join('\n');
  }
}
