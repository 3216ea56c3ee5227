import type { AccountRow, Readable, RoomRow, Store } from '#chat/ports.ts';
import { lobby } from '#chat/names/lobby.ts';
import { accountKey, keyOf } from '#chat/names/name-keys.ts';
import { fold } from '#chat/names/names.ts';
import { readable as partOf } from '#chat/readable/readable.ts';
import { visible } from '#text/visible.ts';
import { nearest } from '#text/nearest.ts';
import type { ChatOrStore } from './chat-or-store.ts';
import type { ControlRequest } from './request.ts';

type Asked = ControlRequest & { kind: 'history' };

/** Channels compared per page, and in total, to find one with a similar name. */
const pageSize = 100;
const maxNear = 10_000;

/**
 * The requested room, and the range of it that may be shown; undefined if it is empty; a sentence with the reason for a
 * refusal.
 */
export function readable(source: ChatOrStore, asked: Asked): Readable | string | undefined {
  if (asked.account !== undefined) return readableBy(source, asked, asked.account);
  return asked.room.startsWith('@') ? whole(roomNumbered(source, asked.room)) : channelNamed(source, asked.room);
}

/** `@17`: the id in the list of rooms, because former guests have no name. */
function roomNumbered({ store }: ChatOrStore, name: string): RoomRow | undefined {
  return /^@[1-9]\d{0,14}$/.test(name) ? store.room(Number(name.slice(1))) : undefined;
}

const whole = (room: RoomRow | undefined): Readable | undefined =>
  room && { room: room.id, after: 0, before: Infinity };

const channelOf = (store: Store, name: string): RoomRow | undefined =>
  store.channel(keyOf((key) => store.channel(key), name));

/** Undefined if there is no such channel. */
function channelNamed({ store }: ChatOrStore, name: string): Readable | string | undefined {
  const room = channelOf(store, name);
  if (room) return whole(room);
  if (name.startsWith('#') || !store.accountNamed(accountKey(store, name))) return undefined;
  return (
    `${visible(name)} is a person. What was said in private is shown as one of the two may read it: ` +
    `polylogue history ${visible(name)} --account NAME. All private rooms: polylogue history --private.`
  );
}

/** The range of a room that an account may read: from its joining to its leaving. */
function readableBy(source: ChatOrStore, { room: name }: Asked, by: string): Readable | string | undefined {
  const { store } = source;
  const account = store.accountNamed(accountKey(store, by));
  if (!account) return `There is no account ${visible(by)}.`;
  const room = roomOf(source, account, name);
  if (!room || typeof room === 'string') return room;
  const part = partOf({ store, shown: source.shown() }, room.id, account.id);
  return part ?? `${account.name} was never in ${room.name || visible(name)}.`;
}

function roomOf(source: ChatOrStore, account: AccountRow, name: string): RoomRow | string | undefined {
  if (name.startsWith('#')) return channelOf(source.store, name);
  return name.startsWith('@') ? roomNumbered(source, name) : directWith(source, account, name);
}

function directWith({ store, present }: ChatOrStore, account: AccountRow, name: string): RoomRow | string {
  const other = store.accountNamed(accountKey(store, name)) ?? present(name);
  if (!other)
    return (
      `There is no account ${visible(name)}, and nobody of that name is here; guests who left cannot be named. ` +
      'All private rooms: polylogue history --private.'
    );
  const [low, high] = account.id < other.id ? [account.id, other.id] : [other.id, account.id];
  return store.direct(low, high) ?? `${account.name} and ${other.name} have said nothing to each other in private.`;
}

/** The sentence about a room that does not exist. */
export async function notThere(source: ChatOrStore, name: string): Promise<string> {
  if (name.startsWith('@'))
    return `There is no room ${visible(name)}. They are listed by: polylogue history --private.`;
  if (fold(name) === lobby) return `Nobody has been in ${visible(name)} yet: it is made when the first user joins.`;
  const there = source.present(name);
  const sentence = there ? `There is no room ${visible(name)}; that is a guest.` : `There is no room ${visible(name)}.`;
  const meant = await nearestChannel(source, name);
  if (meant !== undefined) return `${sentence} Did you mean '${visible(meant)}'?`;
  return there ? sentence : `${sentence} List them with: polylogue history`;
}

/** Compared in pages, because comparing all at once would block the chat. */
async function nearestChannel({ store, turn }: ChatOrStore, name: string): Promise<string | undefined> {
  const near: string[] = [];
  let after = '';
  for (let seen = 0; seen < maxNear; seen += pageSize) {
    await turn();
    const page = store.channels(after, pageSize).map((room) => room.name);
    const nearestHere = nearest(name, page);
    if (nearestHere !== undefined) near.push(nearestHere);
    if (page.length < pageSize) break;
    after = fold(page.at(-1) ?? '');
  }
  return nearest(name, near);
}
