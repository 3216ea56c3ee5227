import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';

import type { Link } from '#link/link.ts';
import { connectQuic, listenQuic } from '#link/quic/quic.ts';
import type { QuicLink } from '#link/quic/peer.ts';
import { selfSigned } from '#link/certificates/self-signed.ts';

import { type ChatScene, type ChatSceneOptions, openChat } from './chat-scene.suite.ts';
import type { Engine } from './originals.suite.ts';

export const host: string = '127.0.0.1';
const own = selfSigned(Date.now());
const alpn = 'echo-protocol';

export interface Scene extends ChatScene {
  connect(): Promise<QuicLink>;
}

export async function open(t: TestContext, options: ChatSceneOptions = {}): Promise<Scene> {
  const scene = await openChat(t, options);
  const listening = await listenQuic({ host, port: 0, ...own, alpn }, ({ accept }) => accept(scene.take));
  const links: QuicLink[] = [];
  t.after(async () => {
    for (const { peer } of links) peer.end();
    await listening.close();
  });
  const { port } = listening;
  return {
    ...scene,
    async connect() {
      const link = await connectQuic({ host, port, ca: own.cert, alpn });
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
    assert.match(data, /^\{.*\}$/, 'one PDU, and nothing after it');
    return data;
  }
}
