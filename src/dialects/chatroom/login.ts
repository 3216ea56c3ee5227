import { parseName } from '#chat/names/names.ts';
import { asRefusal, type Refusal } from '#chat/refusal.ts';
import type { Answer } from '#chat/hub/session.ts';

import { ack, decode, most } from './codec.ts';
import { type Keys, unseal } from './encryption.ts';
import type { ChatroomSession } from './session.ts';
import { waysToRegister } from '../ways-to-register.ts';
import { noGuests, refused, unreadPassword } from './words.ts';

/** Wrong passwords after which both links are closed. */
const maxWrong = 5;

/** Name and password. Resolves with whether the client is logged in. */
export async function logIn(session: ChatroomSession, keys: Keys): Promise<boolean> {
  const bytes = await session.main.stream(most.name);
  if (!bytes) return false;
  const name = decode(bytes).trim();
  const refusal = await holdName(session, name);
  if (refusal === undefined) return register(session, name, keys);
  // A client with an invitation code registers by logging in.
  const known = refusal.code === 'name-registered' || refusal.code === 'no-guests';
  const { chat, listener } = session.shared;
  if (refusal.code === 'no-guests') session.tell(noGuests(waysToRegister(chat, listener)));
  else if (refusal.code !== 'name-registered') session.tell(refused(refusal, name));
  session.main.link.write(ack(0));
  return enterPassword(session, name, known ? keys : undefined);
}

/** Logs in as a guest of that name, to reserve it while the password is typed. */
async function holdName(session: ChatroomSession, name: string): Promise<Refusal | undefined> {
  const { chat, listener } = session.shared;
  // An old account may have a name that the rules no longer allow.
  if (chat.accountNamed(name)) return asRefusal('name-registered');
  const parsed = parseName(name);
  if (typeof parsed === 'string') return asRefusal(parsed);
  if (chat.registration(listener.rules) === 'closed') return asRefusal('registration-closed');
  const answer = await session.asked((ask) => chat.come(session.seat, { name }, ask));
  return came(session, answer);
}

async function register(session: ChatroomSession, name: string, keys: Keys): Promise<boolean> {
  const { main, shared, seat } = session;
  main.link.write(ack(1));
  const password = await opened(session, keys);
  if (password === undefined || seat.closing) return false;
  if (password === null) session.tell(unreadPassword);
  else {
    const answer = await session.asked((ask) => shared.chat.register(seat, password, ask));
    if (answer.kind === 'refusal') session.tell(refused(answer, name));
  }
  journal(session, true);
  return true;
}

/** `keys`: undefined where no password is accepted. */
async function enterPassword(session: ChatroomSession, name: string, keys: Keys | undefined): Promise<boolean> {
  const { main, shared, seat } = session;
  for (let wrong = 0; wrong < maxWrong; wrong++) {
    const password = await opened(session, keys);
    if (password === undefined || seat.closing) return false;
    if (password !== null) {
      const answer = await session.asked((ask) => shared.chat.come(seat, { name, password }, ask));
      const refusal = came(session, answer);
      if (refusal === undefined) {
        main.link.write(ack(1));
        journal(session, false);
        return true;
      }
      if (refusal.code !== 'password-wrong') session.tell(refused(refusal, name));
    }
    main.link.write(ack(0));
  }
  return false;
}

/** The password; null if it cannot be decrypted, undefined at the end of the link. */
async function opened({ main, address }: ChatroomSession, keys: Keys | undefined): Promise<string | null | undefined> {
  const sealed = await main.stream(most.password);
  if (!sealed) return undefined;
  const password = keys && (await unseal(sealed, keys, address));
  return password ? decode(password) : null;
}

function came(session: ChatroomSession, answer: Answer): Refusal | undefined {
  if (answer.kind === 'refusal') return answer;
  if (answer.kind === 'entry') session.named(answer.entry.from);
  else if (answer.kind === 'no-op') session.named(answer.user);
  return undefined;
}

function journal({ shared, main, user, further }: ChatroomSession, isNew: boolean): void {
  const { listener, chat } = shared;
  if (user) listener.journal({ kind: 'came', peer: main.link.peer, further, user, isNew, at: chat.clock.now() });
}
