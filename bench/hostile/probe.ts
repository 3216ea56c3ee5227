import type { Socket } from 'node:net';
import { honestAddress } from './addresses.ts';
import type { Ports } from './attack.ts';
import { come } from './member.ts';
import { timeout } from './pair.ts';
import type { Span } from './span.ts';

/** The time between two requests, in ms. */
const every = 50;
/** A message to nobody: it is answered with one sentence, and not delivered. */
const question = ': x\n';
const lf = 0x0a;

interface Question {
  readonly at: number;
  answered?: number;
}

/** Sends a trivial request 20 times a second, to measure the delay of the server's event loop from outside. */
export class Probe {
  readonly #socket: Socket;
  readonly #questions: Question[] = [];
  #answered = 0;
  #timer: NodeJS.Timeout | undefined;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (chunk: Buffer) => this.#heard(chunk));
  }

  static async come(ports: Ports): Promise<Probe> {
    return new Probe((await come('private', ports['direct'] ?? 0, honestAddress, 'probe')).socket);
  }

  begin(): void {
    this.#timer = setInterval(() => {
      this.#questions.push({ at: performance.now() });
      this.#socket.write(question);
    }, every);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#socket.destroy();
  }

  /** Times until the answer in ms; a request without an answer counts as 5 s. */
  times({ from, to }: Span): readonly number[] {
    const asked = this.#questions.filter(({ at }) => at >= from && at < to);
    return asked.map(({ at, answered = Infinity }) => Math.min(timeout, answered - at));
  }

  /** Each answer is one line, in the order of the requests. */
  #heard(chunk: Uint8Array): void {
    const now = performance.now();
    for (let at = chunk.indexOf(lf); at !== -1; at = chunk.indexOf(lf, at + 1)) {
      const asked = this.#questions[this.#answered++];
      if (asked) asked.answered = now;
    }
  }
}
