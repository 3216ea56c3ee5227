import type { PairKind, Ports } from './attack.ts';
import { come, type Member } from './member.ts';
import type { Span } from './span.ts';

/** Between two messages, in ms. */
const every = 20;
/** Who waits longer for a message does not wait any more, in ms. */
export const timeout = 5000;

/** How a pair fared: its times in ms, from when a message was due until it was heard. */
export interface Fared {
  readonly times: readonly number[];
  /** Not heard in 5 s; these count as 5 s among the times. */
  readonly unanswered: number;
}

interface Message {
  readonly due: number;
  heard?: number;
}

/** Two people who write to each other in turn, each message when it is due, whatever became of the last one. */
export class Pair {
  readonly #kind: PairKind;
  readonly #members: readonly [Member, Member];
  readonly #tag: string;
  readonly #messages: Message[] = [];
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;
  /** Members that the server has closed. */
  closed = 0;

  private constructor(kind: PairKind, tag: string, members: readonly [Member, Member]) {
    this.#kind = kind;
    this.#tag = tag;
    this.#members = members;
    for (const [index, { socket }] of members.entries()) {
      this.#listen(index, members[index]?.socket);
      socket.on('close', () => (this.closed += this.#stopped ? 0 : 1));
    }
  }

  /** `tag`: letters, not those of another pair. */
  static async come(kind: PairKind, ports: Ports, from: string, tag: string): Promise<Pair> {
    const port = ports[kind === 'lobby' ? 'nick' : 'direct'] ?? 0;
    const first = await come(kind, port, from, `${tag}1`);
    return new Pair(kind, tag, [first, await come(kind, port, from, `${tag}2`)]);
  }

  begin(): void {
    let due = performance.now();
    const speak = (): void => {
      const now = performance.now();
      for (; due <= now; due += every) this.#say(due);
      this.#timer = setTimeout(speak, due - now);
    };
    speak();
  }

  /** No more is said. Resolves when all was heard, or is not waited for any more. */
  async stop(): Promise<void> {
    clearTimeout(this.#timer);
    const end = performance.now() + timeout;
    const waits = (): boolean => this.closed === 0 && this.#messages.some(({ heard }) => heard === undefined);
    while (performance.now() < end && waits()) await new Promise((resolve) => setTimeout(resolve, every));
    this.#stopped = true;
    for (const { socket } of this.#members) socket.destroy();
  }

  /** Of the messages that were due in a span of time. */
  fared({ from, to }: Span): Fared {
    const said = this.#messages.filter(({ due }) => due >= from && due < to);
    const times = said.map(({ due, heard }) => Math.min(timeout, (heard ?? Infinity) - due));
    return { times, unanswered: times.filter((time) => time >= timeout).length };
  }

  #say(due: number): void {
    const nth = this.#messages.push({ due }) - 1;
    const [speaker, hearer] = nth % 2 === 0 ? this.#members : this.#members.toReversed();
    const words = `~${this.#tag}${nth}~`;
    speaker?.socket.write(this.#kind === 'lobby' ? `${words}\n` : `${hearer?.name}: ${words}\n`);
  }

  /** Each hears what the other one says. */
  #listen(index: number, socket: Member['socket'] | undefined): void {
    const pattern = new RegExp(`~${this.#tag}(\\d+)~`, 'g');
    let rest = '';
    socket?.on('data', (chunk) => {
      const now = performance.now();
      const text = rest + chunk.toString('latin1');
      let taken = 0;
      for (const match of text.matchAll(pattern)) {
        taken = match.index + match[0].length;
        const nth = Number(match[1]);
        const message = this.#messages[nth];
        if (message && nth % 2 !== index) message.heard ??= now;
      }
      // A message may be cut.
      rest = text.slice(Math.max(taken, text.length - 32));
    });
  }
}
