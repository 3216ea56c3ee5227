import type { Wire, WireEnd } from '#lab/transcript-server.ts';
import { wireOver } from '#lab/wire.ts';
import type { QuicConnection } from '#link/quic/quic.ts';

/**
 * A client's QUIC connection as one wire. It reads from all streams, in the order of arrival, and writes to the stream
 * that was read last.
 */
export function connectionOf({ peer, accept }: QuicConnection): Wire {
  const heard: { readonly bytes: Uint8Array; readonly stream: Wire }[] = [];
  let stream: Wire | undefined;
  let end: WireEnd | undefined;
  let woken = Promise.withResolvers<void>();
  const wake = (): void => {
    woken.resolve();
    woken = Promise.withResolvers();
  };
  void peer.over.then(() => {
    end = 'closed';
    wake();
  });
  accept((link) => void collect(wireOver(link)));

  /** A stream that ends does not end the connection. */
  async function collect(from: Wire): Promise<void> {
    stream ??= from;
    for (let bytes = await from.read(); typeof bytes !== 'string'; bytes = await from.read()) {
      heard.push({ bytes, stream: from });
      wake();
    }
  }

  return {
    async write(bytes) {
      await stream?.write(bytes);
    },
    async read() {
      for (;;) {
        const next = heard.shift();
        if (next) {
          stream = next.stream;
          return next.bytes;
        }
        if (end) return end;
        await woken.promise;
      }
    },
    hangUp: () => peer.end(),
    cutOff: () => peer.end(),
  };
}
