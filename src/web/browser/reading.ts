import { effect, signal } from '@preact/signals';
import type { Room, RoomId, Seq } from '#dialects/web/protocol.ts';
import { withRoom } from '#web/model/change.ts';
import { isNew } from '#web/model/model.ts';
import { counted, type Counts, nameOf, readUpto } from '#web/model/rooms.ts';
import { shortened } from '#web/model/timeline.ts';
import { connection } from './connection.ts';
import { change, model, openRoom, openTimeline, phase, seen } from './store.ts';

/** Whether the newest messages of the open room are visible. Set by the list of messages. */
export const atEnd = signal(true);

/** The room that the user marked as unread: it is not marked as read before another room is opened. */
const heldUnread = signal<RoomId | undefined>(undefined);

/** At most one of these requests per second is sent for a room; the last one is always sent. */
const pace = 1000;
/** Times of `performance.now()`: a clock that is corrected must not hold anything back. */
let told = -Infinity;
/** What was read and is not reported yet. */
let untold: { readonly room: Room; readonly upto: Seq; readonly timer: ReturnType<typeof setTimeout> } | undefined;

function tell(room: Room, upto: Seq): void {
  if (untold?.room.id !== room.id) tellNow();
  clearTimeout(untold?.timer);
  untold = { room, upto, timer: setTimeout(tellNow, Math.max(0, told + pace - performance.now())) };
}

/** Reports at once what was read: another room is read now, or the page is hidden and may be closed. */
function tellNow(): void {
  if (!untold) return;
  const { room, upto, timer } = untold;
  clearTimeout(timer);
  untold = undefined;
  told = performance.now();
  connection.ask('read', { room: nameOf(room), upto }, keepCounts(room.id, upto), () => {});
}
document.addEventListener('visibilitychange', () => document.hidden && tellNow());

const keepCounts =
  (id: RoomId, upto: Seq) =>
  (counts: Counts): void =>
    change((now) => withRoom(now, id, (room) => counted(room, upto, counts)));

/** The open room. */
let current: RoomId | undefined;

/** Another room is opened: the line "New" is put before its unread messages, and is removed when the room is left. */
function enter(room: Room | undefined): void {
  if (current !== undefined) close(current);
  current = room?.id;
  heldUnread.value = undefined;
  if (room) markNew(room);
}

/** Marks the open room as read if the page is visible and has the focus, and the newest message is on the screen. */
export function beginReading(): void {
  effect(() => {
    change((now) =>
      now.atEnd === atEnd.value && now.open === openRoom.value?.id
        ? now
        : { ...now, open: openRoom.value?.id, atEnd: atEnd.value },
    );
  });
  effect(() => {
    const room = openRoom.value;
    if (room?.id !== current) enter(room);
    const last = openTimeline.value.items.at(-1)?.seq;
    const isRead = seen.value && atEnd.value && !openTimeline.value.later && heldUnread.value !== room?.id;
    if (room === undefined || last === undefined || isNew(room) || phase.value.kind !== 'in') return;
    if (!isRead || last <= room.read) return markNew(room);
    change((now) => withRoom(now, room.id, (state) => readUpto(state, last)));
    tell(room, last);
  });
}

/** Puts the line "New" here, and moves it if the messages after it were read. */
function markNew(room: Room): void {
  const line = model.peek().newAfter.get(room.id);
  if (room.unread === 0 || (line !== undefined && line >= room.read)) return;
  change((now) => ({ ...now, newAfter: new Map(now.newAfter).set(room.id, room.read) }));
}

/** Another room is shown: removes the line "New" of this one, and keeps only its newest messages. */
function close(id: RoomId): void {
  change((now) => {
    const newAfter = new Map([...now.newAfter].filter(([other]) => other !== id));
    const timelines = new Map(now.timelines);
    const timeline = timelines.get(id);
    if (timeline?.later) timelines.delete(id);
    else if (timeline) timelines.set(id, shortened(timeline));
    return { ...now, newAfter, timelines };
  });
}

/** Marks everything from that message on as unread. */
export function markUnread(room: Room, from: Seq): void {
  tellNow();
  heldUnread.value = room.id;
  const upto = from - 1;
  change((now) => ({ ...now, newAfter: new Map(now.newAfter).set(room.id, upto) }));
  connection.ask(
    'read',
    { room: nameOf(room), upto, back: true },
    ({ unread, mentions }) =>
      change((now) => withRoom(now, room.id, (state) => ({ ...state, read: upto, unread, mentions }))),
    () => {},
  );
}

/** Marks a room as read without opening it. */
export function markRead(room: Room): void {
  const last = room.last?.seq;
  if (last === undefined) return;
  change((now) => withRoom(now, room.id, (state) => readUpto(state, last)));
  connection.ask('read', { room: nameOf(room), upto: last }, keepCounts(room.id, last), () => {});
}
