import { accountKey, keyOf } from '#chat/keys.ts';
import { fold } from '#chat/names.ts';
import type { AccountRow, Readable, RoomRow, Store } from '#chat/store.ts';
import { visible } from '#chat/visible.ts';
import { nearest } from '#server/nearest.ts';
import { always, beforeLast, countWithin, entriesWithin } from './entries-within.ts';
import type { Ground, Results } from './ground.ts';
import { recordOf } from './record.ts';
import type { ControlRequest } from './request.ts';

type Asked = ControlRequest & { kind: 'history' };

/** Channels read at a time. */
const pageSize = 100;
/** Channels looked at for one of nearly the same name. */
const maxNear = 10_000;

/**
 * What was said in a room, from its beginning; what is said while it is read is not part of it. With `since` that of a
 * time from then up to now, and last of all how many entries have a later one.
 */
export async function* history(ground: Ground, asked: Asked): Results {
  const found =
    asked.account === undefined ? channelNamed(ground, asked.room) : readableBy(ground, asked, asked.account);
  if (typeof found === 'string') return found;
  if (!found) return notThere(ground, asked.room);
  const whole = { ...found, before: Math.min(found.before, ground.shown() + 1) };
  const now = ground.now();
  const times = asked.since === undefined ? always : { since: asked.since, until: now };
  const after = asked.last === undefined ? whole.after : await beforeLast(ground, whole, times, asked.last);
  for await (const page of entriesWithin(ground, { ...whole, after }, times)) yield page.map(recordOf);
  if (times === always) return undefined;
  const later = await countWithin(ground, whole, { since: now + 1, until: Infinity });
  if (later > 0) yield [{ later }];
  return undefined;
}

const channelOf = (store: Store, name: string): RoomRow | undefined =>
  store.channel(keyOf((key) => store.channel(key), name));

/** Undefined when there is no such channel. */
function channelNamed({ store }: Ground, name: string): Readable | string | undefined {
  const room = channelOf(store, name);
  if (room) return { room: room.id, after: 0, before: Infinity };
  if (name.startsWith('#') || !store.accountNamed(accountKey(store, name))) return undefined;
  return (
    `${visible(name)} is a person. What was said in private is shown as one of the two may read it: ` +
    `polylogue history ${visible(name)} --account NAME.`
  );
}

/** As far as an account may read a room: from its coming to its leaving. */
function readableBy(ground: Ground, { room: name }: Asked, by: string): Readable | string | undefined {
  const { store } = ground;
  const account = store.accountNamed(accountKey(store, by));
  if (!account) return `There is no account ${visible(by)}.`;
  const room = name.startsWith('#') ? channelOf(store, name) : directWith(ground, account, name);
  if (!room || typeof room === 'string') return room;
  const member = store.member(room.id, account.id);
  if (!member) return `${account.name} was never in ${room.name}.`;
  return { room: room.id, after: member.joined - 1, before: (member.left ?? Infinity) + 1 };
}

function directWith({ store, present }: Ground, account: AccountRow, name: string): RoomRow | string {
  const other = store.accountNamed(accountKey(store, name)) ?? present(name);
  if (!other)
    return `There is no account ${visible(name)}, and nobody of that name is here; guests who left cannot be named.`;
  const [low, high] = account.id < other.id ? [account.id, other.id] : [other.id, account.id];
  return store.direct(low, high) ?? `${account.name} and ${other.name} have said nothing to each other in private.`;
}

async function notThere(ground: Ground, name: string): Promise<string> {
  const there = ground.present(name);
  const sentence = there ? `There is no room ${visible(name)}; that is a guest.` : `There is no room ${visible(name)}.`;
  const meant = await nearestChannel(ground, name);
  return meant === undefined ? sentence : `${sentence} Did you mean '${visible(meant)}'?`;
}

/** Compared page by page: all at once would take a while. */
async function nearestChannel({ store, turn }: Ground, name: string): Promise<string | undefined> {
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
