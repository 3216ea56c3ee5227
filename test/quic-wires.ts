import type { Wire, WireEnd } from '#lab/transcript-server.ts';
import type { Link } from '#link/link.ts';
import { connectQuic, listenQuic } from '#link/quic/quic.ts';
import type { QuicLink } from '#link/quic/peer.ts';
import { selfSigned } from '#link/certificates/self-signed.ts';
import type { Listening } from '#link/tcp/tcp.ts';

import { pushedActor } from './pushed-actors.ts';
import type { Elsewhere } from './transcript-server.ts';

const own = selfSigned(Date.now());
const alpn = 'echo-protocol';
const host = '127.0.0.1';

/** A transcript's connections of pdu, carried over QUIC: an actor has the first stream, another one what the server pushes. */
export function overQuic(): Elsewhere {
  let listening: Listening | undefined;
  const links = new Map<string, QuicLink>();
  let [written, received] = [0, 0];
  let wake = (): void => {};
  const tap = {
    received(bytes: Uint8Array) {
      received += bytes.length;
      wake();
    },
    sent() {},
  };
  const delivered = async (bytes: Uint8Array): Promise<void> => {
    written += bytes.length;
    while (received < written) await new Promise<void>((resolve) => (wake = resolve));
  };

  async function connect(accept: (link: Link) => void): Promise<QuicLink> {
    listening ??= await listenQuic({ host, port: 0, ...own, alpn, tap }, (connection) => connection.accept(accept));
    return connectQuic({ host, port: listening.port, ca: own.cert, alpn });
  }

  const cutOff = (): void => {
    for (const { peer } of links.values()) peer.end();
  };

  return {
    async connect(dialect, actor, accept) {
      if (dialect !== 'pdu') return undefined;
      const asker = pushedActor.askerOf(actor);
      if (asker !== undefined) return pushedWire(links.get(asker));
      const link = await connect(accept);
      links.set(actor, link);
      const heard = new Heard(link);
      heard.hear(link);
      return {
        async write(bytes) {
          link.write(bytes);
          await Promise.race([delivered(bytes), link.peer.over]);
        },
        read: () => heard.next(),
        hangUp: () => link.peer.end(),
        cutOff: () => link.peer.end(),
      };
    },
    cutOff,
    async close() {
      cutOff();
      await listening?.close();
    },
  };
}

function pushedWire(first: QuicLink | undefined): Wire {
  if (!first) throw new Error('that actor has no connection');
  const heard = new Heard(first);
  first.peer.accept?.((link) => heard.hear(link));
  return { write: async () => {}, read: () => heard.next(), hangUp: () => {}, cutOff: () => {} };
}

/** What comes on a stream, in lines, without CURSORs. */
class Heard {
  readonly #lines: Uint8Array[] = [];
  #rest = '';
  #over = false;
  #wake: () => void = () => {};

  constructor({ peer }: QuicLink) {
    void peer.over.then(() => {
      this.#over = true;
      this.#wake();
    });
  }

  hear(link: Link): void {
    const decoder = new TextDecoder();
    link.read({
      take: (chunk) => {
        // A PDU of 1.x has no line feed on a stream.
        const text = this.#rest + decoder.decode(chunk, { stream: true });
        const lines = text.replace(/("sz": \d+\})(?!\n)/g, '$1\n').split(/(?<=\n)/);
        this.#rest = lines.at(-1)?.endsWith('\n') ? '' : (lines.pop() ?? '');
        for (const line of lines) if (!line.startsWith('{"mtype":24,')) this.#lines.push(Buffer.from(line));
        this.#wake();
        return chunk.length;
      },
      ended: () => {},
    });
  }

  async next(): Promise<Uint8Array | WireEnd> {
    for (;;) {
      const line = this.#lines.shift();
      if (line) return line;
      if (this.#over) return 'closed';
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }
}
