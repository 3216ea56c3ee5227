import type { PairKind, Ports } from './attack.ts';
import { come, type Member } from './member.ts';
import type { Span } from './span.ts';

/** The time between two messages, in ms. */
const every = 20;
/** The longest wait for a message, in ms. */
export const timeout = 5000;

/** The figures of a pair: the times in ms from when a message was due until it was received. */
export interface Fared {
  readonly times: readonly number[];
  /** Messages not received in 5 s; they count as 5 s. */
  readonly unanswered: number;
}

interface Message {
  readonly due: number;
  heard?: number;
}

/**
 * Two people who write to each other in turn. Each message is sent when it is due, even if the last one has not come.
 */
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

  /** `tag`: letters that no other pair has. */
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

  /** Stops sending. Resolves when all messages have come or have timed out. */
  async stop(): Promise<void> {
    clearTimeout(this.#timer);
    const end = performance.now() + timeout;
    const waits = (): boolean => this.closed === 0 && this.#messages.some(({ heard }) => heard === undefined);
    while (performance.now() < end && waits()) await new Promise((resolve) => setTimeout(resolve, every));
    this.#stopped = true;
    for (const { socket } of this.#members) socket.destroy();
  }

  /** The figures of the messages due in a span of time. */
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
