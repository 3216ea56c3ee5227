import { formatEndpoint } from '#lab/capture/address.ts';
import type { Endpoint } from '#lab/capture/tcp-conversation.ts';

import type { KindId } from './conversation-kinds.ts';
import type { Verdict } from './verdict.ts';

/** The chat conversations of one server. */
export interface ChatGroup {
  readonly server: Endpoint;
  readonly dialect: Verdict['dialect'];
  /** How messages are told apart, where it is no dialect of ours. */
  readonly wire: string | undefined;
  readonly conversations: readonly Verdict[];
  /** Whether what one client says was seen to reach another; `undefined` where nobody looked. */
  readonly relays: boolean | undefined;
}

/** Kinds that say little by themselves: with a chat's server, they are of the chat. */
const undecided: ReadonlySet<KindId> = new Set(['oneWay', 'silent', 'keepAlive', 'text', 'binary', 'wakeUp']);

/** Finds the servers that people chat on, and makes chats of all that was said to them. */
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

/** Who only writes, and who only reads: a chat, if what one says reaches another. */
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
    verdict.because = 'it goes to the same server as the others';
    verdict.kind = 'chat';
    verdict.dialect = dialect;
    verdict.wire = wire;
  }
  const conversations = ofServer.filter(({ kind }) => kind === 'chat');
  return { server: first.conversation.server, dialect, wire, conversations, relays: relays(conversations) };
}

const shortestSaid = 2;
const mostSaid = 200;

/** Whether something that one client said was then said to another. */
function relays(conversations: readonly Verdict[]): boolean | undefined {
  const speaking = conversations.filter(({ texts }) => texts !== undefined).slice(0, 50);
  if (speaking.length < 2) return undefined;
  const heard = speaking.map(({ texts }) => texts?.server.join('\n') ?? '');
  return speaking.some(({ texts }, at) =>
    (texts?.client ?? [])
      .slice(0, mostSaid)
      .map((text) => text.trim())
      .some(
        (text) => text.length >= shortestSaid && heard.some((words, other) => other !== at && words.includes(text)),
      ),
  );
}
