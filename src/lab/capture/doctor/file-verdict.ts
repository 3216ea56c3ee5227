import { canReadLinkType, linkTypeName } from '#lab/capture/read/link-layer.ts';

import type { ChatGroup } from './chat-groups.ts';
import type { Diagnosis } from './diagnosis.ts';
import { type KindId, kindOf } from './conversation-kinds.ts';
import type { Verdict } from './verdict.ts';

const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, number) => sum + number, 0);
const count = (number: number, one: string, many = `${one}s`): string => `${number} ${number === 1 ? one : many}`;

export const chatPackets = ({ chats }: Diagnosis): number =>
  sumOf(chats.flatMap(({ conversations }) => conversations.map(({ conversation }) => conversation.packets)));

/** The verdict about the file, in a sentence. */
export function headline(diagnosis: Diagnosis): string {
  const { file, chats, others } = diagnosis;
  if (file.packets === 0) return 'It contains no packets.';
  const conversations = sumOf(chats.map((chat) => chat.conversations.length));
  if (conversations > 0) {
    const wires = [
      ...new Set(
        chats.map(({ dialect, wire }) => dialect ?? (wire === 'IRC' || wire === 'XMPP' ? wire : 'a home-made wire')),
      ),
    ];
    const servers = chats.length === 1 ? '' : ` with ${chats.length} servers`;
    return `${count(conversations, 'chat conversation')}${servers}, on ${wires.join(', ')}: ${chatPackets(diagnosis)} of ${count(file.packets, 'packet')}.`;
  }
  const exercise = others.find(({ kind }) => isExercise(kind));
  const most = exercise ?? others[0];
  const instead = most ? ` Most of it is: ${kindOf(most.kind).name}.` : '';
  if (!exercise) return `There is no chat here.${instead}`;
  const oneWay = others.filter(({ kind }) => isExercise(kind));
  const packets = sumOf(oneWay.map((group) => group.packets));
  const what = oneWay.map(({ kind }) => kindOf(kind).name).join(', ');
  return `There is no chat here. An exercise may be: ${what}, ${packets} of ${count(file.packets, 'packet')}.`;
}

/** A note about the whole file. `fault`: because of this, packets or bytes are missing. */
export interface FileNote {
  readonly fault: boolean;
  readonly text: string;
}

/** Notes about the whole file. */
export function fileNotes(diagnosis: Diagnosis): readonly FileNote[] {
  const faults = faultsOf(diagnosis).map((text) => ({ fault: true, text }));
  return [...faults, ...hintsOf(diagnosis).map((text) => ({ fault: false, text }))];
}

function faultsOf({ file }: Diagnosis): readonly string[] {
  const notes: string[] = [];
  if (file.damage !== undefined) notes.push(`The file is incomplete: ${file.damage}. Everything before that was read.`);
  if (file.snapped > 0)
    notes.push(
      `${count(file.snapped, 'packet was', 'packets were')} cut when captured (snap length): set no snap length.`,
    );
  if (file.dropped > 0) notes.push(`The capture lost ${count(file.dropped, 'packet')}, by its own count.`);
  return notes;
}

function hintsOf(diagnosis: Diagnosis): readonly string[] {
  const { file, chats, others } = diagnosis;
  const notes: string[] = [];
  if (file.backwards > 0)
    notes.push(
      `${count(file.backwards, 'packet has', 'packets have')} an earlier time than the one before: \`reordercap\` puts them in order.`,
    );
  const offloaded = chats.flatMap((chat) => chat.conversations).flatMap(({ notes: ofOne }) => ofOne);
  const offload = offloaded.find(({ code }) => code === 'checksum-offload');
  if (offload) notes.push(offload.text);
  const unread = new Set(
    file.interfaces.map(({ linkType }) => linkType).filter((linkType) => !canReadLinkType(linkType)),
  );
  for (const linkType of unread)
    notes.push(
      `Packets of ${linkTypeName(linkType)} are not read here: capture on the loopback, Ethernet or Wi-Fi interface of the computer itself.`,
    );
  const noise = sumOf(others.map(({ packets }) => packets));
  const more = others.find(({ kind }) => kind === 'chat');
  if (more)
    notes.push(`${more.conversations} more chat conversations are only counted, because there are too many to list.`);
  if (chats.length > 0 && noise > chatPackets(diagnosis)) notes.push(filterNote(diagnosis));
  if (chats.length === 0 && file.packets > 0) notes.push(...noChatNotes(diagnosis));
  return notes;
}

function filterNote({ file, chats }: Diagnosis): string {
  const set = file.interfaces.map(({ filter }) => filter).find((filter) => filter !== undefined);
  const ports = [...new Set(chats.map(({ server }) => server.port))];
  const wanted = ports.map((port) => `tcp port ${port}`).join(' or ');
  if (set === undefined)
    return `Most packets belong to other programs, because no capture filter was set. With \`${wanted}\` only the chat is captured.`;
  return `Most packets belong to other programs, although the capture filter was \`${set}\`. With \`${wanted}\` only the chat is captured.`;
}

function noChatNotes({ others, verdicts }: Diagnosis): readonly string[] {
  if (others.some(({ kind }) => isExercise(kind))) return [];
  const refused = others.find(({ kind }) => kind === 'refused');
  if (refused) {
    const ports = [...refused.ports].join(', ');
    return [`Connections were refused (port ${ports}): start the server before the client, and compare their ports.`];
  }
  const isLoopback = ({ conversation }: Verdict): boolean => /^(?:127\.|::1$)/.test(conversation.server.address);
  if (verdicts.some(isLoopback))
    return [
      'It was captured on the loopback interface, but there was no chat during the capture: start the capture first, then server and clients.',
    ];
  return [
    'To capture a chat on one computer, choose the loopback interface (lo, lo0, "Adapter for loopback traffic capture"), start the capture, then server and clients.',
  ];
}

const isExercise = (kind: KindId): boolean => kind === 'injected' || kind === 'oneWay';

/** A display filter for Wireshark that shows a chat, and as little else as possible. */
export function filterOf({ server, conversations }: ChatGroup): string {
  const [first] = conversations;
  const transport = first?.conversation.transport ?? 'tcp';
  const ports = conversations.map(({ conversation }) => conversation.client.port);
  const filter = `${transport}.port == ${server.port}`;
  return ports.length <= 8 ? `${filter} && ${transport}.port in {${[...new Set(ports)].join(' ')}}` : filter;
}
