import type { Conversations } from '#lab/encapsulate/packets/conversations.ts';
import type { MadeFrame } from '#lab/encapsulate/packets/made-frames.ts';

import { applicationLayer } from './application-layer.ts';
import type { Layer } from './layer.ts';
import { linkLayer } from './link-layer.ts';
import { networkLayer } from './network-layer.ts';
import { transportLayer } from './transport-layer.ts';

/** The layers of a packet from above, with every field of their headers; read from its bytes. */
export function layersOf(frame: MadeFrame, { pairs, hosts }: Conversations): readonly Layer[] {
  const { bytes, message, part, conversation } = frame;
  const transport = transportLayer(bytes);
  const below = [transport, networkLayer(bytes, hosts.names), linkLayer(bytes)];
  if (!message || !part) return below;
  const carried = { protocol: message.protocol, made: message.exact ? undefined : pairs[conversation]?.made, part };
  return [applicationLayer(bytes, transport.offset + transport.length, carried), ...below];
}
