import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';

import type { RunningChat } from '#chat/chat.ts';
import { openRules } from '#chat/rules.ts';
import type { Link } from '#link/link.ts';
import { connectQuic, listenQuic } from '#link/quic.ts';
import type { QuicLink } from '#link/quic-peer.ts';
import { selfSigned } from '#link/self-signed.ts';
import { argonPasswords } from '#server/passwords.ts';
import { startChat } from '#server/start-chat.ts';
import { openStore } from '#store/open-store.ts';

import { createTestClock, type TestClock } from '../../../test/test-clock.ts';
import type { Happening } from '../journal.ts';
import { makeDemoAccounts } from './demo-accounts.ts';
import type { Engine } from './originals.suite.ts';
import { pdu } from './pdu.ts';

export const host: string = '127.0.0.1';
const own = selfSigned(Date.now());
const alpn = 'echo-protocol';

export interface Scene {
  readonly chat: RunningChat;
  readonly clock: TestClock;
  readonly journal: Happening[];
  /** Resolves once a session has left. */
  left(): Promise<void>;
  /** `onStream`: takes the streams that the server opens. */
  connect(onStream?: (link: QuicLink) => void): Promise<QuicLink>;
}

export async function open(t: TestContext): Promise<Scene> {
  const clock = createTestClock();
  const passwords = argonPasswords({ memory: 8, passes: 1, parallelism: 1 });
  const store = await openStore({ dir: ':memory:', durability: 'relaxed' });
  const log = (event: string): never => {
    throw new Error(event);
  };
  const chat = await startChat({ store, clock, log, passwords });
  await makeDemoAccounts(chat, passwords, pdu.demoAccounts ?? []);
  const journal: Happening[] = [];
  let stir = (): void => {};
  const take = pdu.listen(chat, {
    rules: { ...openRules, listener: 'pdu', sameAccount: 'refuse' },
    journal: (happening) => {
      journal.push(happening);
      stir();
    },
  });
  const listening = await listenQuic({ host, port: 0, ...own, alpn }, ({ accept }) => accept(take));
  const links: QuicLink[] = [];
  t.after(async () => {
    for (const { peer } of links) peer.end();
    await listening.close();
    await chat.closeAll();
    await chat.stop();
    await store.close();
  });
  return {
    chat,
    clock,
    journal,
    async left() {
      while (!journal.some(({ kind }) => kind === 'left')) await new Promise<void>((resolve) => (stir = resolve));
    },
    async connect(onStream) {
      const link = await connectQuic({ host, port: listening.port, ca: own.cert, alpn, ...(onStream && { onStream }) });
      links.push(link);
      return link;
    },
  };
}

/** The original's engine: what is read at once, on any stream, is one PDU. */
export class StreamEngine implements Engine {
  readonly #streams: Map<number, Link>;
  readonly #first: QuicLink;
  readonly #read: string[] = [];
  /** On which stream each came. */
  readonly from: number[] = [];
  #stir: () => void = () => {};

  constructor(first: QuicLink) {
    this.#first = first;
    this.#streams = new Map([[first.stream, first]]);
    this.#hear(first);
  }

  #hear(link: QuicLink): void {
    link.read({
      take: (chunk) => {
        this.#read.push(Buffer.from(chunk).toString());
        this.from.push(link.stream);
        this.#stir();
        return chunk.length;
      },
      ended: () => this.#stir(),
    });
  }

  send(stream: 0 | 4 | 8, bytes: Uint8Array): void {
    while (!this.#streams.has(stream)) {
      const link = this.#first.peer.open();
      this.#streams.set(link.stream, link);
      this.#hear(link);
    }
    this.#streams.get(stream)?.write(bytes);
  }

  async receive(): Promise<string> {
    while (this.#read.length === 0) await new Promise<void>((resolve) => (this.#stir = resolve));
    const data = this.#read.shift() ?? '';
    assert.match(data, /^\{.*\}$/, 'one PDU, and nothing behind it');
    return data;
  }
}
