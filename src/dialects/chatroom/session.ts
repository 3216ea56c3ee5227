import type { Seq, UserRef } from '#chat/event.ts';
import type { ItemFormat } from '#chat/hub/format.ts';
import type { Seat } from '#chat/hub/seat.ts';
import type { Answer, Session } from '#chat/hub/session.ts';
import type { Peer } from '#link/link.ts';

import type { Channel } from './channel.ts';
import { encode, openPush } from './codec.ts';
import type { ListenerState, OnlineSession } from './listener-state.ts';
import { announcement, type Push, pushBytes } from './push.ts';
import { Pushes } from './pushes.ts';
import { chatroomFormat } from './render.ts';
import { type PeerKey, seal } from './encryption.ts';

/** Called with the answer, at its place in the order. */
export type Ask = (answer: Answer) => Push | undefined;

/** The protocol of the main link. Resolves when the session is to be closed. */
export type Dialogue = (session: ChatroomSession) => Promise<void>;

/** How long a client with a name may take to complete its login, in ms: people type. */
const loginTimeout = 600_000;
/** How long the main link stays open after its push link has ended. */
const withoutPushTimeout = 2000;

/** One chatroom client, on two links: requests and answers on the main one, pushes on the other. */
export class ChatroomSession implements Session<Ask, Push>, OnlineSession {
  readonly shared: ListenerState;
  readonly main: Channel;
  readonly seat: Seat<Ask, Push>;
  /** The user, once logged in. */
  user: UserRef | undefined = undefined;
  /** The client's public key, once it is in the chat. */
  key: PeerKey | undefined = undefined;
  /** Resolves when the session is over. */
  readonly over: Promise<void>;
  readonly #dialogue: Dialogue;
  readonly #pushes: Pushes;
  readonly #keyed: PromiseWithResolvers<PeerKey> = Promise.withResolvers();
  /** Texts sealed for this session by their senders, by entry. */
  readonly #sealed = new Map<Seq, Uint8Array>();
  #push: Channel | undefined;
  #tellOver: () => void = () => {};
  #resumed: () => void = () => {};
  #cancelTimer: () => void = () => {};
  #cancelEndTimer: () => void = () => {};

  constructor(shared: ListenerState, main: Channel, dialogue: Dialogue) {
    const { chat, listener } = shared;
    this.shared = shared;
    this.over = new Promise((resolve) => (this.#tellOver = resolve));
    this.main = main;
    this.#dialogue = dialogue;
    this.seat = chat.open(this, listener.rules, main.link.peer.address);
    main.onEnd = () => chat.close(this.seat);
    this.#pushes = new Pushes({
      clock: chat.clock,
      seal: async (text) => seal(text, await this.#keyed.promise, chat.clock.now(), this.address),
      failed: (error) => (error === undefined ? this.#pushLinkEnded() : this.#failed(error)),
    });
  }

  /** The push link is connected. */
  begin(push: Channel): void {
    this.#push = push;
    // Requests sent before the close are still carried out: the end is noticed when they were read. But a slow
    // password check is not waited for.
    this.main.onEnd = () => {
      if (this.seat.isChecked) this.shared.chat.end(this.seat);
    };
    this.#pushes.begin(push);
    this.#dialogue(this).then(
      () => this.close(),
      (error: unknown) => this.#failed(error),
    );
  }

  /** The address under which its RSA operations take turns. */
  get address(): string {
    return this.main.link.peer.address;
  }

  get outbox(): Pushes {
    return this.#pushes;
  }

  /** The peers of its links other than the main one. */
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
    const { chat, listener } = this.shared;
    const at = chat.clock.now();
    this.#cancelTimer();
    this.#cancelEndTimer();
    this.#tellOver();
    if (this.user) this.shared.leave(this.user.name, this);
    this.main.link.end();
    this.#pushes.finish();
    listener.journal({ kind: 'left', peer: this.main.link.peer, user: this.user, at });
    if (this.#push) listener.journal({ kind: 'left', peer: this.#push.link.peer, at });
  }

  close(): void {
    this.shared.chat.close(this.seat);
  }

  /** Resolves when the chat takes one more request. */
  async turn(): Promise<void> {
    while (!this.shared.chat.takes(this.seat)) {
      await new Promise<void>((resolve) => (this.#resumed = resolve));
    }
  }

  /** Asks the chat and resolves with the answer. */
  asked(ask: (ask: Ask) => void): Promise<Answer> {
    return new Promise((resolve) => {
      ask((answer) => {
        resolve(answer);
        return undefined;
      });
    });
  }

  /** Pushes a sentence after the answers to all earlier requests. */
  tell(sentence: Push): void {
    this.shared.chat.say(this.seat, () => sentence);
  }

  expect(seq: Seq, sealed: Uint8Array): void {
    this.#sealed.set(seq, sealed);
    this.shared.chat.afterDelivery(() => this.#sealed.delete(seq));
  }

  /** The client has a name; its login must be complete within a timeout. */
  named(user: UserRef): void {
    this.user = user;
    this.#cancelTimer();
    this.#cancelTimer = this.shared.chat.clock.after(loginTimeout, () => this.close());
  }

  /** The client's key is known: from now on texts can be sealed for it. */
  ready(key: PeerKey, user: UserRef): void {
    this.#cancelTimer();
    this.key = key;
    this.#keyed.resolve(key);
    this.#pushes.hurry();
    this.shared.enter(user.name, this);
  }

  #hear(push: Push): void {
    const sealed = this.#sealed.get(push.seq);
    if (sealed && push.number !== openPush) {
      if (this.shared.named) this.#pushes.add({ kind: 'open', bytes: encode(announcement(push)) });
      return this.#pushes.add({ kind: 'sealed', bytes: sealed });
    }
    const isPrivate = push.number !== openPush;
    const bytes = pushBytes(push, !this.shared.isUnnamed(push.seq, isPrivate));
    this.#pushes.add({ kind: isPrivate ? 'private' : 'open', bytes });
  }

  /** Most clients close both links; requests already sent on the main link still count. */
  #pushLinkEnded(): void {
    if (!this.seat.closing) this.#cancelEndTimer = this.shared.chat.clock.after(withoutPushTimeout, () => this.close());
  }

  /**
   * Our own bug: makes the chat log the error and end the session. It does so for errors thrown by a later `say`, not
   * by the first.
   */
  #failed(error: unknown): void {
    const { chat } = this.shared;
    chat.say(this.seat, () => undefined);
    chat.say(this.seat, () => {
      throw error;
    });
    this.close();
  }
}
