import { fold } from '#chat/names/names.ts';

import type { Payload } from '../talk-codec.ts';
import { type Named, numberOf, stringIn, userIn } from './fields.ts';

/** Messages that are remembered. */
const most = 1000;

/** A message that came, or was sent. */
export interface KnownMessage {
  readonly cursor: string;
  readonly from: Named;
  /** The room, or the other user. */
  readonly place: string;
  readonly text: string;
}

/** The room of an entry, or the other user. `me`: the id of the user itself. */
export function placeOf(payload: Payload, me: number): string {
  const to = stringIn(payload, 'to');
  const from = userIn(payload, 'from');
  return to.startsWith('#') || from.id === me ? to : from.name;
}

/** The latest messages, so that a command can name one by its author, and an edit or a reaction can quote one. */
export class RecentMessages {
  readonly #messages = new Map<string, KnownMessage>();

  /** Remembers a message, unless it was removed. */
  note(message: KnownMessage): void {
    if (message.cursor === '') return;
    this.#messages.delete(message.cursor);
    this.#messages.set(message.cursor, message);
    for (const oldest of this.#messages.keys()) {
      if (this.#messages.size <= most) break;
      this.#messages.delete(oldest);
    }
  }

  at(cursor: string): KnownMessage | undefined {
    return this.#messages.get(cursor);
  }

  edit(cursor: string, text: string): void {
    const message = this.#messages.get(cursor);
    if (message) this.#messages.set(cursor, { ...message, text });
  }

  remove(cursor: string): void {
    this.#messages.delete(cursor);
  }

  /** The latest one in any of these places. */
  last(places: readonly string[], isWanted: (message: KnownMessage) => boolean): KnownMessage | undefined {
    const keys = new Set(places.map(fold));
    let last: KnownMessage | undefined;
    for (const message of this.#messages.values()) {
      if (last && numberOf(last.cursor) > numberOf(message.cursor)) continue;
      if (keys.has(fold(message.place)) && isWanted(message)) last = message;
    }
    return last;
  }
}
