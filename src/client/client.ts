import type { Clock } from '#chat/ports.ts';
import type { Millis } from '#chat/event.ts';
import type { Dialect } from '#dialects/dialect.ts';
import type { Console, Conversation, DialectClient, Ending, Party } from '#dialects/party.ts';
import type { Link } from '#link/link.ts';

import { type Taker, WaitingLines } from './typed-lines.ts';
import { TimedConsole } from './timed-console.ts';
import { placeOf, unreachedWords } from './unreached-words.ts';

/** Waits before each attempt to reconnect; the last one repeats. */
export const backOff: readonly Millis[] = [1000, 2000, 4000, 8000, 16_000, 30_000];
/** How long a server may take to close after the time it announced. */
export const noticeTimeout: Millis = 2000;
/** Longer announced times are cut to this. */
const maxNotice: Millis = 86_400_000;

/** The parts of a dialect that a client needs. */
export type ClientDialect = Pick<Dialect, 'name' | 'port' | 'client' | 'originalLog'>;

export interface ClientOptions {
  readonly host: string;
  readonly port: number;
  readonly console: Console;
  readonly clock: Clock;
  /** Opens a link to the server; rejects with Node's own error when that fails. */
  readonly connect: () => Promise<Link>;
  /** Reconnect when the server disappears. */
  readonly reconnect: boolean;
  /** The name to use, instead of asking for one. */
  readonly name?: string | undefined;
  /** Options of the dialect, by key. */
  readonly options?: Readonly<Record<string, string>>;
  /** Show the time before each line. */
  readonly times?: boolean;
}

/**
 * Runs a person's client. Resolves with the exit code: 0 when the person left, 1 when the client could not stay or, on
 * a pipe, could not send everything.
 */
export const runClient = (dialect: ClientDialect, options: ClientOptions): Promise<number> =>
  new Client(dialect, options).run();

class Client implements Party, Taker {
  readonly console: Console;
  readonly clock: Clock;
  readonly lines: WaitingLines;
  readonly options: Readonly<Record<string, string>>;
  wished: string | undefined;
  proposed = false;
  readonly #options: ClientOptions;
  readonly #dialect: ClientDialect;
  readonly #client: DialectClient;
  readonly #reader: string;
  readonly #exit: PromiseWithResolvers<number> = Promise.withResolvers();
  #link: Link | undefined;
  #conversation: Conversation | undefined;
  #name: string | undefined;
  /** A typed line was refused by the client. */
  #unsent = false;
  /** The server was lost; reconnecting. */
  #away = false;
  /** The server has announced its shutdown. */
  #noticed = false;
  /** Failed attempts to reconnect. */
  #tries = 0;
  /** The person was told that the name is still taken. */
  #saidTaken = false;
  #cancelWait: () => void = () => {};
  #cancelNotice: () => void = () => {};
  #done = false;

  constructor(dialect: ClientDialect, options: ClientOptions) {
    this.#options = options;
    this.console = options.times === true ? new TimedConsole(options.console, options.clock) : options.console;
    this.clock = options.clock;
    this.options = options.options ?? {};
    this.wished = options.name;
    this.lines = new WaitingLines(this.console, this);
    this.#reader = dialect.originalLog ? "the original's server" : 'the server';
    this.#dialect = dialect;
    if (!dialect.client) throw new Error('This dialect has no client.');
    this.#client = dialect.client(this);
  }

  get name(): string | undefined {
    return this.#name;
  }

  set name(name: string | undefined) {
    this.#name = name;
    this.#away = false;
    this.#tries = 0;
    this.#saidTaken = false;
  }

  /** While the server is away, lines are read at once, so that the person can leave at any time. */
  get ahead(): boolean {
    return this.#away && this.console.interactive;
  }

  /** On a pipe the exit code must tell that a line was not sent, or that no name was accepted. */
  get #saidTooLittle(): boolean {
    return !this.console.interactive && (this.#unsent || (this.proposed && this.#name === undefined));
  }

  run(): Promise<number> {
    void this.console.interrupted.then(() => this.#leave());
    this.#connect();
    return this.#exit.promise;
  }

  connect(): Promise<Link> {
    return this.#options.connect();
  }

  typed(line: string | undefined): boolean {
    return this.#conversation?.typed(line) ?? false;
  }

  hurried(line: string | undefined): boolean {
    if (!this.#away || (line !== undefined && !this.#client.leaves(line))) return false;
    this.#leave();
    return true;
  }

  withholds(line: string): boolean {
    if (!this.#client.leaves(line)) return false;
    this.console.show(`"${line.trim()}" was pasted among other lines and was not sent. Type it alone to leave.`);
    return true;
  }

  tooLong(length: number, most: number): void {
    this.unsent(`Not sent: it has ${length} bytes, and ${this.#reader} reads at most ${most} at a time.`);
  }

  unsent(sentence: string): void {
    this.#unsent = true;
    this.console.show(sentence);
  }

  /**
   * An original may not close while one of the server's threads waits for the client, so the client closes after the announced
   * time.
   */
  stopsIn(seconds: number): void {
    this.#noticed = true;
    this.#cancelNotice();
    const timeout = Math.min(seconds * 1000, maxNotice) + noticeTimeout;
    this.#cancelNotice = this.clock.after(timeout, () => this.#link?.abort());
  }

  over(ending: Ending, reason: string, looksLike?: string): void {
    this.#conversation = undefined;
    this.#cancelNotice();
    const final = ending === 'left' || ending === 'dismissed';
    const again = !final && this.#options.reconnect && this.#name !== undefined;
    if (ending === 'lost' && this.#noticed && !again) return this.#stopped(reason);
    // A server that is just restarting may look like another protocol.
    if (reason !== '' && !(again && ending === 'wrong-protocol')) this.console.show(reason);
    if (reason !== '' && !again && ending === 'wrong-protocol') this.#sayWhere(looksLike);
    if (again && ending === 'refused') this.#sayTaken();
    if (again) this.#comeBack();
    else if (ending === 'refused' && this.#name === undefined && this.console.interactive) this.#connect();
    else this.#finish(ending === 'left' && !this.#saidTooLittle ? 0 : 1);
  }

  /** The server closed as announced; a pipe's exit code tells whether everything was sent before. */
  #stopped(reason: string): void {
    this.console.show(reason);
    const unsaid = this.lines.waiting > 0;
    if (unsaid) this.#sayUnsaid();
    this.#finish(this.#saidTooLittle || (unsaid && !this.console.interactive) ? 1 : 0);
  }

  #sayWhere(looksLike: string | undefined): void {
    const { host, port } = this.#options;
    const { name, port: usual } = this.#dialect;
    if (looksLike !== undefined) this.console.show(`Try: polylogue ${looksLike} client ${host} ${port}`);
    else if (port === usual) this.console.show(`The connection was to ${placeOf(host, port)}.`);
    else this.console.show(`The connection was to ${placeOf(host, port)}; the usual port of ${name} is ${usual}.`);
  }

  #connect(): void {
    this.#options.connect().then(
      (link) => this.#connected(link),
      (error: unknown) => this.#unreached(error),
    );
  }

  #connected(link: Link): void {
    if (this.#done) return link.abort();
    this.#link = link;
    this.#noticed = false;
    this.#conversation = this.#client.converse(link);
    this.#conversation.begin();
  }

  #unreached(error: unknown): void {
    if (this.#done) return;
    if (this.#name !== undefined) return this.#comeBack();
    const { host, port } = this.#options;
    this.console.show(unreachedWords(host, port, this.#dialect.name, error));
    this.#finish(1);
  }

  /** A refused name may become free when the server notices that the old connection is gone. */
  #comeBack(): void {
    if (this.#tries === 0) this.console.show(`Reconnecting as ${this.#name} when the server is back.`);
    const wait = backOff[Math.min(this.#tries++, backOff.length - 1)] ?? 0;
    this.#cancelWait = this.clock.after(wait, () => this.#connect());
    this.#away = true;
    this.lines.readAhead();
  }

  #sayTaken(): void {
    if (!this.#saidTaken) this.console.show(`The name ${this.#name} is still taken; retrying. Ctrl-C leaves.`);
    this.#saidTaken = true;
  }

  #sayUnsaid(): void {
    this.console.show('The last lines you typed were not sent.');
  }

  #leave(): void {
    if (this.#away && this.console.interactive && this.lines.waiting > 0) this.#sayUnsaid();
    if (this.#conversation) this.#conversation.leave();
    else this.#finish(this.#saidTooLittle ? 1 : 0);
  }

  #finish(code: number): void {
    if (this.#done) return;
    this.#done = true;
    this.#cancelWait();
    this.#cancelNotice();
    this.#exit.resolve(code);
  }
}
