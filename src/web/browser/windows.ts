import type { Room, RoomId, Seq } from '#dialects/web/protocol.ts';
import { withTimeline } from '#web/model/change.ts';
import { isNew } from '#web/model/model.ts';
import { nameOf } from '#web/model/rooms.ts';
import { fromWindow, isMessage, trimmed, withEarlier, withLater, type Timeline } from '#web/model/timeline.ts';
import { withQuote } from '#web/model/message-changes.ts';
import { connection } from './connection.ts';
import { errorText } from './error-text.ts';
import { change, highlighted, model, openRoom, say } from './store.ts';

/** Entries requested at a time: they are drawn in one step. */
const step = 50;
/** The part of a room that was requested, so that scrolling does not request it twice. */
const underWay = new Map<RoomId, Promise<unknown>>();

type Place = { before: Seq } | { after: Seq } | { around: Seq } | { since: number } | Record<never, never>;
/** Undefined: the part is of no use any more. */
type Use = (part: Timeline, now: Timeline | undefined) => Timeline | undefined;

/** Requests a part, and inserts it at the answer's place in the order, so that later entries come after it. */
function ask(room: Room, place: Place, use: Use): Promise<Timeline | undefined> {
  const { promise, resolve } = Promise.withResolvers<Timeline | undefined>();
  connection.ask(
    'window',
    { room: nameOf(room), limit: step, events: true, ...place },
    (answer) => {
      const part = fromWindow(answer);
      const used = use(part, model.peek().timelines.get(room.id));
      if (used) change((now) => ({ ...now, timelines: new Map(now.timelines).set(room.id, used) }));
      resolve(used && part);
    },
    (error) => {
      if (error.code !== 'offline') say(errorText(error), true);
      resolve(undefined);
    },
  );
  return promise;
}

/** Requests a part like `ask`, unless a request for the same room is under way. */
async function load(room: Room, place: Place, use: Use): Promise<Timeline | undefined> {
  if (isNew(room) || underWay.has(room.id)) return undefined;
  const asked = ask(room, place, use);
  underWay.set(room.id, asked);
  const part = await asked;
  underWay.delete(room.id);
  return part;
}

const timelineOf = (room: Room): Timeline | undefined => model.peek().timelines.get(room.id);

/** Counts what the reader wanted to see in place of what is loaded: the newest request counts, not the newest answer. */
let loadings = 0;

/** Shows another part of a room, once what is under way has come. False: the reader has wanted something else since. */
async function replaceBy(room: Room, place: Place, isThere: () => boolean = () => false): Promise<boolean> {
  const loading = ++loadings;
  const isWanted = (): boolean => loading === loadings && openRoom.peek()?.id === room.id;
  while (underWay.has(room.id)) await underWay.get(room.id);
  if (!isWanted() || isThere()) return isWanted();
  const part = await load(room, place, (found) => (isWanted() ? found : undefined));
  return part !== undefined && isWanted();
}

/** The first part of a room, also if it is left meanwhile; or its newest part again. */
export const loadNewest = (room: Room): Promise<unknown> =>
  timelineOf(room) ? replaceBy(room, {}) : load(room, {}, (part) => part);

/** Loads older messages. Skips ranges without messages. The part is dropped if the list begins elsewhere by then. */
export async function loadEarlier(room: Room): Promise<void> {
  const timeline = timelineOf(room);
  if (!timeline?.earlier) return;
  const { after } = timeline;
  const part = await load(room, { before: after + 1 }, (older, now) =>
    now?.after === after ? withEarlier(now, older) : undefined,
  );
  if (part?.items.length === 0 && part.earlier) await loadEarlier(room);
}

export async function loadLater(room: Room): Promise<void> {
  const timeline = timelineOf(room);
  if (!timeline?.later) return;
  const { before } = timeline;
  const part = await load(room, { after: before - 1 }, (newer, now) =>
    now?.before === before ? withLater(now, newer) : undefined,
  );
  if (part?.items.length === 0 && part.later) await loadLater(room);
}

/** Shows a message with those around it, and highlights it for a moment. */
export async function showMessage(room: Room, seq: Seq): Promise<void> {
  const isThere = (): boolean => timelineOf(room)?.items.some((entry) => entry.seq === seq) === true;
  if (await replaceBy(room, { around: seq }, isThere)) highlighted.value = seq;
}

/** Shows the first message at or after a time. */
export async function showDate(room: Room, since: number): Promise<void> {
  if (!(await replaceBy(room, { since }))) return;
  const messages = timelineOf(room)?.items.filter(isMessage) ?? [];
  highlighted.value = (messages.find(({ at }) => at >= since) ?? messages.at(-1))?.seq;
}

/** Shows the newest message again. */
export const trim = (room: Room): void => change((now) => withTimeline(now, room.id, trimmed));

/** Requests the message that a message replies to, if it is not loaded. */
export function loadQuote(room: Room, seq: Seq, target: Seq): void {
  connection.ask(
    'message',
    { seq: target },
    ({ message }) => change((now) => withTimeline(now, room.id, (timeline) => withQuote(timeline, seq, message))),
    () => {},
  );
}
