import type { Clock } from '#chat/ports.ts';
import type { Link } from '#link/link.ts';
import { pipe } from '#link/pipe.ts';

/** How long the original may take until it reads what came after the name. */
export const startUp = 500;
/** And from one `recv` to the next. */
const turn = 20;

/**
 * What the original server does with its clients: whatever one `recv(1024)` gives is one message, stripped. Nothing is
 * echoed. Its faults are here where a client must live with them: two lines that arrive together are one.
 */
export class OriginalServer {
  readonly #clock: Clock;
  readonly #clients: Map<string, Link> = new Map();
  /** Every message, as it was received. */
  readonly received: string[] = [];
  readonly disconnected: string[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  connect(): Link {
    const [ours, theirs] = pipe({ after: this.#clock.after });
    new Thread(this.#clock, theirs, (message) => {
      this.received.push(message);
      return this.#welcomes(theirs, message);
    });
    return ours;
  }

  /** Closes all connections, without a word. */
  stop(): void {
    for (const link of this.#clients.values()) link.end();
    this.#clients.clear();
  }

  /** Answers a name; what is done with messages from then on, undefined when it was refused. */
  #welcomes(link: Link, name: string): ((message: string) => void) | undefined {
    const refusal = this.#refusal(name);
    if (refusal !== undefined) {
      say(link, refusal);
      return undefined;
    }
    this.#clients.set(name, link);
    say(link, `Welcome ${name}! You can now chat.`);
    return (message) => {
      if (message !== '') this.#route(name, link, message);
      else if (this.#clients.delete(name)) this.disconnected.push(name);
    };
  }

  #refusal(name: string): string | undefined {
    if (name === '') return 'Invalid username. Connection closing.';
    if (name.includes(':')) return 'Invalid username. Usernames cannot contain colons.';
    return this.#clients.has(name) ? 'Username already taken. Connection closing.' : undefined;
  }

  #route(name: string, link: Link, message: string): void {
    this.received.push(message);
    const colon = message.indexOf(':');
    const to = message.slice(0, Math.max(colon, 0)).trim();
    if (colon === -1) return say(link, 'Invalid format. Use: username: message');
    if (to === '') return say(link, 'Invalid target. Use: username: message');
    if (to === name) return say(link, 'You cannot send messages to yourself.');
    const target = this.#clients.get(to);
    if (!target) return say(link, 'User not found.');
    say(target, `[${name}] ${message.slice(colon + 1).trimStart()}`);
  }
}

const say = (link: Link, text: string): void => link.write(Buffer.from(`${text}\n`));

type Take = (message: string) => void;

/** One client's thread: blocking reads, one after the other. */
class Thread {
  readonly #clock: Clock;
  readonly #link: Link;
  #begin: ((name: string) => Take | undefined) | undefined;
  #take: Take | undefined;
  #bytes: Buffer = Buffer.alloc(0);
  #ended = false;
  #reading = false;

  constructor(clock: Clock, link: Link, begin: (name: string) => Take | undefined) {
    this.#clock = clock;
    this.#link = link;
    this.#begin = begin;
    link.read({
      take: (chunk) => {
        this.#bytes = Buffer.concat([this.#bytes, chunk]);
        this.#read();
        return chunk.length;
      },
      ended: () => {
        this.#ended = true;
        this.#read();
      },
    });
  }

  #read(): void {
    if (this.#reading || (this.#bytes.length === 0 && !this.#ended)) return;
    this.#reading = true;
    this.#clock.after(this.#begin ? startUp : turn, () => {
      this.#reading = false;
      this.#received(this.#bytes.subarray(0, 1024));
    });
  }

  #received(bytes: Buffer): void {
    this.#bytes = this.#bytes.subarray(bytes.length);
    const message = bytes.toString().trim();
    if (this.#begin) this.#take = this.#begin(message);
    else if (bytes.length > 0 && message !== '') this.#take?.(message);
    this.#begin = undefined;
    if (!this.#take || (bytes.length === 0 && this.#ended)) {
      this.#take?.('');
      this.#link.end();
    } else this.#read();
  }
}
