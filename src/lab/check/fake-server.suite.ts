import type { Link } from '#link/link.ts';
import { pipe } from '#link/pipe.ts';
import { wireOver } from '#lab/wire.ts';

import { observed, type Target } from './target.ts';

/** One client's link, as a small server in memory has it. A chunk is what one recv would return, as text of a character a byte. */
export interface FakeClient {
  say(text: string): void;
  close(): void;
}

/** A small server: what it does with links. */
export interface FakeServer {
  opened(client: FakeClient): void;
  heard(client: FakeClient, chunk: string): void;
  /** `how`: the peer has closed, or broken off. */
  left(client: FakeClient, how: 'ended' | 'lost'): void;
  stopped?(): void;
}

/** A server made anew for each check, reached through pipes in memory. */
export const fakeTarget = (make: () => FakeServer): Target => ({
  parallel: true,
  async begin(dialect, exchange) {
    const server = make();
    const links: Link[] = [];
    const stage = {
      dialects: [dialect],
      isLeaving: false,
      async connect() {
        const [ours, theirs] = pipe();
        links.push(theirs);
        const client: FakeClient = {
          say: (text) => theirs.write(Buffer.from(text, 'latin1')),
          close: () => theirs.end(),
        };
        theirs.read({
          take(chunk) {
            server.heard(client, Buffer.from(chunk).toString('latin1'));
            return chunk.length;
          },
          ended: (how) => server.left(client, how === 'ended' ? 'ended' : 'lost'),
        });
        server.opened(client);
        const wire = wireOver(ours);
        return {
          ...wire,
          // The server has read each chunk by itself before the next one is written.
          async write(bytes: Uint8Array) {
            await wire.write(bytes);
            await new Promise((resolve) => setImmediate(resolve));
          },
        };
      },
      pass: async () => {},
      stop: async () => server.stopped?.(),
      close: async () => {},
    };
    return {
      stage: observed(stage, exchange),
      isLeaving: false,
      printed: { stdout: '', stderr: '' },
      end: undefined,
      finish: async () => {},
      close: async () => {
        for (const link of links) link.abort();
      },
    };
  },
});
