import type { Millis } from '#chat/event.ts';
import type { ChatScreen } from '#client/chat-screen.ts';

import type { Party } from '../../party.ts';
import { type Payload, type Ref, types } from '../talk-codec.ts';
import { typingWords } from './talk-words.ts';
import { UsersTyping } from './users-typing.ts';

/** The shortest interval between two reports that the person is typing. */
export const typingEvery: Millis = 4000;

/** A report has no answer unless it is refused, which the person is told when the message itself is refused. */
export const typingRef: Ref = 'typing';

export interface TypingOptions {
  readonly party: Party;
  readonly screen: ChatScreen;
  readonly isTalking: () => boolean;
  readonly send: (mtype: number, payload: Payload, ref: Ref) => void;
}

/** Reports to others that the person is typing, and shows to the person who is typing. */
export class Typing {
  readonly typists: UsersTyping;
  readonly #options: TypingOptions;
  #told: Millis = -Infinity;

  constructor(options: TypingOptions) {
    this.#options = options;
    this.typists = new UsersTyping(options.party.clock, () => this.#show());
  }

  begin(): void {
    this.#options.party.console.watchEditing?.((line) => this.#edited(line));
  }

  /** The typed line was sent: the next keys begin another one. */
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

  /** Commands are not reported as typing. */
  #edited(line: string): void {
    const { party, screen, isTalking, send } = this.#options;
    const isNothing = line === '' || line.startsWith('/');
    const now = party.clock.elapsed();
    if (!isTalking() || (!isNothing && now - this.#told < typingEvery)) return;
    if (isNothing && this.#told === -Infinity) return;
    this.#told = isNothing ? -Infinity : now;
    send(types.typing, { to: screen.room, active: !isNothing }, typingRef);
  }
}
