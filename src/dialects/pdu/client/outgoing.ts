import { maxText } from '#chat/limits.ts';
import type { ChatScreen } from '#client/chat-screen.ts';
import { awayNote } from '#text/away-note.ts';

import type { Party } from '../../party.ts';
import { maxPdu } from '../codec.ts';
import { formatPdu, type Payload, type Ref, types } from '../talk-codec.ts';
import { stringIn } from './fields.ts';
import type { TalkMemory, Unacknowledged } from './talk-memory.ts';
import { outsideHint, refusalWords } from './talk-words.ts';

export interface OutgoingOptions {
  readonly party: Party;
  readonly memory: TalkMemory;
  readonly screen: ChatScreen;
  readonly send: (mtype: number, payload: Payload, ref: Ref) => void;
}

/** The person's messages, until the server has acknowledged them. */
export class Outgoing {
  readonly #options: OutgoingOptions;
  #refused = false;

  constructor(options: OutgoingOptions) {
    this.#options = options;
  }

  /** A message was refused, or may not have arrived. */
  get isUnsaid(): boolean {
    return this.#refused || this.#options.memory.unacknowledged.size > 0;
  }

  say(to: string, text: string, more: Pick<Unacknowledged, 'style' | 'reply'> = {}): void {
    const { party, memory, screen, send } = this.#options;
    const { byteLength } = new TextEncoder().encode(text);
    if (byteLength > maxText) return party.tooLong(byteLength, maxText);
    const message = memory.message(to, text, more);
    const ref = memory.nextRef();
    const { length } = formatPdu(types.chat, { ...message }, ref);
    if (length > maxPdu) return party.tooLong(length, maxPdu);
    memory.spoken = to;
    memory.unacknowledged.set(ref, message);
    send(types.chat, { ...message }, ref);
    screen.spokeIn(to);
  }

  /** Sends again what may not have arrived. The server recognises by their ids those that did. */
  sendAgain(): void {
    const { memory, send } = this.#options;
    for (const [ref, message] of memory.unacknowledged) send(types.chat, { ...message }, ref);
  }

  /** Takes what answers one of them. False if it does not. */
  take(mtype: number, payload: Payload, ref: Ref | undefined): boolean {
    const { memory, party } = this.#options;
    const said = typeof ref === 'number' ? memory.unacknowledged.get(ref) : undefined;
    if (!said || typeof ref !== 'number' || (mtype !== types.ack && mtype !== types.error)) return false;
    memory.unacknowledged.delete(ref);
    if (mtype === types.error) {
      this.#refused = true;
      party.console.show(refusalWords(payload, party.clock.now(), `Not sent to ${said.to}`));
      if (said.to.startsWith('#') && !memory.isIn(said.to)) party.console.hint(outsideHint);
      return true;
    }
    const away = payload['away'];
    const from = { id: memory.me, name: party.name ?? '' };
    memory.messages.note({ cursor: stringIn(payload, 'cursor'), from, place: said.to, text: said.text });
    if (typeof away === 'string') party.console.show(awayNote(said.to, away));
    else if (payload['waits'] === true) party.console.show(`${said.to} is away and gets it later.`);
    return true;
  }
}
