import assert from 'node:assert/strict';

import type { Result } from '#lab/check/run-check.ts';
import { observed, type Running, type Target } from '#lab/check/target.ts';
import type { TypedProgram } from '#lab/check/client-scene.ts';
import { Shown } from '#lab/check/fake-client.suite.ts';
import { wireOver } from '#lab/wire.ts';
import type { Link } from '#link/link.ts';
import { pipe } from '#link/pipe.ts';

/** Fails with what the checks say that did not pass. */
export function assertAllPassed(results: readonly Result[]): void {
  const wrong = results.flatMap((result) =>
    result.verdict === 'passed'
      ? []
      : [`${result.check.id}: ${result.verdict === 'failed' ? result.failed.says : result.verdict}`],
  );
  assert.deepEqual(wrong, []);
  assert.ok(results.length > 0);
}

/** A server in this process, for `polylogue check`. */
export interface ServerInMemory {
  connect(dialect: string): Link | Promise<Link>;
  stop?(): void;
  restart?(): Promise<void>;
  close?(): Promise<void>;
}

const running: Omit<Running, 'close'> = {
  isLeaving: false,
  printed: { stdout: '', stderr: '' },
  end: undefined,
  finish: async () => {},
};

/** Milliseconds after each written chunk, for the server to read it; also used with programs. */
const pause = 5;

/** A server that is created for each check. */
export const serverTarget = (make: () => ServerInMemory | Promise<ServerInMemory>): Target => ({
  parallel: true,
  async begin(dialect, exchange) {
    const server = await make();
    const links: Link[] = [];
    const reached = {
      dialects: [dialect],
      isLeaving: false,
      async connect() {
        const link = await server.connect(dialect);
        links.push(link);
        const wire = wireOver(link);
        return {
          ...wire,
          async write(bytes: Uint8Array) {
            await wire.write(bytes);
            await new Promise((resolve) => setTimeout(resolve, pause));
          },
        };
      },
      pass: async () => {},
      ...(server.stop && { stop: async () => server.stop?.() }),
      ...(server.restart && { restart: async () => await server.restart?.() }),
      close: async () => {},
    };
    return {
      ...running,
      server: observed(reached, exchange),
      async close() {
        for (const link of links) link.abort();
        await server.close?.();
      },
    };
  },
});

/** A client's terminal, as the client has it. */
export interface Terminal {
  /** Like `input(prompt)`: resolves with the next line; undefined at the end of input. */
  input(prompt: string): Promise<string | undefined>;
  print(text: string): void;
  /** Called at Ctrl-C, in place of the end of input. */
  interrupted: () => void;
}

/** What is typed at a terminal. */
class TypedLines {
  readonly #lines: (string | undefined)[] = [];
  #woken = Promise.withResolvers<void>();

  /** Undefined: the end of input, which can be read repeatedly. */
  add(...lines: readonly (string | undefined)[]): void {
    this.#lines.push(...lines);
    this.#woken.resolve();
    this.#woken = Promise.withResolvers();
  }

  async next(): Promise<string | undefined> {
    while (this.#lines.length === 0) await this.#woken.promise;
    return this.#lines[0] === undefined ? undefined : this.#lines.shift();
  }
}

/** The connections of a client, which the check takes in their order. */
class Pipes {
  readonly #links: Link[] = [];
  readonly #waiting: Link[] = [];
  #taker: ((link: Link) => void) | undefined;

  async connect(): Promise<Link> {
    const [ours, theirs] = pipe();
    this.#links.push(ours, theirs);
    if (this.#taker) this.#taker(ours);
    else this.#waiting.push(ours);
    this.#taker = undefined;
    return theirs;
  }

  async next(): Promise<Link> {
    return this.#waiting.shift() ?? (await new Promise((resolve) => (this.#taker = resolve)));
  }

  abort(): void {
    for (const link of this.#links) link.abort();
  }
}

const programAt = (terminal: Terminal, shown: Shown, lines: TypedLines): TypedProgram => ({
  get shown() {
    return shown.text;
  },
  get isOver() {
    return shown.over;
  },
  type: (text) => lines.add(...text.split('\n').slice(0, -1)),
  interrupt: () => terminal.interrupted(),
  endInput: () => lines.add(undefined),
  shows: (pattern, deadline) => shown.waitFor(pattern, deadline),
  ends: (deadline) => shown.waitForEnd(deadline),
});

/** A client that is created for each check, at a terminal in memory. `run` resolves when the client ends. */
export const clientTarget = (run: (terminal: Terminal, connect: () => Promise<Link>) => Promise<unknown>): Target => ({
  parallel: true,
  async begin(_dialect, exchange) {
    const [shown, lines, pipes] = [new Shown(), new TypedLines(), new Pipes()];
    const terminal: Terminal = {
      input(prompt) {
        shown.add(prompt);
        return lines.next();
      },
      print: (text) => shown.add(text),
      interrupted: () => lines.add(undefined),
    };
    void run(terminal, () => pipes.connect()).then(
      () => shown.end(),
      (error: unknown) => {
        shown.add(`Traceback (most recent call last):\n${String(error)}\n`);
        shown.end();
      },
    );
    return {
      ...running,
      client: {
        program: programAt(terminal, shown, lines),
        connection: async () => exchange.over('server', wireOver(await pipes.next()), 'them'),
      },
      async close() {
        pipes.abort();
        lines.add(undefined);
      },
    };
  },
});
