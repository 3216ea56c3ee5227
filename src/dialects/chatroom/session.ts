import type { Seq, UserRef } from '#chat/event.ts';
import type { ItemFormat } from '#chat/hub/format.ts';
import type { Seat } from '#chat/hub/seat.ts';
import type { Answer, Session } from '#chat/hub/session.ts';
import type { Peer } from '#link/link.ts';

import type { Channel } from './channel.ts';
import { encode, openPush } from './codec.ts';
import type { Company } from './company.ts';
import { announcement, type Push, pushText } from './push.ts';
import { Pushes } from './pushes.ts';
import { chatroomFormat } from './render.ts';
import { type PeerKey, seal } from './sealing.ts';

/** What is done with the answer, at its place among what the session hears. */
export type Ask = (answer: Answer) => Push | undefined;

/** What is said on the main link, from the first byte on. Resolves when there is nothing more to say. */
export type Dialogue = (session: ChatroomSession) => Promise<void>;

/** How long somebody who has a name may take for a password and the rest, in ms: people type. */
const loginPatience = 600_000;
/** How long the main link may outlive its push link. */
const orphanPatience = 2000;

/** One chatroom client, on two links: on the main one it asks and is answered, on the other it hears. */
export class ChatroomSession implements Session<Ask, Push> {
  readonly company: Company;
  readonly main: Channel;
  readonly seat: Seat<Ask, Push>;
  /** Whoever it has come as. */
  user: UserRef | undefined = undefined;
  /** The client's public key, once it is in the chat. */
  key: PeerKey | undefined = undefined;
  /** Resolves when the session is over. */
  readonly over: Promise<void>;
  readonly #dialogue: Dialogue;
  readonly #pushes: Pushes;
  readonly #keyed: PromiseWithResolvers<PeerKey> = Promise.withResolvers();
  /** What was sealed for this very session by whoever said it, by entry. */
  readonly #sealed = new Map<Seq, Uint8Array>();
  #push: Channel | undefined;
  #tellOver: () => void = () => {};
  #resumed: () => void = () => {};
  #callOff: () => void = () => {};
  #callOffEnd: () => void = () => {};

  constructor(company: Company, main: Channel, dialogue: Dialogue) {
    const { chat, listener } = company;
    this.company = company;
    this.over = new Promise((resolve) => (this.#tellOver = resolve));
    this.main = main;
    this.#dialogue = dialogue;
    this.seat = chat.open(this, listener.rules, main.link.peer.address);
    main.onEnd = () => chat.close(this.seat);
    this.#pushes = new Pushes({
      clock: chat.clock,
      seal: async (text) => seal(text, await this.#keyed.promise, chat.clock.now(), this.address),
      failed: (error) => (error === undefined ? this.#orphaned() : this.#failed(error)),
    });
  }

  /** The other link is there. */
  begin(push: Channel): void {
    this.#push = push;
    // Who writes and hangs up has still spoken: the end is seen by reading on, but nobody waits for a slow password.
    this.main.onEnd = () => {
      if (this.seat.checks > 0) this.company.chat.end(this.seat);
    };
    this.#pushes.begin(push);
    this.#dialogue(this).then(
      () => this.close(),
      (error: unknown) => this.#failed(error),
    );
  }

  /** Whose turn it is when something is to be sealed or opened for it. */
  get address(): string {
    return this.main.link.peer.address;
  }

  get outbox(): Pushes {
    return this.#pushes;
  }

  /** Peers of its links beside the main one. */
  get further(): readonly Peer[] {
    return this.#push ? [this.#push.link.peer] : [];
  }

  get format(): ItemFormat<Push> {
    return chatroomFormat;
  }

  send(pushes: readonly Push[]): void {
    for (const push of pushes) this.#hear(push);
  }

  answer(answer: Answer, ask: Ask): Push | undefined {
    return ask(answer);
  }

  resume(): void {
    this.#resumed();
  }

  closed(): void {
    const { chat, listener } = this.company;
    const at = chat.clock.now();
    this.#callOff();
    this.#callOffEnd();
    this.#tellOver();
    if (this.user) this.company.leave(this.user.name, this);
    this.main.link.end();
    this.#pushes.finish();
    listener.journal({ kind: 'left', peer: this.main.link.peer, user: this.user, at });
    if (this.#push) listener.journal({ kind: 'left', peer: this.#push.link.peer, at });
  }

  close(): void {
    this.company.chat.close(this.seat);
  }

  /** Resolves when one thing more may be asked. */
  async turn(): Promise<void> {
    while (!this.company.chat.takes(this.seat)) {
      await new Promise<void>((resolve) => (this.#resumed = resolve));
    }
  }

  /** Something is asked of the chat, and its answer waited for. */
  asked(ask: (ask: Ask) => void): Promise<Answer> {
    return new Promise((resolve) => {
      ask((answer) => {
        resolve(answer);
        return undefined;
      });
    });
  }

  /** Says a sentence, behind the answers to all it has asked. */
  tell(sentence: Push): void {
    this.company.chat.say(this.seat, () => sentence);
  }

  /** The entry is to be heard in these bytes, in the turn it comes in; later they are forgotten. */
  expect(seq: Seq, sealed: Uint8Array): void {
    this.#sealed.set(seq, sealed);
    queueMicrotask(() => this.#sealed.delete(seq));
  }

  /** It has a name, and some time to go on to its end. */
  named(user: UserRef): void {
    this.user = user;
    this.#callOff();
    this.#callOff = this.company.chat.clock.after(loginPatience, () => this.close());
  }

  /** Its client's key is there: from now on it can be written to, and private words can be sealed for it. */
  ready(key: PeerKey, user: UserRef): void {
    this.#callOff();
    this.key = key;
    this.#keyed.resolve(key);
    this.#pushes.hurry();
    this.company.enter(user.name, this);
  }

  #hear(push: Push): void {
    const sealed = this.#sealed.get(push.seq);
    if (sealed && push.number !== openPush) {
      if (this.company.named) this.#pushes.add({ kind: 'open', bytes: encode(announcement(push)) });
      return this.#pushes.add({ kind: 'sealed', bytes: sealed });
    }
    const isPrivate = push.number !== openPush;
    const bytes = encode(pushText(push, !this.company.isUnnamed(push.seq, isPrivate)));
    this.#pushes.add({ kind: isPrivate ? 'private' : 'open', bytes });
  }

  /** Most who close one link close the other one, too, and what they wrote there before counts. */
  #orphaned(): void {
    if (!this.seat.closing) this.#callOffEnd = this.company.chat.clock.after(orphanPatience, () => this.close());
  }

  /** Our own bug. The chat logs what is thrown when an answer is given, and ends the session; not so with the first. */
  #failed(error: unknown): void {
    const { chat } = this.company;
    chat.say(this.seat, () => undefined);
    chat.say(this.seat, () => {
      throw error;
    });
    this.close();
  }
}
