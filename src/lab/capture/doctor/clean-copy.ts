import { CaptureEncoder, synthesised } from '#lab/capture/capture-encoder.ts';
import type { CaptureFormat } from '#lab/capture/capture-format.ts';
import type { ConversationVisitor, ReadConversation, TcpFlow, UdpFlow } from '#lab/capture/read/conversation.ts';
import { ConversationReader } from '#lab/capture/read/conversations.ts';
import { readCapture } from '#lab/capture/read/read-capture.ts';
import type { Endpoint, Side } from '#lab/capture/tcp-conversation.ts';

import type { Diagnosis } from './diagnosis.ts';
import type { Verdict } from './verdict.ts';

export interface CleanOptions {
  /** The capture that was diagnosed. */
  readonly path: string;
  readonly diagnosis: Diagnosis;
  readonly format: CaptureFormat;
  /** Name and version of the program that writes. */
  readonly program: string;
  /** Called with the bytes of the cleaned capture, in order. */
  readonly write: (bytes: Uint8Array) => void;
  readonly progress?: ((bytes: number) => void) | undefined;
}

/** The conversations for a cleaned capture: chats; without chats, one-way messages. */
export function wantedConversations({ verdicts }: Diagnosis): readonly Verdict[] {
  const chats = verdicts.filter(({ kind }) => kind === 'chat');
  return chats.length > 0 ? chats : verdicts.filter(({ kind }) => kind === 'oneWay');
}

/**
 * Writes only the wanted conversations, with new packets: bytes in order and once, a handshake even if the capture
 * began later, correct checksums. Reads the file a second time.
 */
export async function writeCleaned(options: CleanOptions): Promise<void> {
  const { path, diagnosis, format, program, write, progress } = options;
  const encoder = new CaptureEncoder(format);
  const wanted = wantedConversations(diagnosis);
  const ports = freshPorts(wanted);
  write(
    encoder.head({
      program,
      comment: `Cleaned: the chat conversations of another capture, and nothing else. ${synthesised}`,
    }),
  );
  write(encoder.interface({ name: diagnosis.file.interfaces[0]?.name ?? 'capture' }));
  const people = new Map(wanted.map(({ conversation, who }) => [conversation.number, who]));
  const visitor = encodingVisitor(encoder, write, people, (flow) => {
    const port = ports.get(flow.number) ?? flow.client.port;
    return { ...flow.client, port };
  });
  const reader = new ConversationReader(visitor);
  await readCapture(path, (packet) => reader.packet(packet), progress);
  reader.end();
  write(encoder.statistics(diagnosis.file.last ?? 0n));
}

/** Passes the wanted conversations to an encoder. `wanted`: their numbers, and the name of the client. */
function encodingVisitor(
  encoder: CaptureEncoder,
  write: (bytes: Uint8Array) => void,
  wanted: ReadonlyMap<number, string | undefined>,
  clientOf: (flow: ReadConversation) => Endpoint,
): ConversationVisitor {
  /** Bytes that are missing before the next bytes of a side. */
  const lost = new Map<string, number>();
  const commentOn = (flow: ReadConversation, from: Side): string | undefined => {
    const key = `${flow.number} ${from}`;
    const who = wanted.get(flow.number);
    const bytes = lost.get(key);
    lost.delete(key);
    const comments = [
      ...(who === undefined ? [] : [from === 'client' ? who : `to ${who}`]),
      ...(bytes === undefined ? [] : [`${bytes} bytes before this are not in the capture`]),
    ];
    return comments.length === 0 ? undefined : comments.join('; ');
  };
  const idOf = ({ number }: ReadConversation): string => String(number);
  const only = (flow: ReadConversation, encode: (id: string) => Uint8Array): void => {
    if (wanted.has(flow.number)) write(encode(idOf(flow)));
  };
  return {
    opened: (flow, time) =>
      only(flow, (id) =>
        encoder.opened(
          id,
          time,
          0,
          { client: clientOf(flow), server: flow.server },
          openingComment(flow, clientOf(flow)),
        ),
      ),
    bytes: (flow, from, bytes, time) => only(flow, (id) => encoder.bytes(id, time, from, bytes, commentOn(flow, from))),
    missing(flow, from, bytes) {
      const key = `${flow.number} ${from}`;
      if (wanted.has(flow.number)) lost.set(key, (lost.get(key) ?? 0) + bytes);
    },
    finished: (flow, from, time) => only(flow, (id) => encoder.finished(id, time, from)),
    reset: (flow, from, time) => only(flow, (id) => encoder.reset(id, time, from)),
    datagram: (flow, from, bytes, time) =>
      only(flow, () => encoder.datagram(time, 0, datagramOf(flow, from, bytes, clientOf(flow)))),
    over() {},
    other() {},
  };
}

function openingComment(flow: TcpFlow, client: Endpoint): string | undefined {
  const comments = [
    ...(flow.syn === undefined ? ['the handshake is not in the capture this was made from'] : []),
    ...(client.port === flow.client.port
      ? []
      : [`the client's port was ${flow.client.port}, as that of an earlier connection`]),
  ];
  return comments.length === 0 ? undefined : comments.join('; ');
}

function datagramOf(
  flow: UdpFlow,
  from: Side,
  payload: Buffer,
  client: Endpoint,
): Parameters<CaptureEncoder['datagram']>[2] {
  const [source, destination] = from === 'client' ? [client, flow.server] : [flow.server, client];
  return { source, destination, from, payload };
}

const [firstFresh, lastFresh] = [49_152, 65_535];

/** The clients' ports, by number of the conversation. Wireshark warns about reused ports, so these are replaced. */
function freshPorts(wanted: readonly Verdict[]): ReadonlyMap<number, number> {
  const used = new Set<string>();
  const ports = new Map<number, number>();
  const pair = ({ client, server, transport }: ReadConversation, port: number): string =>
    `${transport} ${client.address} ${port} ${server.address} ${server.port}`;
  const again: ReadConversation[] = [];
  for (const { conversation } of wanted) {
    const own = pair(conversation, conversation.client.port);
    if (conversation.transport === 'tcp' && used.has(own)) again.push(conversation);
    else ports.set(conversation.number, conversation.client.port);
    used.add(own);
  }
  let next = firstFresh;
  for (const conversation of again) {
    while (next < lastFresh && used.has(pair(conversation, next))) next++;
    ports.set(conversation.number, next);
    used.add(pair(conversation, next));
  }
  return ports;
}
