import type { Millis } from '#chat/event.ts';
import type { Link } from '#link/link.ts';

import type { ClientOptions } from '../dialect.ts';
import { type Heard, isNotice, message } from './codec.ts';
import { Hearing, type Listener } from './hearing.ts';
import { Pace } from './pace.ts';
import { TypedLines } from './typed-lines.ts';

/** UTF-8 bytes of one message: the original server reads 1024 at a time. */
export const maxTyped = 1023;
/** How long a server may take to close after BYE. */
export const byePatience: Millis = 2000;
/** How long to wait before coming back, time after time. */
export const backOff: readonly Millis[] = [1000, 2000, 4000, 8000, 16_000, 30_000];

/** A person's client; the words are the original's. Exits 0 when it left or was told to, 1 when it could not stay. */
export const client = (options: ClientOptions): Promise<number> => new NickClient(options).run();

/**
 * `away`: no link. `greeting`: waits for HELLO. `naming`: waits for the person. `proposing`: waits for READY or RETRY.
 * `leaving`: has said BYE, or is about to.
 */
type State = 'away' | 'greeting' | 'naming' | 'proposing' | 'talking' | 'leaving' | 'done';

class NickClient implements Listener {
  readonly #options: ClientOptions;
  readonly #lines: TypedLines;
  readonly #exit: PromiseWithResolvers<number> = Promise.withResolvers();
  #state: State = 'away';
  #link: Link | undefined;
  #hearing: Hearing | undefined;
  #pace: Pace | undefined;
  /** The server has said that it stops. */
  #noticed = false;
  /** The name the server has taken, under which to come back. */
  #nickname: string | undefined;
  /** The names it was asked for and has not answered yet. */
  #proposed: string[] = [];
  /** How often it was tried in vain to come back. */
  #tries = 0;
  /** Calls off what is to happen at a time. */
  #cancel: () => void = () => {};

  constructor(options: ClientOptions) {
    this.#options = options;
    this.#lines = new TypedLines(options.console, (line) => this.#typed(line));
  }

  run(): Promise<number> {
    void this.#options.console.interrupted.then(() => this.#leave());
    this.#connect();
    return this.#exit.promise;
  }

  greeted(): void {
    if (this.#nickname === undefined) this.#askName();
    else this.#propose(this.#nickname);
  }

  heard({ text, raw }: Heard): void {
    const answers = !raw && (text === 'READY' || text === 'RETRY');
    const name = answers ? this.#proposed.shift() : undefined;
    if (name === undefined) this.#told(text);
    else if (text === 'READY') this.#taken(name);
    else this.#refused();
  }

  strange(reason: string): void {
    if (this.#nickname === undefined) this.#fail(reason);
    else this.#comeBack();
  }

  over(): void {
    this.#show('Connection to the server has been closed.');
    this.#hangUp();
    if (this.#state === 'leaving' || this.#noticed) this.#done(0);
    else if (this.#options.reconnect && this.#nickname !== undefined) this.#comeBack();
    else this.#done(1);
  }

  #told(text: string): void {
    if (text !== '') this.#show(text);
    if (isNotice(text)) this.#noticed = true;
  }

  #connect(): void {
    this.#options.connect().then(
      (link) => this.#connected(link),
      (error: unknown) => this.#unreached(error),
    );
  }

  #connected(link: Link): void {
    if (this.#state === 'done') return link.abort();
    this.#state = 'greeting';
    this.#link = link;
    this.#proposed = [];
    this.#pace = new Pace(link, this.#options.clock);
    this.#hearing = new Hearing(this, this.#options.clock);
    link.read(this.#hearing);
  }

  #unreached(error: unknown): void {
    if (this.#state === 'done') return;
    if (this.#nickname !== undefined) return this.#comeBack();
    const { host, port } = this.#options;
    const refused = error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED';
    if (!refused) this.#show(`${host}:${port} cannot be reached: ${String(error)}`);
    this.#fail('Connection to the server has been refused.');
  }

  #askName(): void {
    this.#state = 'naming';
    this.#options.console.prompt('Enter a nickname: ');
    this.#lines.ask();
  }

  #talk(): void {
    this.#state = 'talking';
    this.#options.console.prompt('Me: ');
    this.#lines.ask();
  }

  #typed(line: string | undefined): boolean {
    if (this.#state !== 'naming' && this.#state !== 'talking') return false;
    if (line === undefined || line.trim() === 'BYE') this.#leave();
    else if (line.trim() === '' || this.#isLong(line)) this.#lines.ask();
    else if (this.#state === 'naming') this.#propose(line.trim());
    else this.#say(line);
    return true;
  }

  #isLong(line: string): boolean {
    const { length } = message(this.#state === 'naming' ? `NICK${line}` : line);
    if (length > maxTyped) this.#show(`This was not sent: it has ${length} bytes, and the server reads ${maxTyped}.`);
    return length > maxTyped;
  }

  #propose(name: string): void {
    this.#state = 'proposing';
    this.#options.console.prompt('');
    this.#pace?.send(`NICK${name}`, () => this.#proposed.push(name));
  }

  #say(line: string): void {
    const [, name] = /^NICK\s*(\S+)$/.exec(line.trim()) ?? [];
    this.#pace?.send(line, () => {
      if (name !== undefined) this.#proposed.push(name);
      this.#lines.ask();
    });
  }

  #taken(name: string): void {
    const first = this.#state === 'proposing';
    if (!first) this.#show(`You are ${name} now.`);
    else if (this.#nickname !== undefined) this.#show(`You are back as ${name}.`);
    this.#nickname = name;
    this.#tries = 0;
    if (first) this.#talk();
  }

  #refused(): void {
    this.#show('Nickname already taken!');
    this.#show('');
    if (this.#state !== 'proposing') return;
    if (this.#nickname === undefined) return this.#askName();
    // It was ours, and may be again once the server has noticed that we were gone.
    this.#link?.write(message('BYE'));
    this.#comeBack();
  }

  #comeBack(): void {
    this.#hearing?.stop();
    this.#hangUp();
    const unsent = this.#pace?.stop();
    if (unsent !== undefined && this.#state === 'talking') this.#lines.keep(unsent);
    if (this.#tries === 0) this.#show(`Coming back as ${this.#nickname} when the server is there again.`);
    this.#state = 'away';
    const wait = backOff[Math.min(this.#tries++, backOff.length - 1)] ?? 0;
    this.#cancel = this.#options.clock.after(wait, () => this.#connect());
  }

  /** Before there is anybody to say BYE to, it just goes. */
  #leave(): void {
    if (this.#state === 'away' || this.#state === 'greeting') return this.#done(0);
    if (this.#state === 'leaving' || this.#state === 'done') return;
    this.#state = 'leaving';
    this.#options.console.prompt('');
    this.#pace?.send('BYE', () => {
      this.#cancel = this.#options.clock.after(byePatience, () => this.#done(0));
    });
  }

  #hangUp(): void {
    this.#link?.end();
    this.#link = undefined;
  }

  #fail(reason: string): void {
    this.#show(reason);
    this.#done(1);
  }

  #done(code: number): void {
    if (this.#state === 'done') return;
    this.#cancel();
    this.#hearing?.stop();
    this.#link?.abort();
    this.#state = 'done';
    this.#exit.resolve(code);
  }

  #show(line: string): void {
    this.#options.console.show(line);
  }
}
