import assert from 'node:assert/strict';

import type { Console, Secrets } from '#dialects/party.ts';
import type { Link, LinkEnd } from '#link/link.ts';
import { pipe } from '#link/pipe.ts';

import { createTestClock, type TestClock } from '../../test/test-clock.ts';
import { type ClientDialect, type ClientOptions, runClient } from './client.ts';

/** A person's client between a person and a server, both played by a test. */

/** Checks whether a condition is true, each time that something has happened. */
class Stir {
  #wake: PromiseWithResolvers<void> = Promise.withResolvers();

  stir(): void {
    this.#wake.resolve();
    this.#wake = Promise.withResolvers();
  }

  async until(happened: () => boolean): Promise<void> {
    while (!happened()) await this.#wake.promise;
  }
}

/** A person whose typing is given by a test, and the text on the screen. */
export class Person implements Console {
  readonly screen: string[] = [];
  readonly hints: string[] = [];
  readonly prompts: string[] = [];
  /** Prompts whose input was hidden. */
  readonly secret: string[] = [];
  /** The parts of shown lines that were marked as naming the speaker. */
  readonly speakers: string[] = [];
  interactive: boolean = true;
  readonly #stir = new Stir();
  readonly #typed: (string | undefined)[] = [];
  readonly #interrupt: PromiseWithResolvers<void> = Promise.withResolvers();
  readonly interrupted: Promise<void> = this.#interrupt.promise;
  asked = 0;
  #asking = false;

  get waiting(): number {
    return this.#typed.filter((line) => line !== undefined).length;
  }

  show(line: string, speaker = 0): void {
    this.screen.push(line);
    this.speakers.push(line.slice(0, speaker));
    this.#stir.stir();
  }

  hint(line: string): void {
    if (this.interactive) this.hints.push(line);
  }

  prompt(text: string, secrets?: Secrets): void {
    this.prompts.push(text);
    if (secrets === 'all') this.secret.push(text);
    this.#stir.stir();
  }

  async line(): Promise<string | undefined> {
    if (this.#asking) throw new Error('lines are asked for one at a time');
    this.#asking = true;
    this.asked++;
    await this.#stir.until(() => this.#typed.length > 0);
    this.#asking = false;
    return this.#typed[0] === undefined ? undefined : this.#typed.shift();
  }

  close(): void {}

  type(...lines: readonly (string | undefined)[]): void {
    this.#typed.push(...lines);
    this.#stir.stir();
  }

  interrupt(): void {
    this.#interrupt.resolve();
  }

  /** Resolves when the condition is true; it is checked whenever something is shown. */
  until(happened: () => boolean): Promise<void> {
    return this.#stir.until(happened);
  }

  sees(line: string, times = 1): Promise<void> {
    return this.#stir.until(() => this.screen.filter((each) => each === line).length >= times);
  }

  isAsked(prompt: string, times = 1): Promise<void> {
    return this.#stir.until(
      () => this.prompts.at(-1) === prompt && this.prompts.filter((each) => each === prompt).length >= times,
    );
  }
}

/** The server's end of a link, as a test plays it. */
export class ServerEnd {
  readonly link: Link;
  /** Chunk by chunk. */
  readonly heard: string[] = [];
  end: LinkEnd | undefined;
  reads: boolean = true;
  readonly #stir = new Stir();

  constructor(link: Link) {
    this.link = link;
    link.read({
      take: (chunk) => {
        if (!this.reads) return 0;
        this.heard.push(Buffer.from(chunk).toString());
        this.#stir.stir();
        return chunk.length;
      },
      ended: (how) => {
        this.end = how;
        this.#stir.stir();
      },
    });
  }

  /** Bytes as they are. */
  saysRaw(text: string): void {
    this.link.write(Buffer.from(text));
  }

  /** Waits until the last chunks received are these. */
  hears(...chunks: readonly string[]): Promise<void> {
    return this.#stir.until(() => chunks.every((chunk, index) => this.heard.at(index - chunks.length) === chunk));
  }

  /** Resolves when the condition is true; it is checked whenever something has come. */
  until(happened: () => boolean): Promise<void> {
    return this.#stir.until(happened);
  }

  isLeft(): Promise<void> {
    return this.#stir.until(() => this.end !== undefined);
  }
}

export class ClientScene<Server extends ServerEnd> {
  readonly clock: TestClock = createTestClock();
  readonly person: Person = new Person();
  readonly servers: Server[] = [];
  /** The error with which connecting fails; undefined: it succeeds. */
  closed: Error | undefined;
  readonly #serve: (link: Link) => Server;
  readonly #stir = new Stir();
  readonly exit: Promise<number>;
  calls = 0;

  constructor(
    dialect: ClientDialect,
    serve: (link: Link) => Server,
    options: Pick<ClientOptions, 'reconnect' | 'name' | 'options'>,
  ) {
    this.#serve = serve;
    const { clock, person } = this;
    const connect = (): Promise<Link> => this.#connect();
    this.exit = Promise.resolve().then(() =>
      runClient(dialect, { host: '127.0.0.1', port: 43221, console: person, clock, connect, ...options }),
    );
  }

  async #connect(): Promise<Link> {
    this.calls++;
    this.#stir.stir();
    if (this.closed) throw this.closed;
    const [ours, theirs] = pipe({ after: this.clock.after, stall: 86_400_000 });
    this.servers.push(this.#serve(theirs));
    this.#stir.stir();
    return ours;
  }

  async server(nth = 1): Promise<Server> {
    await this.#stir.until(() => this.servers.length >= nth);
    const server = this.servers[nth - 1];
    assert.ok(server);
    return server;
  }

  async called(times: number): Promise<void> {
    await this.#stir.until(() => this.calls >= times);
  }
}
