import type { Side } from '#lab/capture/tcp-conversation.ts';
import type { Message } from '#lab/encapsulate/csv/read-messages.ts';

import type { PairConversation } from './conversations.ts';

/** One packet that was made, from its Ethernet header on. */
export interface MadeFrame {
  readonly bytes: Uint8Array;
  /** ns since 1970. */
  time: bigint;
  readonly from: Side;
  /** The conversation's place in the list. */
  readonly conversation: number;
  /** The row whose message it carries; none for handshakes, acknowledgements and ends. */
  readonly message: Message | undefined;
  /** Its place in the message, in bytes. */
  readonly part: { readonly from: number; readonly of: number } | undefined;
  readonly comment: string | undefined;
}

/** `client_browser → web_server` */
export function whoSpeaks({ client, server, clientName, serverName }: PairConversation, from: Side): string {
  const names = [clientName ?? `${client.address}:${client.port}`, serverName ?? `${server.address}:${server.port}`];
  return (from === 'client' ? names : names.toReversed()).join(' → ');
}

/** All packets in one order, with different times: a packet that is not later than the one before is moved to 1 ns after it. */
export function inTimeOrder(conversations: readonly (readonly MadeFrame[])[]): readonly MadeFrame[] {
  const all = conversations.flat();
  const places = new Map(all.map((frame, at) => [frame, at]));
  const ordered = all.toSorted((one, other) => {
    if (one.time !== other.time) return one.time < other.time ? -1 : 1;
    return (places.get(one) ?? 0) - (places.get(other) ?? 0);
  });
  let last = -1n;
  for (const frame of ordered) {
    if (frame.time <= last) frame.time = last + 1n;
    last = frame.time;
  }
  return ordered;
}
