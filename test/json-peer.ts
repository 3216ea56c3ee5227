import type { Link } from '#link/link.ts';
import { patiently } from './patiently.ts';

export type Frame = Readonly<Record<string, unknown>>;

/** A client of the web dialect: knows frames by their `ref`, and keeps the others. */
export class JsonPeer {
  readonly link: Link;
  /** Pushes that were not looked at yet. */
  readonly pushes: Frame[] = [];
  readonly #answers = new Map<unknown, Frame>();
  #text = '';
  #ended = false;
  #asked = 0;
  #wake: () => void = () => {};

  constructor(link: Link) {
    const decoder = new TextDecoder();
    this.link = link;
    link.read({
      take: (chunk) => {
        const lines = (this.#text + decoder.decode(chunk, { stream: true })).split('\n');
        this.#text = lines.pop() ?? '';
        for (const line of lines) this.#keep(JSON.parse(line));
        this.#wake();
        return chunk.length;
      },
      ended: () => {
        this.#ended = true;
        this.#wake();
      },
    });
  }

  /** The answer to a request, or its error. */
  async ask(type: string, fields: object = {}): Promise<Frame> {
    const ref = ++this.#asked;
    this.link.write(new TextEncoder().encode(`${JSON.stringify({ type, ref, ...fields })}\n`));
    const answer = (): Frame | undefined => this.#answers.get(ref);
    await this.#until(() => answer() !== undefined, `the answer to ${type}`);
    return answer() ?? { type: 'error', code: 'the link is over' };
  }

  /** The next push of that type; those before it are dropped, others of `place` too. */
  async next(type: string): Promise<Frame> {
    for (;;) {
      await this.#until(() => this.pushes.length > 0, type);
      const push = this.pushes.shift();
      if (!push) throw new Error(`The link is over, without ${type}.`);
      if (push['type'] === type) return push;
    }
  }

  /** Resolves when the server has closed the link. */
  over(): Promise<void> {
    return this.#until(() => this.#ended, 'the end');
  }

  #keep(frame: Frame): void {
    if (frame['ref'] === undefined) this.pushes.push(frame);
    else this.#answers.set(frame['ref'], frame);
  }

  async #until(isSo: () => boolean, what: string): Promise<void> {
    while (!isSo() && !this.#ended) {
      const woken = new Promise<void>((resolve) => (this.#wake = resolve));
      await patiently(woken, () => what);
    }
  }
}
