import type { Clock } from '#chat/clock.ts';
import type { Millis } from '#chat/event.ts';
import type { Link } from '#link/link.ts';

import type { ClientOptions, Console } from '../dialect.ts';
import { unreachedWords } from './client-words.ts';
import { Conversation, type Ending, type Party } from './conversation.ts';
import { TypedLines } from './typed-lines.ts';

/** How long to wait before coming back, time after time. */
export const backOff: readonly Millis[] = [1000, 2000, 4000, 8000, 16_000, 30_000];

/** A person's client; the words are the original's. Exits 0 when it left or was told to, 1 when it could not stay or, on a pipe, not say everything. */
export const client = (options: ClientOptions): Promise<number> => new NickClient(options).run();

/** From the first connection to the last. */
class NickClient implements Party {
  readonly console: Console;
  readonly clock: Clock;
  readonly lines: TypedLines;
  proposed = false;
  unsent = false;
  readonly #options: ClientOptions;
  readonly #exit: PromiseWithResolvers<number> = Promise.withResolvers();
  #conversation: Conversation | undefined;
  #nickname: string | undefined;
  /** How often it was tried in vain to come back. */
  #tries = 0;
  /** It was said that the name is still taken. */
  #saidTaken = false;
  #cancelWait: () => void = () => {};
  #done = false;

  constructor(options: ClientOptions) {
    this.#options = options;
    this.console = options.console;
    this.clock = options.clock;
    this.lines = new TypedLines(options.console, (line) => this.#conversation?.typed(line) ?? false);
  }

  get nickname(): string | undefined {
    return this.#nickname;
  }

  set nickname(name: string | undefined) {
    this.#nickname = name;
    this.#tries = 0;
    this.#saidTaken = false;
  }

  /** Nobody was there to see that something was not sent, or that no name was had to send it under. */
  get #saidTooLittle(): boolean {
    return !this.console.interactive && (this.unsent || (this.proposed && this.#nickname === undefined));
  }

  run(): Promise<number> {
    void this.console.interrupted.then(() => this.#leave());
    this.#connect();
    return this.#exit.promise;
  }

  over(ending: Ending, reason: string): void {
    this.#conversation = undefined;
    const again = this.#options.reconnect && this.#nickname !== undefined && ending !== 'left';
    // A server that is starting again may well look strange.
    if (reason !== '' && !(again && ending === 'strange')) this.console.show(reason);
    if (again && ending === 'refused') this.#sayTaken();
    if (again) this.#comeBack();
    else this.#finish(ending === 'left' && !this.#saidTooLittle ? 0 : 1);
  }

  #connect(): void {
    this.#options.connect().then(
      (link) => this.#connected(link),
      (error: unknown) => this.#unreached(error),
    );
  }

  #connected(link: Link): void {
    if (this.#done) link.abort();
    else this.#conversation = new Conversation(this, link);
  }

  #unreached(error: unknown): void {
    if (this.#done) return;
    if (this.#nickname !== undefined) return this.#comeBack();
    const { host, port } = this.#options;
    this.console.show(unreachedWords(host, port, error));
    this.#finish(1);
  }

  /** A name that is refused was ours, and may be again once the server has noticed that we were gone. */
  #comeBack(): void {
    if (this.#tries === 0) this.console.show(`Coming back as ${this.#nickname} when the server is there again.`);
    const wait = backOff[Math.min(this.#tries++, backOff.length - 1)] ?? 0;
    this.#cancelWait = this.clock.after(wait, () => this.#connect());
  }

  #sayTaken(): void {
    if (!this.#saidTaken) this.console.show(`${this.#nickname} is still taken there; trying again. Ctrl-C leaves.`);
    this.#saidTaken = true;
  }

  #leave(): void {
    if (this.#conversation) this.#conversation.leave();
    else this.#finish(this.#saidTooLittle ? 1 : 0);
  }

  #finish(code: number): void {
    this.#done = true;
    this.#cancelWait();
    this.#exit.resolve(code);
  }
}
