import type { Answered, Message, Room, Style } from '#dialects/web/protocol.ts';
import { withRoom, withTimeline } from '#web/model/change.ts';
import { withEntry } from '#web/model/entries.ts';
import { nobody } from '#web/model/model.ts';
import { withMute } from '#web/model/mutes.ts';
import { marked, maxPending, type Pending, ready, without } from '#web/model/outbox.ts';
import { withServerRoom } from '#web/model/receive.ts';
import { nameOf } from '#web/model/rooms.ts';
import { emptyTimeline, withStored } from '#web/model/timeline.ts';
import { t } from '#web/words/texts.ts';
import { announce } from './announce.ts';
import { connection } from './connection.ts';
import { errorText } from './error-text.ts';
import type { RequestError } from './request-error.ts';
import { change, model, phase, say } from './store.ts';

let posted = 0;
/** Unique without `randomUUID`, which only a secure context has. */
const run = Array.from(crypto.getRandomValues(new Uint8Array(9)), (byte) => byte.toString(36)).join('');

/** Shows the message at once, and sends it when possible. False: too many messages wait. */
export function post(room: Room, text: string, more: { style?: Style; replyTo?: number } = {}): boolean {
  if (model.value.outbox.length >= maxPending) {
    say(t.tooManyWaiting, true);
    return false;
  }
  const once = `${run}-${++posted}`;
  const pending: Pending = { once, room: room.id, to: nameOf(room), text, ...more, at: Date.now(), state: 'waiting' };
  change((before) => ({ ...before, outbox: [...before.outbox, pending] }));
  flush();
  return true;
}

/** Sends the waiting messages, in order, if there is a session. */
export function flush(): void {
  if (!connection.isOpen || phase.value.kind !== 'in') return;
  for (const pending of ready(model.value.outbox)) send(pending);
}

function send({ once, to, text, style, replyTo }: Pending): void {
  const more = { ...(style !== undefined && { style }), ...(replyTo !== undefined && { replyTo }) };
  change((before) => ({ ...before, outbox: marked(before.outbox, once, 'sent') }));
  connection.ask(
    'post',
    { room: to, text, once, ...more },
    (answer) => confirmed(once, answer),
    (error) => failed(once, error),
  );
}

function confirmed(once: string, { seq, at, room, again }: Answered<'post'>): void {
  const pending = model.value.outbox.find((other) => other.once === once);
  change((before) => ({ ...before, outbox: without(before.outbox, once) }));
  if (pending === undefined || seq === undefined) return;
  const place = room ?? { id: pending.room, name: pending.to };
  const entry: Message = {
    ...{
      kind: 'message',
      seq,
      at: at ?? pending.at,
      from: model.value.self ?? nobody,
      room: place,
      text: pending.text,
    },
    ...(pending.style !== undefined && { style: pending.style }),
    ...(pending.replyTo !== undefined && { replyTo: pending.replyTo }),
  };
  if (place.id !== pending.room || !model.value.rooms.has(place.id)) return begun(pending, entry);
  if (again && model.peek().rooms.get(place.id)?.settings?.history === undefined && !entry.from.account) {
    change((before) => withTimeline(before, place.id, (timeline) => withStored(timeline, entry)));
  }
  change((before) =>
    withRoom(withEntry(before, entry), place.id, (state) => ({ ...state, read: Math.max(state.read, seq) })),
  );
}

/** The first message has created the direct room, which now has an id. */
function begun({ to }: Pending, entry: Message): void {
  connection.ask(
    'room',
    { room: to },
    ({ state }) =>
      change((before) => {
        const known = withServerRoom(before, state);
        const timelines = new Map(known.timelines);
        if (!timelines.has(state.id)) timelines.set(state.id, emptyTimeline);
        return withEntry({ ...known, timelines }, entry);
      }),
    (error) => say(errorText(error), true),
  );
}

function failed(once: string, error: RequestError): void {
  const lost = error.code === 'offline';
  const text = lost ? undefined : errorText(error);
  const pending = model.peek().outbox.find((other) => other.once === once);
  // The user has been told why it is no longer in the room.
  if (pending?.state === 'failed') return;
  const room = pending?.room;
  change((before) => {
    const after = { ...before, outbox: marked(before.outbox, once, lost ? 'waiting' : 'failed', text) };
    return error.code === 'muted' && room !== undefined ? withMute(after, room, error.more) : after;
  });
  if (text === undefined) return;
  const isShown = room !== undefined && model.peek().rooms.has(room);
  if (isShown) announce(`${t.notSent} ${text}`, true);
  else say(`${t.notSent} ${text}`, true);
}

export function retry(once: string): void {
  change((before) => ({ ...before, outbox: marked(before.outbox, once, 'waiting') }));
  flush();
}

export const discard = (once: string): void =>
  change((before) => ({ ...before, outbox: without(before.outbox, once) }));
