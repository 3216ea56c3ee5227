import { visible } from '#text/visible.ts';
import { formatEndpoint } from '#lab/capture/address.ts';
import type { ReadConversation } from '#lab/capture/read/conversation.ts';
import { linkTypeName } from '#lab/capture/read/link-layer.ts';
import type { CaptureFile } from '#lab/capture/read/packet.ts';

import type { ChatGroup } from './chat-groups.ts';
import type { Diagnosis, Group } from './diagnosis.ts';
import { fileNotes, filterOf, headline } from './file-verdict.ts';
import { kindOf } from './conversation-kinds.ts';
import type { Verdict } from './verdict.ts';

/** How parts of a report are emphasised on a terminal. */
export interface ReportStyle {
  /** For everything else. */
  text(text: string): string;
  strong(text: string): string;
  faint(text: string): string;
  warning(text: string): string;
}

export const plainReport: ReportStyle = { text: visible, strong: visible, faint: visible, warning: visible };

/** Conversations of one chat that are shown one by one. */
const maxShown = 30;

/**
 * The report of a diagnosis, in lines for people; `all`: with a line for each conversation. It has no control
 * characters except those of `style`.
 */
export function reportLines(
  name: string,
  diagnosis: Diagnosis,
  style: ReportStyle = plainReport,
  all = false,
): readonly string[] {
  const { file, chats, others } = diagnosis;
  return [
    `${style.strong(name)}: ${style.text(fileLine(file))}`,
    '',
    style.strong(headline(diagnosis)),
    ...fileNotes(diagnosis).map(({ fault, text }) => `  ${fault ? style.warning('!') : '-'} ${style.text(text)}`),
    ...chats.flatMap((chat) => ['', ...chatLines(chat, file, style)]),
    ...(others.length > 0 ? ['', style.strong(chats.length > 0 ? 'What else is in it:' : 'What is in it:')] : []),
    ...others.flatMap((group) => groupLines(group, style)),
    ...(all
      ? ['', style.strong('Every conversation:'), ...diagnosis.verdicts.map((one) => style.text(verdictLine(one)))]
      : []),
  ];
}

function verdictLine({ conversation, kind, dialect, wire }: Verdict): string {
  const { number, transport, client, server, packets, firstPacket, lastPacket } = conversation;
  const ends = `${formatEndpoint(client.address, client.port)} → ${formatEndpoint(server.address, server.port)}`;
  const what = kind === 'chat' ? `chat, ${dialect ?? wire ?? 'text'}` : kindOf(kind).name;
  return `  ${number} ${transport} ${ends}: ${what}, ${count(packets, 'packet')} (${firstPacket}–${lastPacket})`;
}

const count = (number: number, one: string, many = `${one}s`): string => `${number} ${number === 1 ? one : many}`;

function fileLine(file: CaptureFile): string {
  const links = [...new Set(file.interfaces.map(({ linkType }) => linkTypeName(linkType)))].join(', ');
  const parts = [
    file.compression === undefined ? file.format : `${file.format}, packed with ${file.compression}`,
    count(file.packets, 'packet'),
    ...(file.first === undefined || file.last === undefined ? [] : [`in ${seconds(file.last - file.first)} s`]),
    ...(links === '' ? [] : [links]),
    ...(file.sections > 1 ? [count(file.sections, 'section')] : []),
  ];
  return parts.join(', ');
}

const seconds = (nanoseconds: bigint): string => (Number(nanoseconds) / 1e9).toFixed(3);

function chatLines(chat: ChatGroup, file: CaptureFile, style: ReportStyle): readonly string[] {
  const { server, dialect, wire, conversations, relays } = chat;
  const packets = conversations.reduce((sum, { conversation }) => sum + conversation.packets, 0);
  const where = formatEndpoint(server.address, server.port);
  const what = dialect ?? `home-made (${wire ?? 'text'})`;
  const how = conversations.find(({ because }) => because !== undefined)?.because;
  const counts = `${count(conversations.length, 'conversation')}, ${count(packets, 'packet')}`;
  return [
    `${style.strong(`Chat at ${where}: ${what}`)}, ${counts}`,
    ...(dialect === undefined ? [] : [style.text(`  Known by ${how}.`)]),
    ...(relays === true ? ['  What one client says reaches others.'] : []),
    `  ${style.faint(`Display filter: ${filterOf(chat)}`)}`,
    ...conversations.slice(0, maxShown).flatMap((verdict) => conversationLines(verdict, file, style)),
    ...(conversations.length > maxShown ? [`  … and ${conversations.length - maxShown} more (--json has all)`] : []),
  ];
}

function conversationLines(verdict: Verdict, file: CaptureFile, style: ReportStyle): readonly string[] {
  const { conversation, who, bytes, notes } = verdict;
  const { client } = conversation;
  const name = who === undefined ? '' : ` (${who})`;
  const said = `client ${bytes.client} B, server ${bytes.server} B`;
  return [
    style.text(
      `  ${formatEndpoint(client.address, client.port)}${name}: ${count(conversation.packets, 'packet')}, ${said}, ${span(conversation, file)}`,
    ),
    // Written once, for the file.
    ...notes
      .filter(({ code }) => code !== 'checksum-offload')
      .map(({ text, fault }) => `    ${fault ? style.warning('!') : '-'} ${style.text(text)}`),
  ];
}

function span({ first, last, firstPacket, lastPacket }: ReadConversation, file: CaptureFile): string {
  const since = file.first ?? first;
  return `from ${seconds(first - since)} to ${seconds(last - since)} s (packets ${firstPacket}–${lastPacket})`;
}

function groupLines(group: Group, style: ReportStyle): readonly string[] {
  const { name, meaning } = kindOf(group.kind);
  const conversations = group.conversations > 0 ? `, ${count(group.conversations, 'conversation')}` : '';
  const resets = group.kind === 'injected' && group.resets > 0 ? `, ${count(group.resets, 'RST')}` : '';
  const ports = group.ports.size > 0 ? `, port ${[...group.ports].toSorted((a, b) => a - b).join(', ')}` : '';
  const names = group.kind === 'link' ? ` (${[...group.names].slice(0, 8).join(', ')})` : '';
  return [
    style.text(`  ${name}${names}: ${count(group.packets, 'packet')}${conversations}${resets}${ports}`),
    `    ${style.faint(meaning)}`,
  ];
}
