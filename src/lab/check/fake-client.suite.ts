import { wireOver } from '#lab/wire.ts';
import type { Link } from '#link/link.ts';
import { pipe } from '#link/pipe.ts';

import type { TypedProgram } from './client-scene.ts';
import type { Target } from './target.ts';

/**
 * What a small client in memory can do: write to its server and to its terminal, and end. `link`: which of its links,
 * from 0.
 */
export interface FakeSide {
  send(text: string, link?: number): void;
  print(text: string): void;
  end(): void;
}

/** A small client: what it does with what comes. Text is a character a byte. */
export interface FakeClientProgram {
  started(side: FakeSide): void;
  /** A chunk from the server, as one recv would return it. */
  heard(side: FakeSide, chunk: string, link: number): void;
  typed(side: FakeSide, line: string): void;
  interrupted(side: FakeSide): void;
  /** The server has closed, or broken off. */
  left(side: FakeSide): void;
}

/**
 * A client made anew for each check, with pipes for its connections and a terminal in memory. `links`: how many it
 * opens.
 */
export const fakeClientTarget = (make: () => FakeClientProgram, links = 1): Target => ({
  parallel: true,
  async begin(_dialect, exchange) {
    const client = make();
    const pipes = Array.from({ length: links }, () => pipe());
    const [shown, side] = terminalOf(pipes.map(([, theirs]) => theirs));
    for (const [link, [, theirs]] of pipes.entries()) {
      theirs.read({
        take(chunk) {
          client.heard(side, Buffer.from(chunk).toString('latin1'), link);
          return chunk.length;
        },
        ended: () => client.left(side),
      });
    }
    const program: TypedProgram = {
      get shown() {
        return shown.text;
      },
      get isOver() {
        return shown.over;
      },
      type: (text) => {
        for (const line of text.split('\n').slice(0, -1)) client.typed(side, line);
      },
      interrupt: () => client.interrupted(side),
      endInput: () => client.interrupted(side),
      shows: (pattern, deadline) => shown.waitFor(pattern, deadline),
      ends: (deadline) => shown.waitForEnd(deadline),
    };
    client.started(side);
    const wires = pipes.map(([ours], link) => exchange.over(`server-${link + 1}`, wireOver(ours), 'them'));
    return {
      client: { program, connection: async () => wires.shift() ?? (await new Promise(() => {})) },
      isLeaving: false,
      printed: { stdout: '', stderr: '' },
      end: undefined,
      finish: async () => {},
      close: async () => {
        for (const [, theirs] of pipes) theirs.abort();
      },
    };
  },
});

/** What a terminal in memory has shown. */
export class Shown {
  text = '';
  over = false;
  #seen = 0;
  #wake: () => void = () => {};

  add(text: string): void {
    this.text += text;
    this.#wake();
  }

  end(): void {
    this.over = true;
    this.#wake();
  }

  async waitFor(pattern: RegExp, deadline: number): Promise<boolean> {
    for (;;) {
      const found = pattern.exec(this.text.slice(this.#seen));
      if (found) {
        this.#seen += found.index + found[0].length;
        return true;
      }
      if (!(await this.#more(deadline))) return false;
    }
  }

  async waitForEnd(deadline: number): Promise<boolean> {
    while (!this.over) if (!(await this.#more(deadline))) return false;
    return true;
  }

  #more(deadline: number): Promise<boolean> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(false), Math.max(0, deadline - performance.now()));
      this.#wake = () => {
        clearTimeout(timer);
        resolve(true);
      };
    });
  }
}

function terminalOf(links: readonly Link[]): [Shown, FakeSide] {
  const shown = new Shown();
  const side: FakeSide = {
    send: (text, link = 0) => links[link]?.write(Buffer.from(text, 'latin1')),
    print: (text) => shown.add(text),
    end: () => {
      for (const link of links) link.end();
      shown.end();
    },
  };
  return [shown, side];
}
