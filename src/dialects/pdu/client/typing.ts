import type { Millis } from '#chat/event.ts';
import type { ChatScreen } from '#client/chat-screen.ts';

import type { Party } from '../../party.ts';
import { type Payload, types } from '../talk-codec.ts';
import { typingWords } from './talk-words.ts';
import { Typists } from './typists.ts';

/** How often the person is shown as typing, at most. */
export const typingEvery: Millis = 4000;

export interface TypingOptions {
  readonly party: Party;
  readonly screen: ChatScreen;
  readonly isTalking: () => boolean;
  readonly send: (mtype: number, payload: Payload) => void;
}

/** Tells others that the person types, and the person who types. */
export class Typing {
  readonly typists: Typists;
  readonly #options: TypingOptions;
  #told: Millis = -Infinity;

  constructor(options: TypingOptions) {
    this.#options = options;
    this.typists = new Typists(options.party.clock, () => this.#show());
  }

  begin(): void {
    this.#options.party.console.watchEditing?.((line) => this.#edited(line));
  }

  /** The line that was typed is on its way: what is typed next is another one. */
  sent(): void {
    this.#told = -Infinity;
  }

  stop(): void {
    this.typists.clear();
  }

  #show(): void {
    const { party, screen, isTalking } = this.#options;
    const names = isTalking() ? this.typists.at(screen.room, party.name ?? '') : [];
    party.console.status?.(typingWords(names));
  }

  /** Commands are nobody's business. */
  #edited(line: string): void {
    const { party, screen, isTalking, send } = this.#options;
    const isNothing = line === '' || line.startsWith('/');
    const now = party.clock.elapsed();
    if (!isTalking() || (!isNothing && now - this.#told < typingEvery)) return;
    if (isNothing && this.#told === -Infinity) return;
    this.#told = isNothing ? -Infinity : now;
    send(types.typing, { to: screen.room, active: !isNothing });
  }
}
