import type { Room, RoomId, Seq } from '#dialects/web/protocol.ts';
import { withTimeline } from '#web/model/change.ts';
import { isNew } from '#web/model/model.ts';
import { nameOf } from '#web/model/rooms.ts';
import { fromWindow, trimmed, withEarlier, withLater, withQuote, type Timeline } from '#web/model/timeline.ts';
import { connection } from './connection.ts';
import { errorText } from './error-text.ts';
import { change, lit, model, say } from './store.ts';

const step = 100;
/** Rooms for which a part is on its way, so that scrolling does not ask twice. */
const underWay = new Set<RoomId>();

type Place = { before: Seq } | { after: Seq } | { around: Seq } | { since: number } | Record<never, never>;

async function load(
  room: Room,
  place: Place,
  use: (part: Timeline, before: Timeline | undefined) => Timeline,
): Promise<boolean> {
  if (isNew(room) || underWay.has(room.id)) return false;
  underWay.add(room.id);
  try {
    const part = fromWindow(await connection.request('window', { room: nameOf(room), limit: step, ...place }));
    change((now) => ({
      ...now,
      timelines: new Map(now.timelines).set(room.id, use(part, now.timelines.get(room.id))),
    }));
    return true;
  } catch (error) {
    const text = errorText(error);
    if (connection.isOpen) say(text, true);
    return false;
  } finally {
    underWay.delete(room.id);
  }
}

const timelineOf = (room: Room): Timeline | undefined => model.value.timelines.get(room.id);

export const loadNewest = (room: Room): Promise<boolean> => load(room, {}, (part) => part);

export async function loadEarlier(room: Room): Promise<void> {
  const timeline = timelineOf(room);
  const first = timeline?.items[0]?.seq;
  if (first === undefined || !timeline?.earlier) return;
  await load(room, { before: first }, (part, now) => (now ? withEarlier(now, part) : part));
}

export async function loadLater(room: Room): Promise<void> {
  const timeline = timelineOf(room);
  const last = timeline?.items.at(-1)?.seq;
  if (last === undefined || !timeline?.later) return;
  await load(room, { after: last }, (part, now) => (now ? withLater(now, part) : part));
}

/** Shows a message in its surroundings, and lights it for a moment. */
export async function showMessage(room: Room, seq: Seq): Promise<void> {
  const isThere = timelineOf(room)?.items.some((entry) => entry.seq === seq);
  if (!isThere && !(await load(room, { around: seq }, (part) => part))) return;
  lit.value = seq;
}

/** Shows the first message from a time on. */
export async function showDate(room: Room, since: number): Promise<void> {
  if (!(await load(room, { since }, (part) => part))) return;
  const first = timelineOf(room)?.items.find(({ at }) => at >= since);
  lit.value = first?.seq ?? timelineOf(room)?.items.at(-1)?.seq;
}

/** The reader is at the newest message again. */
export const trim = (room: Room): void => change((now) => withTimeline(now, room.id, trimmed));

/** Asks for what a message replies to, if it is not loaded. */
export function loadQuote(room: Room, seq: Seq, target: Seq): void {
  connection.ask(
    'message',
    { seq: target },
    ({ message }) => change((now) => withTimeline(now, room.id, (timeline) => withQuote(timeline, seq, message))),
    () => {},
  );
}
