import { type Frame, joinFrames } from '#text/frames.ts';
import type { Chat } from '#chat/chat.ts';
import type { UserRef } from '#chat/event.ts';
import type { ByteFormat } from '#chat/hub/format.ts';
import type { Seat } from '#chat/hub/seat.ts';
import type { Answer, Ask, Session } from '#chat/hub/session.ts';
import type { Link, LinkEnd } from '#link/link.ts';

import type { Listener } from './dialect.ts';

/**
 * A session on one link whose client reads bytes as they come. A dialect adds what its clients may send: it reads the
 * link (`ready`, `over` and `ended` are those of a `LineTaker` and a `Reader`), asks the chat, and words the answers.
 */
export abstract class ByteSession<A extends Ask> implements Session<A> {
  readonly chat: Chat;
  readonly listener: Listener;
  readonly link: Link;
  readonly format: ByteFormat;
  readonly seat: Seat<A, Frame>;
  /** The user, once a login was accepted. */
  user: UserRef | undefined = undefined;

  constructor(chat: Chat, listener: Listener, link: Link, format: ByteFormat) {
    this.chat = chat;
    this.listener = listener;
    this.link = link;
    this.format = format;
    this.seat = chat.open(this, listener.rules, link.peer.address);
  }

  abstract answer(answer: Answer, ask: A): Frame | undefined;

  get outbox(): Link {
    return this.link;
  }

  send(frames: readonly Frame[]): void {
    this.link.write(joinFrames(frames));
  }

  resume(): void {
    this.link.resume();
  }

  closed(): void {
    this.listener.journal({ kind: 'left', peer: this.link.peer, user: this.user, at: this.chat.clock.now() });
    this.link.end();
  }

  /** Whether it takes one more request now. If not, the rest of the chunk stays with the link until `resume`. */
  get ready(): boolean {
    return this.chat.takes(this.seat);
  }

  /** The session is closing: input is discarded. */
  get over(): boolean {
    return this.seat.closing;
  }

  /** A client that closes its sending side still gets its answers. */
  ended(how: LinkEnd): void {
    if (how === 'ended') this.chat.end(this.seat);
    else this.chat.close(this.seat);
  }

  /**
   * Takes the user from the answer to a login or a change of name, and reports it to the journal. Undefined if refused.
   */
  became(answer: Answer, kind: 'came' | 'renamed' = 'came'): UserRef | undefined {
    const user = answer.kind === 'entry' ? answer.entry.from : answer.kind === 'no-op' ? answer.user : undefined;
    if (!user) return undefined;
    this.user = user;
    this.listener.journal({ kind, peer: this.link.peer, user, at: this.chat.clock.now() });
    return user;
  }

  /** Sends a sentence after the answers to all earlier requests. */
  reply(sentence: Frame): void {
    this.chat.say(this.seat, () => sentence);
  }
}
