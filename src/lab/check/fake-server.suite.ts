import type { Link } from '#link/link.ts';
import { pipe } from '#link/pipe.ts';
import type { Wire } from '#lab/transcript-server.ts';
import { wireOver } from '#lab/wire.ts';

import { CannotStart, observed, type Target } from './target.ts';

/**
 * One client's link, as a small server in memory has it. A chunk is what one recv would return, as text of a character
 * a byte.
 */
export interface FakeClient {
  say(text: string): void;
  close(): void;
  /** Bytes said that the peer does not read. */
  readonly unread: number;
}

/** A small server: what it does with links. */
export interface FakeServer {
  opened(client: FakeClient): void;
  heard(client: FakeClient, chunk: string): void;
  /** `how`: the peer has closed, or broken off. */
  left(client: FakeClient, how: 'ended' | 'lost'): void;
  stopped?(): void;
  /** It is started again: what it prints where it cannot be. */
  restarted?(): string | undefined;
}

/** Opens links to a small server, and returns the server's ends. */
const connects =
  (server: FakeServer, opened: (link: Link) => void): (() => Promise<Wire>) =>
  async () => {
    const [ours, theirs] = pipe();
    opened(theirs);
    const client: FakeClient = {
      say: (text) => theirs.write(Buffer.from(text, 'latin1')),
      close: () => theirs.end(),
      get unread() {
        return theirs.queued;
      },
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
  };

const running = {
  isLeaving: false,
  printed: { stdout: '', stderr: '' },
  end: undefined,
  finish: async () => {},
} as const;

/** A server made anew for each check, reached through pipes in memory. */
export const fakeTarget = (make: () => FakeServer): Target => ({
  parallel: true,
  async begin(dialect, exchange) {
    const server = make();
    const links: Link[] = [];
    const cut = (): void => links.forEach((link) => link.abort());
    const reached = {
      dialects: [dialect],
      isLeaving: false,
      connect: connects(server, (link) => links.push(link)),
      pass: async () => {},
      stop: async () => server.stopped?.(),
      async restart() {
        cut();
        const stderr = server.restarted?.();
        if (stderr === undefined) return;
        throw new CannotStart('it does not start again', { stdout: '', stderr }, 'exit code 1');
      },
      close: async () => {},
    };
    return { ...running, server: observed(reached, exchange), close: async () => cut() };
  },
});

let begun = 0;

/** One server for all checks, as one that runs already. */
export const runningTarget = (server: FakeServer): Target => ({
  parallel: false,
  async begin(dialect, exchange) {
    const connect = connects(server, () => {});
    const reached = { dialects: [dialect], isLeaving: false, connect, pass: async () => {}, close: async () => {} };
    return { ...running, suffix: `${++begun}`, server: observed(reached, exchange), close: async () => {} };
  },
});
