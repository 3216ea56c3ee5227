import { formatEndpoint } from '#lab/capture/address.ts';
import type { Endpoint } from '#lab/capture/tcp-conversation.ts';

import type { KindId } from './conversation-kinds.ts';
import type { Verdict } from './verdict.ts';

/** The chat conversations of one server. */
export interface ChatGroup {
  readonly server: Endpoint;
  readonly dialect: Verdict['dialect'];
  /** How messages are separated, if the dialect is not one of ours. */
  readonly wire: string | undefined;
  readonly conversations: readonly Verdict[];
  /** Whether the messages of one client reach another; `undefined`: not examined. */
  readonly relays: boolean | undefined;
}

/** Kinds that prove little alone: conversations of these kinds with the server of a chat belong to the chat. */
const undecided: ReadonlySet<KindId> = new Set(['oneWay', 'silent', 'keepAlive', 'text', 'binary', 'wakeUp']);

/** Finds chat servers, and groups the conversations with each into one chat. */
export function chatGroups(verdicts: readonly Verdict[]): readonly ChatGroup[] {
  const servers = Map.groupBy(verdicts, ({ conversation }) => {
    const { transport, server } = conversation;
    return `${transport} ${formatEndpoint(server.address, server.port)}`;
  });
  return [...servers.values()].flatMap((ofServer) => {
    const said = ofServer.filter(({ kind }) => kind === 'chat');
    const chats = said.length > 0 ? said : relayed(ofServer);
    const [first] = chats;
    return first ? [groupOf(ofServer, chats, first)] : [];
  });
}

/** Clients that only write and clients that only read are a chat, if messages of one reach another. */
function relayed(ofServer: readonly Verdict[]): readonly Verdict[] {
  const oneWay = ofServer.filter(({ kind }) => kind === 'oneWay');
  if (relays(oneWay) !== true) return [];
  for (const verdict of oneWay) verdict.kind = 'chat';
  return oneWay;
}

function groupOf(ofServer: readonly Verdict[], chats: readonly Verdict[], first: Verdict): ChatGroup {
  const known = chats.find(({ dialect }) => dialect !== undefined);
  const { dialect, wire } = known ?? first;
  for (const verdict of ofServer) {
    const joins =
      verdict.kind === 'chat' ? verdict.dialect === undefined && dialect !== undefined : undecided.has(verdict.kind);
    if (!joins) continue;
    verdict.because = 'it has the same server as the others';
    verdict.kind = 'chat';
    verdict.dialect = dialect;
    verdict.wire = wire;
  }
  const conversations = ofServer.filter(({ kind }) => kind === 'chat');
  return { server: first.conversation.server, dialect, wire, conversations, relays: relays(conversations) };
}

const shortestSaid = 2;
const maxSaid = 200;

/** Whether bytes that one client sent were then sent to another. */
function relays(conversations: readonly Verdict[]): boolean | undefined {
  const speaking = conversations.filter(({ texts }) => texts !== undefined).slice(0, 50);
  if (speaking.length < 2) return undefined;
  const heard = speaking.map(({ texts }) => texts?.server.join('\n') ?? '');
  return speaking.some(({ texts }, at) =>
    (texts?.client ?? [])
      .slice(0, maxSaid)
      .map((text) => text.trim())
      .some(
        (text) => text.length >= shortestSaid && heard.some((words, other) => other !== at && words.includes(text)),
      ),
  );
}
