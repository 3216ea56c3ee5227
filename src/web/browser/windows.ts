import type { Room, RoomId, Seq } from '#dialects/web/protocol.ts';
import { withTimeline } from '#web/model/change.ts';
import { isNew } from '#web/model/model.ts';
import { nameOf } from '#web/model/rooms.ts';
import {
  fromWindow,
  isMessage,
  trimmed,
  withEarlier,
  withLater,
  withQuote,
  type Timeline,
} from '#web/model/timeline.ts';
import { connection } from './connection.ts';
import { errorText } from './error-text.ts';
import { change, lit, model, say } from './store.ts';

/** Entries requested at a time: they are drawn in one step. */
const step = 50;
/** The part of a room that was requested, so that scrolling does not request it twice. */
const underWay = new Map<RoomId, Promise<unknown>>();

type Place = { before: Seq } | { after: Seq } | { around: Seq } | { since: number } | Record<never, never>;
type Use = (part: Timeline, now: Timeline | undefined) => Timeline;

/** Requests a part, and inserts it at the answer's place in the order, so that later entries come after it. */
function ask(room: Room, place: Place, use: Use): Promise<Timeline | undefined> {
  const { promise, resolve } = Promise.withResolvers<Timeline | undefined>();
  connection.ask(
    'window',
    { room: nameOf(room), limit: step, events: true, ...place },
    (answer) => {
      const part = fromWindow(answer);
      change((now) => {
        const timelines = new Map(now.timelines).set(room.id, use(part, now.timelines.get(room.id)));
        return { ...now, timelines };
      });
      resolve(part);
    },
    (error) => {
      if (error.code !== 'offline') say(errorText(error), true);
      resolve(undefined);
    },
  );
  return promise;
}

/** The same, unless another part of the room was requested. */
async function load(room: Room, place: Place, use: Use): Promise<Timeline | undefined> {
  if (isNew(room) || underWay.has(room.id)) return undefined;
  const asked = ask(room, place, use);
  underWay.set(room.id, asked);
  const part = await asked;
  underWay.delete(room.id);
  return part;
}

const timelineOf = (room: Room): Timeline | undefined => model.peek().timelines.get(room.id);

export const loadNewest = (room: Room): Promise<Timeline | undefined> => load(room, {}, (part) => part);

/** Loads older messages. Skips ranges without messages. */
export async function loadEarlier(room: Room): Promise<void> {
  const timeline = timelineOf(room);
  if (!timeline?.earlier) return;
  const part = await load(room, { before: timeline.after + 1 }, (older, now) =>
    now ? withEarlier(now, older) : older,
  );
  if (part?.items.length === 0 && part.earlier) await loadEarlier(room);
}

export async function loadLater(room: Room): Promise<void> {
  const timeline = timelineOf(room);
  if (!timeline?.later) return;
  const part = await load(room, { after: timeline.before - 1 }, (newer, now) => (now ? withLater(now, newer) : newer));
  if (part?.items.length === 0 && part.later) await loadLater(room);
}

/** Shows a message with those around it, and highlights it for a moment. */
export async function showMessage(room: Room, seq: Seq): Promise<void> {
  // A room that was just opened already loads its newest part.
  await underWay.get(room.id);
  const isThere = timelineOf(room)?.items.some((entry) => entry.seq === seq);
  if (!isThere && !(await load(room, { around: seq }, (part) => part))) return;
  lit.value = seq;
}

/** Shows the first message at or after a time. */
export async function showDate(room: Room, since: number): Promise<void> {
  await underWay.get(room.id);
  if (!(await load(room, { since }, (part) => part))) return;
  const messages = timelineOf(room)?.items.filter(isMessage) ?? [];
  lit.value = (messages.find(({ at }) => at >= since) ?? messages.at(-1))?.seq;
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
