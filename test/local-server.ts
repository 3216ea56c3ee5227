import type { Bus, Store } from '#chat/ports.ts';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunningChat } from '#chat/chat.ts';
import { openRules } from '#chat/settings/listener-rules.ts';
import { nick } from '#dialects/nick/nick.ts';
import type { Link } from '#link/link.ts';
import type { LinkOptions } from '#link/link-options.ts';
import { pipe } from '#link/pipe.ts';
import { startChat } from '#server/start-chat.ts';
import { openStore, type StoreOptions } from '#store/open-store.ts';
import type { HeldDisk } from './held-disk.ts';
import { NickPeer } from './nick-peer.ts';
import { createTestClock, type TestClock } from './test-clock.ts';

export interface LocalOptions {
  readonly dir?: string;
  readonly durability?: StoreOptions['durability'];
  readonly parts?: StoreOptions['parts'];
  readonly disk?: HeldDisk;
  readonly bus?: Bus;
  readonly link?: LinkOptions;
}

/** A directory that is removed after the test. */
export class TemporaryDirectory implements Disposable {
  readonly path: string = mkdtempSync(join(tmpdir(), 'polylogue-test-'));

  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

interface Parts {
  readonly chat: RunningChat;
  readonly store: Store;
  readonly clock: TestClock;
  readonly links: DisposableStack;
  readonly options: LocalOptions;
  readonly end: AsyncDisposableStack;
}

/** A server in this process that speaks nick over pipes, with a real store and a stopped clock. */
export class LocalServer implements AsyncDisposable {
  readonly chat: RunningChat;
  readonly store: Store;
  readonly clock: TestClock;
  /** Why the node stopped. */
  failure: Error | undefined;
  readonly #accept: (link: Link) => void;
  readonly #options: LinkOptions;
  readonly #links: DisposableStack;
  readonly #end: AsyncDisposableStack;

  private constructor({ chat, store, clock, links, options, end }: Parts) {
    this.chat = chat;
    this.store = store;
    this.clock = clock;
    this.#accept = nick.listen(chat, { rules: openRules, journal: () => {} });
    this.#options = { after: clock.after, ...options.link };
    this.#links = links;
    this.#end = end;
    chat.finished.catch((error: unknown) => {
      this.failure = error instanceof Error ? error : new Error(String(error));
      chat.abandon();
    });
  }

  static async open(options: LocalOptions = {}): Promise<LocalServer> {
    const clock = createTestClock();
    const { dir = ':memory:', durability = 'strict', bus, disk } = options;
    await using stack = new AsyncDisposableStack();
    const store = await openStore({ dir, durability, parts: { clock, ...disk?.parts, ...options.parts } });
    stack.defer(() => store.close());
    const links = stack.use(new DisposableStack());
    const log = (event: string, fields?: object): never => {
      throw new Error(`${event}: ${JSON.stringify(fields)}`);
    };
    const chat = await startChat({ store, clock, log, ...(bus && { bus }) });
    stack.defer(async () => {
      chat.abandon();
      await chat.stop().catch(() => {});
    });
    stack.defer(() => disk?.release());
    return new LocalServer({ chat, store, clock, links, options, end: stack.move() });
  }

  /** A new link, and the server's end of it. */
  connect(): { peer: NickPeer; link: Link } {
    const [ours, theirs] = pipe(this.#options);
    this.#links.defer(() => ours.abort());
    this.#accept(theirs);
    return { peer: new NickPeer(ours), link: theirs };
  }

  /** Logs in a user with a name. */
  join(name: string): Promise<NickPeer> {
    return this.connect().peer.come(name);
  }

  /** Stops like a crash: the order contains no departures. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.#end.disposeAsync();
  }
}
