import type { ReadConversation, TcpFlow, UdpFlow } from '#lab/capture/read/conversation.ts';
import type { Side } from '#lab/capture/tcp-conversation.ts';

import { type Dialogue, isReadable } from './dialogue.ts';
import { homeMade } from './unknown-protocols.ts';
import type { KindId } from './conversation-kinds.ts';
import { connectionNotes, type Note } from './conversation-notes.ts';
import { tcpProtocol } from './tcp-protocols.ts';
import { udpProtocol } from './udp-protocols.ts';
import { type Wire, wireOf } from './chat-wires.ts';

/** The result for one conversation. */
export interface Verdict {
  readonly conversation: ReadConversation;
  kind: KindId;
  /** Its dialect, if it is one of Polylogue's. */
  dialect: Wire['dialect'] | undefined;
  /** For a chat in another protocol: how its messages are separated. */
  wire: string | undefined;
  /** The name of the client, if it sent one. */
  readonly who: string | undefined;
  /** The evidence. */
  because: string | undefined;
  readonly notes: Note[];
  readonly bytes: Readonly<Record<Side, number>>;
  /** The messages of a chat in an unknown protocol. */
  readonly texts: Readonly<Record<Side, readonly string[]>> | undefined;
  readonly resets: number;
}

/** What is kept of a conversation: everything except the state for ordering its bytes. */
function summaryOf({
  number,
  transport,
  client,
  server,
  packets,
  firstPacket,
  lastPacket,
  first,
  last,
}: ReadConversation): ReadConversation {
  return { number, transport, client, server, packets, firstPacket, lastPacket, first, last };
}

const httpsPort = 443;

type Judged = Pick<Verdict, 'kind'> & Partial<Pick<Verdict, 'dialect' | 'wire' | 'who' | 'because' | 'texts'>>;

export function verdictOf(conversation: TcpFlow | UdpFlow, dialogue: Dialogue): Verdict {
  const isTcp = conversation.transport === 'tcp';
  const judged = isTcp ? judgeTcp(conversation, dialogue) : judgeUdp(conversation, dialogue);
  const notes = isTcp ? [...connectionNotes(conversation), ...lineNotes(judged, dialogue)] : [];
  const bytes = isTcp
    ? { client: conversation.halves.client.bytes, server: conversation.halves.server.bytes }
    : conversation.bytes;
  const { kind, dialect, wire, who, because, texts } = judged;
  return {
    conversation: summaryOf(conversation),
    kind,
    dialect,
    wire,
    who,
    because,
    notes,
    bytes,
    texts,
    resets: isTcp ? conversation.resets : 0,
  };
}

function judgeTcp(flow: TcpFlow, dialogue: Dialogue): Judged {
  const { client, server } = flow.halves;
  if (isInjected(flow)) return { kind: 'injected' };
  if (!flow.hasData) {
    if (client.missing + server.missing > 1) return { kind: 'cut' };
    if (flow.syn !== undefined && !flow.synAnswered && flow.reset === 'server') return { kind: 'refused' };
    if (flow.syn !== undefined && !flow.synAnswered && server.packets === 0) return { kind: 'unanswered' };
    return { kind: flow.syn === undefined && client.keepAlives + server.keepAlives > 0 ? 'keepAlive' : 'silent' };
  }
  const wire = wireOf(dialogue);
  if (wire) return { kind: 'chat', ...wire };
  if (isWakeUp(flow, dialogue)) return { kind: 'wakeUp' };
  const protocol = tcpProtocol(dialogue);
  if (protocol) return { kind: protocol };
  const judged = homeMade(dialogue);
  // The rest of a record that began before the capture.
  if (judged.kind === 'binary' && flow.server.port === httpsPort && flow.syn === undefined) return { kind: 'tls' };
  if (judged.kind !== 'oneWay') return judged;
  // Acknowledgements show that the other side also sent data, which was not captured.
  if ((client.bytes === 0 ? client : server).missing > 0) return { ...judged, kind: 'chat' };
  // No bytes of the other side were kept.
  return client.bytes > 0 && server.bytes > 0 ? { kind: 'text' } : judged;
}

/** Data to a port without a connection: no handshake, and no answer except RST. */
function isInjected(flow: TcpFlow): boolean {
  const { client, server } = flow.halves;
  const [sender, receiver] =
    client.packets >= server.packets && client.bytes >= server.bytes ? [client, server] : [server, client];
  if (flow.strangeSyn && !flow.synAnswered) return true;
  if (flow.synAnswered || receiver.bytes > 0) return false;
  const bare = sender.zeroAcknowledgements > 0;
  if (flow.syn !== undefined) return sender.bytes > 0 && receiver.packets === flow.resets && flow.resets > 0;
  if (receiver.packets === 0) return bare;
  // A conversation from the middle has acknowledgements, and no more than one RST.
  const onlyRefused = receiver.packets <= flow.resets;
  const few = sender.segments + sender.strays <= 2;
  return onlyRefused && (sender.bytes > 0 || bare) && (few || bare || flow.resets >= 3);
}

/** Equal single bytes in one direction, from a program to itself. */
function isWakeUp(flow: TcpFlow, dialogue: Dialogue): boolean {
  const isLoopback = flow.client.address === flow.server.address || flow.client.address.startsWith('127.');
  const { client, server } = flow.halves;
  if (!isLoopback || (client.bytes > 0 && server.bytes > 0)) return false;
  const values = new Set(dialogue.said.flatMap(({ bytes }) => [...bytes]));
  return (
    dialogue.said.every(({ bytes }) => bytes.length <= 4) && values.size <= 2 && client.bytes + server.bytes < 100_000
  );
}

function judgeUdp(flow: UdpFlow, dialogue: Dialogue): Judged {
  const protocol = udpProtocol(flow, dialogue);
  if (protocol) return { kind: protocol };
  const texts = dialogue.said.filter(({ bytes }) => bytes.length > 0);
  const isText = texts.length > 0 && texts.every(({ bytes }) => isReadable(bytes));
  if (!isText) return { kind: 'udp' };
  const judged = homeMade(dialogue);
  if (judged.kind === 'chat') return { ...judged, wire: `${judged.wire}, over UDP` };
  return { kind: judged.kind === 'oneWay' ? 'oneWay' : 'udp' };
}

/** Dialects whose messages end at a line end, if they have one. */
function lineNotes({ kind, dialect, wire }: Judged, dialogue: Dialogue): readonly Note[] {
  if (kind !== 'chat' && kind !== 'oneWay') return [];
  if (dialect !== 'direct' && (dialect !== undefined || wire?.includes('line') !== true)) return [];
  const bare = (['client', 'server'] as const).flatMap((side) => {
    const chunks = dialogue.chunks(side);
    const without = chunks.filter((chunk) => chunk.at(-1) !== 0x0a).length;
    return without > 0 ? [`${without} of ${chunks.length} writes of the ${side}`] : [];
  });
  if (bare.length === 0) return [];
  const text = `No line feed at the end of ${bare.join(' and ')}: messages that arrive together cannot be told apart.`;
  return [{ code: 'no-line-ends', fault: true, text }];
}
