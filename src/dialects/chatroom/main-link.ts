import { lobby } from '#chat/names/lobby.ts';

import { most } from './codec.ts';
import { logIn } from './login.ts';
import { operate } from './operations.ts';
import { type Keys, peerKey } from './encryption.ts';
import type { ChatroomSession } from './session.ts';
import { refused, unreadKey } from './words.ts';

/** The main link: the server's key, name and password, the client's key, operations. */
export async function converse(session: ChatroomSession): Promise<void> {
  const keys = await session.shared.keys();
  if (!(await session.main.send(keys.shown))) return;
  if ((await logIn(session, keys)) && (await takeKey(session))) await goOn(session, keys);
}

async function takeKey(session: ChatroomSession): Promise<boolean> {
  const { main, seat, user } = session;
  const shown = await main.stream(most.key);
  const key = shown && peerKey(shown);
  if (shown && !key) session.tell(unreadKey);
  if (!key || !user || seat.closing) return false;
  session.ready(key, user);
  return true;
}

/** Continues a session after its waiting mail was delivered. */
async function goOn(session: ChatroomSession, keys: Keys): Promise<void> {
  const { seat, shared } = session;
  await session.turn();
  const answer = await session.asked((ask) => shared.chat.post(seat, { kind: 'joined' }, ask, lobby));
  if (answer.kind === 'refusal') session.tell(refused(answer, lobby));
  await operate(session, keys);
}
