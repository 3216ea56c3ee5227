import type { Entry, Seq } from '#chat/event.ts';
import { lobby } from '#chat/names/lobby.ts';
import { fold } from '#chat/names/names.ts';
import type { Answer } from '#chat/hub/session.ts';

import { ack, decode, most, operations } from './codec.ts';
import { historyOf, type Recalled } from './history.ts';
import { HistoryDeadline } from './history-deadline.ts';
import { historyPages } from './history-pages.ts';
import type { Push } from './push.ts';
import { isSealedFor, type Keys, type PeerKey, seal, unseal } from './encryption.ts';
import type { OnlineSession } from './listener-state.ts';
import type { ChatroomSession } from './session.ts';
import { blankText, maxCounted, refused, sentTo, sentToAll, unreadText, waits } from './words.ts';

/** Runs the client's operations, one at a time. Resolves when the session is to be closed. */
export async function operate(session: ChatroomSession, keys: Keys): Promise<void> {
  const { main, seat } = session;
  let goesOn = true;
  while (goesOn && !seat.closing) {
    const asked = await main.stream(most.operation);
    if (!asked || seat.closing) return;
    switch (decode(asked)) {
      case operations.sayToAll:
        goesOn = await sayToAll(session);
        break;
      case operations.sayToOne:
        goesOn = await sayToOne(session, keys);
        break;
      case operations.showHistory:
        goesOn = await showHistory(session);
        break;
      case operations.leave:
        return;
      default:
        // Ignored, as in the original.
        break;
    }
  }
}

async function sayToAll(session: ChatroomSession): Promise<boolean> {
  const { main, seat, shared } = session;
  const bytes = await main.stream(most.text);
  if (!bytes) return false;
  await session.turn();
  if (seat.closing) return false;
  const text = decode(bytes);
  if (text.trim() === '') session.tell(blankText);
  else shared.chat.post(seat, { kind: 'message', text }, (answer) => saidToAll(session, answer), lobby);
  return true;
}

function saidToAll(session: ChatroomSession, answer: Answer): Push | undefined {
  if (answer.kind === 'refusal') return refused(answer, lobby);
  if (answer.kind !== 'entry') return undefined;
  session.shared.said(answer.entry.seq);
  const { shared, user } = session;
  return sentToAll(shared.peers.countFor(user, shared.chat.online(maxCounted + 1)));
}

async function sayToOne(session: ChatroomSession, keys: Keys): Promise<boolean> {
  const { main, seat, shared } = session;
  const people = shared.chat.online(maxCounted + 1);
  if (!(await main.send(shared.peers.namesFor(session.user, people)))) return false;
  const chosen = await main.stream(most.name);
  if (!chosen) return false;
  const to = decode(chosen);
  const target = shared.sessionOf(to);
  if (!(await main.send((target?.key ?? keys).shown))) return false;
  const sealed = await main.stream(most.sealedText);
  const ours = sealed && (await main.stream(most.sealedText));
  if (!ours) return false;
  const opened = await unseal(ours, keys, session.address);
  await session.turn();
  if (seat.closing) return false;
  const text = opened && decode(opened);
  if (ours.length > most.sealedText) session.tell(refused('text-long', to));
  else if (text === undefined) session.tell(unreadText);
  else if (text.trim() === '') sayBlank(session, to);
  else if (to.startsWith('#')) session.tell(refused('no-user', to));
  else {
    const heard = (answer: Answer): Push | undefined => saidToOne(session, answer, to, target, sealed);
    shared.chat.post(seat, { kind: 'message', text }, heard, to);
  }
  return true;
}

/** An empty text to oneself is how a client leaves a PM with an empty list; it is not answered. */
function sayBlank(session: ChatroomSession, to: string): void {
  if (session.user && fold(to) !== fold(session.user.name)) session.tell(blankText);
}

/** Called before the batch is delivered: chooses the bytes that the target receives. */
function saidToOne(
  { shared }: ChatroomSession,
  answer: Answer,
  to: string,
  target: OnlineSession | undefined,
  sealed: Uint8Array,
): Push | undefined {
  if (answer.kind === 'refusal') return refused(answer, to);
  if (answer.kind !== 'entry') return undefined;
  const { entry } = answer;
  shared.said(entry.seq);
  // Anything else the target could not decrypt; it receives the server's copy, sealed again.
  if (target?.key && isSealedFor(sealed, target.key)) target.expect(entry.seq, sealed);
  const name = entry.room?.name ?? to;
  return answer.waits ? waits(name) : sentTo(name);
}

async function showHistory(session: ChatroomSession): Promise<boolean> {
  const { main, seat, shared, key } = session;
  await session.turn();
  if (seat.closing || !key) return false;
  const deadline = new HistoryDeadline(shared.chat.clock, () => session.close());
  // The timers must not keep a server alive that stops.
  void session.over.then(() => deadline.end());
  const show = async (): Promise<boolean> => {
    const found = await Promise.race([recalled(session), session.over]);
    if (!found) return false;
    const history = historyOf(found);
    if (history === undefined) {
      main.link.write(ack(-1));
      return true;
    }
    const before = shared.chat.cursor().seq + 1;
    const sent = await sendHistory(session, key, history.text, deadline);
    if (sent) noteShown(session, history.shown, before);
    return sent;
  };
  const hurry = (): void => deadline.hurry();
  return shared.histories.take(session.address, show, hurry).finally(() => deadline.end());
}

/** Resolves when the client has received it, or the link is over. */
async function sendHistory(
  { main, shared, address }: ChatroomSession,
  key: PeerKey,
  text: string,
  deadline: HistoryDeadline,
): Promise<boolean> {
  const sealed = await seal(Buffer.from(text), key, shared.chat.clock.now(), address);
  main.link.write(ack(1));
  deadline.reached('written');
  const sent = await main.send(sealed, () => deadline.reached('acknowledged'));
  await main.link.drained();
  return sent;
}

/** The client has received all that its user may read in these rooms, from the first message on. */
function noteShown({ shared, seat }: ChatroomSession, shown: readonly Entry[], before: Seq): void {
  const after = (shown[0]?.seq ?? before) - 1;
  const rooms = new Map(shown.flatMap(({ room }) => (room ? [[room.id, room] as const] : [])));
  for (const room of rooms.values()) shared.chat.shown(seat, room, { after, before });
}

/** Reads the history after everything that the client has sent was handled. */
const recalled = ({ shared, seat }: ChatroomSession): Promise<Recalled> =>
  new Promise((resolve) => {
    shared.chat.say(seat, historyPages(shared.chat, seat, resolve));
  });
