import { setTimeout } from 'node:timers/promises';

import type { Actor } from '#lab/actor.ts';
import type { Wire } from '#lab/transcript-server.ts';
import type { TransportName } from '#link/transports.ts';

import { Fault, type Speaker, speakerOver } from './scene.ts';

/**
 * What a check of a client uses. We are the server. Methods throw a `Fault` when the client does something unexpected.
 */
export interface ClientScene {
  /** Milliseconds that each step may take. */
  readonly timeout: number;
  /** Milliseconds in which nothing may come, where silence is expected. */
  readonly silence: number;
  readonly transport: TransportName;
  /** The next connection that the program makes. */
  accept(): Promise<Speaker>;
  /** Everything that its terminal has shown. */
  readonly shown: string;
  /** Types a line on the program's terminal, with Enter. */
  types(line: string): void;
  /** Waits until the terminal shows this, after the last text that was waited for. `called`: a pattern in words. */
  shows(text: string | RegExp, called?: string): Promise<void>;
  /** The terminal must never have shown this. */
  neverShows(pattern: RegExp, says: string): void;
  /** Ctrl-C, when the terminal has shown nothing new for the time of silence. */
  interrupts(): Promise<void>;
  /** Ctrl-D. */
  endsInput(): void;
  /** Waits until the program has ended. */
  ends(): Promise<void>;
  fail(says: string): never;
}

/** A client at a terminal, as a check sees it. Deadlines are as `performance.now` counts. */
export interface TypedProgram {
  /** Everything it showed. */
  readonly shown: string;
  readonly isOver: boolean;
  /** Types on its terminal; `\n` is Enter. */
  type(text: string): void;
  /** Ctrl-C, and Ctrl-D. */
  interrupt(): void;
  endInput(): void;
  /** Waits for a text after the last one that was waited for; false when it is not shown in time. `called`: it in words. */
  shows(pattern: RegExp, deadline: number, called: string): Promise<boolean>;
  /** Waits for its end; false when it does not end in time. */
  ends(deadline: number): Promise<boolean>;
}

export interface ClientSceneOptions {
  readonly program: TypedProgram;
  /** The next connection, in the order in which they came. */
  readonly connection: () => Promise<Wire>;
  readonly timeout: number;
  readonly silence: number;
  /** Milliseconds in which its first connection must come; as each step, if omitted. */
  readonly startTimeout?: number | undefined;
  readonly transport?: TransportName | undefined;
  readonly opened: (actor: Actor) => void;
}

/** Milliseconds between two checks whether the program has ended. */
const look = 50;

export function createClientScene({
  program,
  connection,
  timeout,
  silence,
  startTimeout = timeout,
  transport = 'tcp',
  opened,
}: ClientSceneOptions): ClientScene {
  const deadline = (): number => performance.now() + timeout;
  const fail = (says: string): never => {
    throw new Fault({ says });
  };
  let links = 0;
  return {
    timeout,
    silence,
    transport,
    fail,
    get shown() {
      return program.shown;
    },
    async accept() {
      const wire = await inTime(connection, program, links === 0 ? startTimeout : timeout);
      links++;
      const opens = links === 1 ? 'does not connect' : 'does not open another connection';
      if (!wire) return fail(program.isOver ? `the client ends, and ${opens}` : `the client ${opens}`);
      return speakerOver('the server', wire, { timeout, silence }, opened, 'the client');
    },
    types: (line) => program.type(`${line}\n`),
    async shows(text, called = 'a prompt') {
      const [pattern, words] =
        typeof text === 'string' ? [new RegExp(escaped(text)), JSON.stringify(text)] : [text, called];
      if (await program.shows(pattern, deadline(), words)) return;
      fail(`the client does not show ${words}`);
    },
    neverShows(pattern, says) {
      if (pattern.test(program.shown)) fail(says);
    },
    async interrupts() {
      // A program that is interrupted while it still starts a thread, or prepares its prompt, has done nothing wrong.
      await whenQuiet(program, silence, deadline());
      program.interrupt();
    },
    endsInput: () => program.endInput(),
    async ends() {
      if (!(await program.ends(deadline()))) fail('the client does not end');
    },
  };
}

/** The next connection; undefined when none comes in time, or the program ends before. */
async function inTime(connection: () => Promise<Wire>, program: TypedProgram, ms: number): Promise<Wire | undefined> {
  let late = (): void => {};
  const none = new Promise<undefined>((resolve) => (late = () => resolve(undefined)));
  const timer = globalThis.setTimeout(late, ms);
  const looking = setInterval(() => program.isOver && late(), look);
  try {
    return await Promise.race([connection(), none]);
  } finally {
    clearTimeout(timer);
    clearInterval(looking);
  }
}

/** Resolves when the terminal has shown nothing new for the time of silence, the program has ended, or it is too late. */
async function whenQuiet(program: TypedProgram, silence: number, deadline: number): Promise<void> {
  let before: string | undefined;
  while (before !== program.shown && !program.isOver && performance.now() < deadline) {
    before = program.shown;
    await setTimeout(silence);
  }
}

/** A text as a regular expression. Spaces match any white space, because a terminal may wrap lines there. */
const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll(' ', '\\s+');
