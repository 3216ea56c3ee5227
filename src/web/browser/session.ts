import type { Exchanges, Push, Welcome } from '#dialects/web/protocol.ts';
import { welcomed } from '#web/model/welcome.ts';
import { isLoadedFrom, isUnknown, received } from '#web/model/receive.ts';
import { nameOf } from '#web/model/rooms.ts';
import { unconfirmed } from '#web/model/outbox.ts';
import { t } from '#web/words/texts.ts';
import { refreshRoom } from './room-actions.ts';
import { api } from './api.ts';
import { beginCatchingUp, caughtUp, countCaught } from './catching-up.ts';
import { connection } from './connection.ts';
import { dropDrafts } from './drafts.ts';
import { errorText, fieldError } from './error-text.ts';
import type { RequestError } from './request-error.ts';
import { isIdleNow, tellIdle } from './idle.ts';
import { loadInvited, wasInvited } from './invited.ts';
import { flush } from './outbox.ts';
import { endPlays, receivePlay } from './plays.ts';
import { tellRemoved } from './removed.ts';
import { forgetChannels, rejoinAll } from './rejoin.ts';
import * as storage from './storage.ts';
import { change, model, openRoom, phase, route, say } from './store.ts';
import { askForRoom, tellNews } from './tell-news.ts';

/** How the user logs in. A password is kept in memory only, for as long as this page is loaded. */
type Identity = Pick<Exchanges['login']['ask'], 'name' | 'password' | 'device' | 'token'>;

let identity: Identity | undefined;

function lost(): void {
  endPlays();
  if (phase.value.kind !== 'in') return;
  beginCatchingUp();
  change((before) => ({ ...before, outbox: unconfirmed(before.outbox), typists: [] }));
}

/** The name is now an account: the next login needs its password, unless this browser is a device of the account. */
export async function becameAccount(password: string, keep = true): Promise<void> {
  if (identity) identity = { ...identity, password };
  if (keep) await keepAccount(password);
  change((now) => ({ ...now, self: now.self && { ...now.self, account: true } }));
}

async function keepAccount(password: string): Promise<void> {
  try {
    await api('POST', 'login', { name: model.peek().self?.name ?? '', password });
  } catch (error) {
    return say(errorText(error), true);
  }
  storage.keepDevice(true);
  storage.keepName(undefined);
  identity = { device: true };
}

/**
 * Starts to listen to the connection, and logs in as before in this tab: but not where a link is for another password, which people also
 * open where they are still signed in.
 */
export function beginSession(): void {
  connection.begin({ opened: logIn, pushed: receive, settled: flush, lost });
  const { kind } = route.value;
  if (kind !== 'reset' && kind !== 'owner') resumeTab();
}

/** Logs in, or shows the error on the first screen. */
export function enter(as: Identity): void {
  // The token of this tab's guest is of no use to the account.
  if (as.password !== undefined) storage.keepToken(undefined);
  identity = as;
  phase.value = { kind: 'entering' };
  // The browser sends the cookie of a device when a connection is opened.
  if (as.device) connection.stop();
  if (connection.isOpen) logIn();
  else connection.connect();
}

/** Logs in again as before in this tab, if there was a login. */
export function resumeTab(): void {
  const token = storage.keptToken();
  const name = storage.keptName();
  // The tab of a guest keeps its guest, even if another user has signed in with this browser.
  if (name !== undefined) enter({ name, ...(token !== undefined && { token }) });
  else if (storage.keptDevice()) enter({ device: true, ...(token !== undefined && { token }) });
}

function logIn(): void {
  if (identity === undefined) return;
  const place = route.value;
  const { epoch, place: seq } = model.value;
  const token = storage.keptToken();
  const fields: Exchanges['login']['ask'] = {
    ...identity,
    ...(token !== undefined && { token }),
    ...(epoch !== '' && { resume: { epoch, seq } }),
    open: place.kind === 'room' ? place.name : '#lobby',
    events: true,
    said: true,
  };
  connection.ask('login', fields, enteredAs, refused);
}

function enteredAs(welcome: Welcome): void {
  const before = model.peek().self;
  if (identity?.device && before?.account && before.id !== welcome.self.id) {
    // Another user has signed in with this browser: nothing of the previous user is kept.
    storage.keepOutbox([]);
    dropDrafts();
    forgetChannels();
    storage.keepToken(undefined);
    return location.reload();
  }
  connection.proved();
  takenSince = undefined;
  storage.keepToken(welcome.token);
  storage.keepProposedName(welcome.self.name);
  storage.keepName(identity?.device ? undefined : welcome.self.name);
  // The session continues with its token, as a guest or an account, under its present name.
  if (identity && !identity.device) identity = { ...identity, name: welcome.self.name };
  const rejoined = rejoinAll(welcome);
  change((before) => welcomed(before, welcome, rejoined));
  phase.value = { kind: 'in' };
  loadInvited();
  // A resumed session is still as idle as before.
  if (isIdleNow() || welcome.attached) tellIdle();
  const isWide = matchMedia('(min-width: 641px)').matches;
  if (route.value.kind === 'invite' || (route.value.kind === 'home' && isWide)) location.replace('#/lobby');
  flush();
}

/** The time since which the name of this tab is taken. */
let takenSince: number | undefined;

/** If a reload loses the token of a session, the session keeps its name for this long, in ms. */
const sessionOutlivesToken = 70_000;

/** Whether an earlier session of this tab may hold the name: then the login waits for its end. */
function hasLostToken(code: string): boolean {
  if (code !== 'name-taken' || identity?.name === undefined || identity.name !== storage.keptName()) return false;
  takenSince ??= performance.now();
  return performance.now() - takenSince < sessionOutlivesToken;
}

/** The guest of this tab may come back under another name. */
const otherName: ReadonlySet<string> = new Set(['name-taken', 'name-registered', 'name-banned', 'name-invalid']);

function refused(error: RequestError): void {
  // The connection was lost meanwhile: the page logs in again after reconnecting.
  if (error.code === 'offline') return;
  if (hasLostToken(error.code)) {
    setTimeout(() => connection.isOpen && phase.value.kind === 'entering' && logIn(), 3000);
    return;
  }
  takenSince = undefined;
  storage.keepName(undefined);
  if (storage.keptToken() !== undefined && !otherName.has(error.code)) {
    storage.keepToken(undefined);
    // The session no longer exists: log in again with the other data of this tab.
    if (error.code === 'session-gone' && (identity?.name !== undefined || identity?.device)) return logIn();
  }
  if (identity?.device && error.code === 'grant-invalid') storage.keepDevice(false);
  identity = undefined;
  connection.stop();
  phase.value = { kind: 'choosing', error: fieldError(error) };
}

const isOver = new Set(['replaced', 'moved', 'credential', 'kicked', 'banned']);

function receive(push: Push): void {
  if (push.type === 'ended') return ended(push);
  if (push.type === 'stopping') return say(t.stopping(Math.round(push.in / 1000)));
  if (push.type === 'played' || push.type === 'play-over') return receivePlay(push);
  const before = model.value;
  change((now) => received(now, push, performance.now()));
  if (push.type === 'place') caughtUp(push.upto);
  if (push.type === 'was-read') recount(push);
  if (push.type !== 'entry') return;
  tellRemoved(before, push);
  countCaught(push);
  if (push.kind === 'invited' && push.user.id === before.self?.id) return wasInvited(push);
  if (isUnknown(before, push.room?.id)) askForRoom(push);
  else tellNews(before, push);
}

/** Another session has read a part of what is unread here: the server counts the rest, where it is not loaded. */
function recount({ room: id, upto }: Push<'was-read'>): void {
  const room = model.peek().rooms.get(id);
  if (room?.read !== upto || upto >= (room.last?.seq ?? 0) || isLoadedFrom(model.peek(), id, upto)) return;
  refreshRoom(room);
}

/** While the user changes its password: whether the change has succeeded. */
let renewing: Promise<boolean> | undefined;

/** A new password ends all sessions of the account; this one logs in again with the new cookie of its device. */
export async function changePassword(password: string, newPassword: string): Promise<boolean> {
  renewing = api('PUT', 'me/password', { password, newPassword }).then(
    () => true,
    (error: unknown) => {
      say(errorText(error), true);
      return false;
    },
  );
  const done = await renewing;
  renewing = undefined;
  if (!done) return false;
  storage.keepDevice(true);
  storage.keepToken(undefined);
  enter({ device: true });
  return true;
}

function ended({ why, until, reason, retry }: Push<'ended'>): void {
  if (retry || !isOver.has(why)) return;
  if (why === 'credential' && renewing) return connection.stop();
  identity = undefined;
  if (why === 'credential') {
    storage.keepDevice(false);
    dropDrafts();
  }
  if (why !== 'moved') {
    storage.keepToken(undefined);
    storage.keepName(undefined);
    forgetChannels();
  }
  connection.stop();
  phase.value = { kind: 'over', why, until, reason };
}

/** Leaves the chat: the name becomes free, and this browser keeps no credentials. */
export async function logOut(): Promise<void> {
  identity = undefined;
  await connection.request('logout', {}).catch(() => {});
  connection.stop();
  storage.keepToken(undefined);
  storage.keepName(undefined);
  if (storage.keptDevice()) await api('POST', 'logout').catch(() => {});
  storage.keepDevice(false);
  dropDrafts();
  forgetChannels();
  location.hash = '';
  location.reload();
}

/** The open room, by the server's name for it. */
export const openName = (): string | undefined => openRoom.value && nameOf(openRoom.value);

for (const event of ['online', 'pageshow']) {
  addEventListener(event, () => {
    if (connection.state.value.kind === 'waiting') connection.connect();
  });
}
