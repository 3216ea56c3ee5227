import assert from 'node:assert/strict';

import { judgeCapture } from './tshark-findings.suite.ts';

/** What went over one TCP connection, in both directions; the client is the side that sends the first packet. */
export interface SentBytes {
  readonly client: Uint8Array;
  readonly server: Uint8Array;
}

/**
 * Fails unless tshark finds nothing wrong with a capture, and reads from it exactly what was sent: a row for each TCP
 * connection, in the order in which they begin. `joined`: connections may have begun before the capture. Ask
 * `tsharkMissing` before.
 */
export async function assertPassesGate(
  file: string,
  sent: readonly SentBytes[],
  options: { readonly joined?: boolean } = {},
): Promise<void> {
  const { findings, streams } = await judgeCapture(file, sent.length, options);
  assert.deepEqual(findings, []);
  const hex = ({ client, server }: SentBytes): Readonly<Record<keyof SentBytes, string>> => {
    return { client: Buffer.from(client).toString('hex'), server: Buffer.from(server).toString('hex') };
  };
  assert.deepEqual(streams.map(hex), sent.map(hex));
}
