import type { Diagnosis } from './diagnosis.ts';
import { chatPackets, fileNotes, filterOf, headline } from './file-verdict.ts';
import { kindOf } from './conversation-kinds.ts';
import type { Verdict } from './verdict.ts';

/** Conversations that are listed one by one; those of chats all are. */
const maxListed = 5000;

/** A diagnosis as a value for JSON. Times are ISO 8601 in UTC, sizes in bytes. */
export function reportValue(name: string, diagnosis: Diagnosis): object {
  const { file, chats, others, verdicts, conversations } = diagnosis;
  const listed = verdicts.filter(({ kind }, at) => kind === 'chat' || at < maxListed);
  return {
    file: name,
    format: file.format,
    compression: file.compression,
    application: file.application,
    packets: file.packets,
    snapped: file.snapped,
    dropped: file.dropped,
    damage: file.damage,
    begins: isoTime(file.first),
    ends: isoTime(file.last),
    interfaces: file.interfaces,
    verdict: {
      chat: chats.length > 0,
      text: headline(diagnosis),
      chatConversations: chats.reduce((sum, chat) => sum + chat.conversations.length, 0),
      chatPackets: chatPackets(diagnosis),
      notes: fileNotes(diagnosis),
    },
    chats: chats.map((chat) => {
      return {
        server: chat.server,
        dialect: chat.dialect ?? null,
        wire: chat.dialect ?? chat.wire ?? 'text',
        relays: chat.relays,
        filter: filterOf(chat),
        conversations: chat.conversations.map(({ conversation }) => conversation.number),
      };
    }),
    conversations: listed.map(conversationValue),
    conversationsNotListed: conversations - listed.length,
    others: others.map(({ kind, names, ports, ...counts }) => {
      const { name: title, meaning } = kindOf(kind);
      return { kind, name: title, meaning, ...counts, ports: [...ports], names: [...names] };
    }),
  };
}

function conversationValue({ conversation, kind, dialect, wire, who, because, notes, bytes }: Verdict): object {
  const { number, transport, client, server, packets, firstPacket, lastPacket, first, last } = conversation;
  return {
    number,
    transport,
    client,
    server,
    kind,
    name: kindOf(kind).name,
    dialect: dialect ?? null,
    wire,
    who,
    because,
    packets,
    firstPacket,
    lastPacket,
    begins: isoTime(first),
    ends: isoTime(last),
    bytes,
    notes,
  };
}

/** A time in ISO 8601 with nanoseconds. */
function isoTime(time: bigint | undefined): string | undefined {
  if (time === undefined) return undefined;
  const [ms, rest] = [time / 1_000_000n, time % 1_000_000n];
  // A time outside of the calendar comes from a damaged file.
  if (ms > 8_640_000_000_000_000n || ms < 0n) return undefined;
  return new Date(Number(ms)).toISOString().replace('Z', `${String(rest).padStart(6, '0')}Z`);
}
