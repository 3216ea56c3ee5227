import { type Entry, isChannel, type UserId } from '#chat/event.ts';
import { spokenText } from '#chat/events/spoken-text.ts';

import type { JournalEvent, OriginalLog } from '../journal.ts';

/** The original server's console. It writes no file. */
export function directOriginalLog(): OriginalLog {
  const here = new Present();
  return {
    console(happening) {
      switch (happening.kind) {
        case 'listening':
          return `[SERVER STARTED] Listening on port ${happening.port}...`;
        case 'connected':
          return `[NEW CONNECTION] ('${happening.peer.address}', ${happening.peer.port})`;
        case 'came':
          here.came(happening.user.id, happening.user.name);
          return undefined;
        case 'left':
          if (!happening.user) return undefined;
          here.left(happening.user.id);
          return `[DISCONNECTED] ${happening.user.name}`;
        case 'entry':
          return said(happening, here);
        case 'stopping':
          return '[SHUTTING DOWN] Server is shutting down.';
        default:
          return undefined;
      }
    },
  };
}

/** Messages sent from this listener, and private messages to its users. */
function said({ entry }: JournalEvent & { kind: 'entry' }, here: Present): string | undefined {
  const { event, from, room }: Entry = entry;
  if (event.kind !== 'message' || !room) return undefined;
  if (!here.has(from.id) && (isChannel(room) || !here.hasName(room.name))) return undefined;
  return `[${from.name} → ${room.name}]: ${spokenText(from.name, event)}`;
}

/** The users of this listener and their numbers of sessions. Names cannot change on this dialect. */
class Present {
  readonly #users = new Map<UserId, { readonly name: string; sessions: number }>();
  /** A private message names its receiver. */
  readonly #names = new Set<string>();

  came(id: UserId, name: string): void {
    const user = this.#users.get(id) ?? { name, sessions: 0 };
    user.sessions++;
    this.#users.set(id, user);
    this.#names.add(name);
  }

  left(id: UserId): void {
    const user = this.#users.get(id);
    if (!user || --user.sessions > 0) return;
    this.#users.delete(id);
    this.#names.delete(user.name);
  }

  has(id: UserId): boolean {
    return this.#users.has(id);
  }

  hasName(name: string): boolean {
    return this.#names.has(name);
  }
}
