import type { Passwords } from '#chat/ports.ts';
import { openRules } from '#chat/settings/listener-rules.ts';
import type { RunningChat } from '#chat/chat.ts';
import type { Link } from '#link/link.ts';
import { pipe } from '#link/pipe.ts';
import { startChat } from '#server/start-chat.ts';
import { openStore } from '#store/open-store.ts';

import { createTestClock, type TestClock } from '../../../test/test-clock.ts';
import type { Listener } from '../dialect.ts';
import type { JournalEvent } from '../journal.ts';
import { decode, frame } from './codec.ts';
import { tsam } from './tsam.ts';

/** The peer of a link, which may stop reading. */
export class Peer {
  readonly link: Link;
  /** Chunk by chunk. */
  readonly heard: string[] = [];
  closed = false;
  #reads = true;
  #wake: PromiseWithResolvers<void> = Promise.withResolvers();

  constructor(link: Link) {
    this.link = link;
    link.read({
      take: (chunk) => {
        if (!this.#reads) return 0;
        this.heard.push(decode(chunk));
        this.#stir();
        return chunk.length;
      },
      ended: () => {
        this.closed = true;
        this.#stir();
      },
    });
  }

  set reads(reads: boolean) {
    this.#reads = reads;
    if (reads) this.link.resume();
  }

  /** Commands, all in one chunk. */
  sends(...commands: readonly string[]): void {
    this.link.write(Buffer.concat(commands.map(frame)));
  }

  async until(happened: () => boolean): Promise<void> {
    while (!happened()) await this.#wake.promise;
  }

  /** As many chunks as this, and then returns the last. */
  async hears(count: number): Promise<string> {
    await this.until(() => this.heard.length >= count);
    return this.heard[count - 1] ?? '';
  }

  #stir(): void {
    this.#wake.resolve();
    this.#wake = Promise.withResolvers();
  }
}

/** A tsam listener of a chat in memory, with a clock that a test moves, and its journal in hand. */
export class Scene {
  readonly clock: TestClock;
  readonly journal: JournalEvent[] = [];
  readonly chat: RunningChat;
  readonly #accept: (link: Link) => void;

  private constructor(chat: RunningChat, clock: TestClock, listener: Partial<Listener>) {
    this.chat = chat;
    this.clock = clock;
    const journal = (happening: JournalEvent): void => void this.journal.push(happening);
    this.#accept = tsam.listen(chat, { rules: openRules, journal, ...listener });
  }

  static async open(
    t: { after(close: () => Promise<void>): void },
    listener: Partial<Listener> = {},
    passwords?: Passwords,
  ): Promise<Scene> {
    const clock = createTestClock();
    const store = await openStore({ dir: ':memory:', durability: 'relaxed' });
    const log = (event: string, fields?: object): never => {
      throw new Error(`${event}: ${JSON.stringify(fields)}`);
    };
    const chat = await startChat({ store, clock, log, ...(passwords && { passwords }) });
    t.after(async () => {
      await chat.stop();
      await store.close();
    });
    return new Scene(chat, clock, listener);
  }

  connect(accept: (link: Link) => void = this.#accept): Peer {
    const [ours, theirs] = pipe({ after: this.clock.after });
    accept(theirs);
    return new Peer(ours);
  }
}
