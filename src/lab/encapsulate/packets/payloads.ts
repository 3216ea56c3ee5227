import { ntpMessage } from './ntp-message.ts';
import type { Message } from '#lab/encapsulate/csv/read-messages.ts';

import type { PairConversation } from './conversations.ts';
import { dnsPayloads } from './dns-rows.ts';

/** What is sent for each row of a conversation. */
export function payloadsOf(pair: PairConversation): ReadonlyMap<Message, Uint8Array> {
  if (pair.made === undefined) return new Map(pair.rows.map(({ message }) => [message, message.payload]));
  const payloads =
    pair.made === 'DNS' ? dnsPayloads(pair.rows) : pair.rows.map(({ message, from }) => ntpMessage(from, message.time));
  return new Map(
    pair.rows.map(({ message }, nth) => {
      if (message.exact) return [message, message.payload];
      const payload = payloads[nth] ?? new Uint8Array();
      return [message, pair.transport === 'tcp' ? withLength(payload) : payload];
    }),
  );
}

/** Over TCP a DNS message is preceded by its length (RFC 1035, 4.2.2). */
function withLength(payload: Uint8Array): Uint8Array {
  return Uint8Array.from([payload.length >> 8, payload.length & 0xff, ...payload]);
}
