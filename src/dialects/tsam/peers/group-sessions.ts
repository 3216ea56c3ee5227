import type { Chat } from '#chat/chat.ts';
import type { Entry } from '#chat/event.ts';
import type { Format } from '#chat/hub/format.ts';
import type { Seat } from '#chat/hub/seat.ts';
import type { Answer, Outbox, Session } from '#chat/hub/session.ts';
import type { ListenerRules } from '#chat/settings/listener-rules.ts';
import { type Frame, joinFrames } from '#text/frames.ts';

type Ask = (answer: Answer) => void;

const nowhere: Outbox = { queued: 0, scarce: false, delivered: true, drained: async () => {} };

/** A session that is logged in as a group: for a link that leads to it, or only to post in its name. */
export class GroupSession implements Session<Ask> {
  readonly format: Format<Frame>;
  readonly outbox: Outbox;
  readonly #chat: Chat;
  readonly #seat: Seat<Ask, Frame>;
  readonly #write: ((bytes: Uint8Array) => void) | undefined;
  readonly #over: () => void;
  #answered: () => void = () => {};
  /** The login was answered. */
  #asked = false;
  #closed = false;

  /**
   * `over`: called when the session was closed, by either side. `link`: where its mail goes; without a link it receives
   * nothing.
   */
  constructor(
    chat: Chat,
    rules: ListenerRules,
    format: Format<Frame>,
    address: string,
    over: () => void,
    link?: { readonly outbox: Outbox; write(bytes: Uint8Array): void },
  ) {
    this.#chat = chat;
    this.format = format;
    this.#over = over;
    this.outbox = link?.outbox ?? nowhere;
    this.#write = link && ((bytes) => link.write(bytes));
    this.#seat = chat.open(this, rules, address);
  }

  /**
   * Logs in as the group's account, without a password; `failed` is called when that is refused. Resolves with the
   * answer.
   */
  come(
    account: { readonly id: number; readonly version: number },
    { mail }: { readonly mail: boolean },
    failed: () => void,
  ): Promise<void> {
    const event = { kind: 'came', as: { account: account.id, version: account.version } } as const;
    return new Promise((resolve) => {
      this.#answered = resolve;
      this.#chat.post(this.#seat, mail ? { ...event, mail: true } : event, (answer) => {
        if (answer.kind === 'refusal') failed();
        this.#asked = true;
        resolve();
      });
    });
  }

  /** Posts a message once the login is done, and once for each id; `said` is called with the answer. */
  say(to: string, text: string, once: string, said: Ask): void {
    if (this.#closed) said({ kind: 'refusal', code: 'unavailable' });
    else this.#chat.post(this.#seat, { kind: 'message', text }, said, to, once);
  }

  /** The first `limit` messages that wait for the group. */
  waiting(limit: number): readonly Entry[] {
    return this.#asked && !this.#closed ? this.#chat.waiting(this.#seat, limit) : [];
  }

  /** Notes that the group's messages up to this place were handed over. */
  async handedOver(upto: number): Promise<void> {
    if (this.#closed) return;
    await new Promise<void>((resolve) => this.#chat.post(this.#seat, { kind: 'delivered', upto }, () => resolve()));
  }

  close(): void {
    this.#chat.close(this.#seat);
  }

  send(frames: readonly Frame[]): void {
    this.#write?.(joinFrames(frames));
  }

  answer(answer: Answer, ask: Ask): undefined {
    ask(answer);
  }

  resume(): void {}

  closed(): void {
    this.#closed = true;
    this.#answered();
    this.#over();
  }
}
