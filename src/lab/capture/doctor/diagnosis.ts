import type { Buffer } from 'node:buffer';

import type { NotACapture } from '#lab/capture/read/capture-parser.ts';
import type { ConversationVisitor, TcpFlow, UdpFlow } from '#lab/capture/read/conversation.ts';
import { ConversationReader } from '#lab/capture/read/conversations.ts';
import type { CaptureFile } from '#lab/capture/read/packet.ts';
import { readCapture } from '#lab/capture/read/read-capture.ts';
import type { Side } from '#lab/capture/tcp-conversation.ts';

import { Dialogue } from './dialogue.ts';
import { type ChatGroup, chatGroups } from './chat-groups.ts';
import type { KindId } from './conversation-kinds.ts';
import { type Verdict, verdictOf } from './verdict.ts';

/** Conversations and packets of one kind. */
export interface Group {
  readonly kind: KindId;
  /** A more exact name, for packets without a conversation: `ARP`. */
  readonly names: Set<string>;
  conversations: number;
  packets: number;
  /** The ports of the servers, the first few. */
  readonly ports: Set<number>;
  resets: number;
}

/** What is in a capture. */
export interface Diagnosis {
  readonly file: CaptureFile;
  readonly chats: readonly ChatGroup[];
  /** Everything else: kinds, those with most packets first. */
  readonly others: readonly Group[];
  /** All conversations in order, up to a limit, which is higher for chats. */
  readonly verdicts: readonly Verdict[];
  readonly conversations: number;
}

/** Bytes of dialogues in memory at one time. */
const maxSaid = 20 * 1024 * 1024;
/** Memory of a dialogue without its data, in bytes. */
const overhead = 300;
/** Conversations, and chats, that are listed. More are only counted. */
const [maxVerdicts, maxChats] = [10_000, 30_000];
const maxPorts = 8;

/** Reads a capture and says what is in it. Rejects with Node's error when the file cannot be read. */
export async function diagnose(path: string, progress?: (bytes: number) => void): Promise<Diagnosis | NotACapture> {
  const dialogues = new Map<TcpFlow | UdpFlow, Dialogue>();
  const verdicts: Verdict[] = [];
  const groups = new Map<KindId, Group>();
  let [said, conversations] = [0, 0];

  const hear = (flow: TcpFlow | UdpFlow, from: Side, bytes: Buffer, time: bigint): void => {
    let dialogue = dialogues.get(flow);
    if (!dialogue) dialogues.set(flow, (dialogue = new Dialogue()));
    const taken = dialogue.add(from, bytes, time, maxSaid - said);
    if (taken > 0) said += taken + overhead;
  };
  const over = (flow: TcpFlow | UdpFlow): void => {
    const dialogue = dialogues.get(flow) ?? new Dialogue();
    dialogues.delete(flow);
    for (const { bytes } of dialogue.said) said -= bytes.length + overhead;
    conversations++;
    const verdict = verdictOf(flow, dialogue);
    if (verdicts.length < (isWanted(verdict) ? maxChats : maxVerdicts)) verdicts.push(verdict);
    else count(groups, verdict);
  };
  const visitor: ConversationVisitor = {
    opened() {},
    bytes: hear,
    missing() {},
    finished() {},
    reset() {},
    datagram: hear,
    over,
    other: (name) => {
      const group = groupOf(groups, kindOfOther(name));
      group.packets++;
      group.names.add(name);
    },
  };
  const reader = new ConversationReader(visitor);
  const file = await readCapture(path, (packet) => reader.packet(packet), progress);
  if ('unreadable' in file) return file;
  reader.end();
  verdicts.sort((one, other) => one.conversation.number - other.conversation.number);
  const chats = chatGroups(verdicts);
  for (const verdict of verdicts) if (verdict.kind !== 'chat') count(groups, verdict);
  const others = [...groups.values()].toSorted((one, other) => other.packets - one.packets);
  return { file, chats, others, verdicts, conversations };
}

const isWanted = ({ kind }: Verdict): boolean => kind === 'chat' || kind === 'oneWay';

function groupOf(groups: Map<KindId, Group>, kind: KindId): Group {
  let group = groups.get(kind);
  if (!group)
    groups.set(kind, (group = { kind, names: new Set(), conversations: 0, packets: 0, ports: new Set(), resets: 0 }));
  return group;
}

function count(groups: Map<KindId, Group>, { kind, conversation, resets }: Verdict): void {
  const group = groupOf(groups, kind);
  group.conversations++;
  group.packets += conversation.packets;
  if (group.ports.size < maxPorts) group.ports.add(conversation.server.port);
  group.resets += resets;
}

function kindOfOther(name: string): KindId {
  if (name === 'ARP' || name === 'RARP') return 'arp';
  if (name.startsWith('ICMP')) return 'icmp';
  return name === 'IGMP' ? 'igmp' : 'link';
}
