import type { Entry, EventKind, RoomId, Shown } from '#dialects/web/protocol.ts';
import { withoutRoom, withRoom, withTimeline } from './change.ts';
import type { Model } from './model.ts';
import { nobody } from './model.ts';
import { mutedBy, mutedEverywhere, withoutMute } from './mutes.ts';
import { renamed, withMember, withoutMember, withoutTypist, withRole } from './people.ts';
import * as rooms from './rooms.ts';
import { asMessage, withEdit, withReaction, withRedaction } from './message-changes.ts';
import * as timelines from './timeline.ts';

/** The changes that an entry makes, besides being shown. `room`: the room of the entry. */
type Change<K extends EventKind> = (model: Model, entry: Entry<K>, room: RoomId) => Model;

const selfOf = (model: Model): NonNullable<Model['self']> => model.self ?? nobody;

const isIgnored = (model: Model, entry: Entry): boolean => model.ignored.some(({ id }) => id === entry.from.id);

const received: Change<'message'> = (model, entry, id) => {
  const message = asMessage(model.timelines.get(id), entry);
  const counts = entry.seq > model.counted && !isIgnored(model, entry);
  const counted = withRoom(model, id, (room) => rooms.withMessage(room, message, selfOf(model), counts));
  const heard = entry.from.id === model.self?.id ? withoutMute(counted, id) : counted;
  const quiet = { ...heard, typists: withoutTypist(model.typists, entry.from.id, id) };
  return shown(quiet, message, id);
};

const edited: Change<'edited'> = (model, { target, text }, id) => {
  const before = withTimeline(model, id, (timeline) => withEdit(timeline, target, text));
  return withRoom(before, id, (room) =>
    room.last?.seq === target ? { ...room, last: { ...room.last, text, edited: true } } : room,
  );
};

const redacted: Change<'redacted'> = (model, { target, seq }, id) => {
  const message = timelines.messageOf(model.timelines.get(id), target);
  const emptied = withTimeline(model, id, (timeline) => withRedaction(timeline, target));
  return withRoom(emptied, id, (room) => {
    const last = room.last?.seq === target ? { ...room.last, text: '', redacted: true as const } : room.last;
    const counted = seq > model.counted ? rooms.withoutMessage(room, message, selfOf(model)) : room;
    return last ? { ...counted, last } : counted;
  });
};

const reacted: Change<'reacted'> = (model, entry, id) =>
  withTimeline(model, id, (timeline) => withReaction(timeline, entry, selfOf(model)));

/** The user, or another user, is no longer a member. */
function gone(model: Model, id: RoomId, user: { readonly id: number }): Model {
  if (user.id === model.self?.id) return withoutRoom(model, id);
  const typists = withoutTypist(model.typists, user.id, id);
  return { ...withoutMember(model, id, user.id), typists };
}

const joined: Change<'joined'> = (model, entry, id) => {
  const { from, here = true, away } = entry;
  return shown(
    withMember(model, id, { ...from, role: 'member', here, ...(away !== undefined && { away }) }),
    entry,
    id,
  );
};

const left: Change<'left'> = (model, entry, id) => gone(shown(model, entry, id), id, entry.from);
const kicked: Change<'kicked'> = (model, entry, id) => gone(shown(model, entry, id), id, entry.user);

/** A ban may remove members. */
const listed: Change<'listed'> = (model, entry, id) =>
  (entry.kicked ?? []).reduce((now, user) => gone(now, id, user), shown(mutedBy(model, entry, id), entry, id));

const unlisted: Change<'unlisted'> = (model, entry, id) => shown(mutedBy(model, entry, id), entry, id);
const closed: Change<'closed'> = (model, _entry, id) => withoutRoom(model, id);

const topic: Change<'topic'> = (model, entry, id) =>
  shown(
    withRoom(model, id, (room) => rooms.withTopic(room, entry.text)),
    entry,
    id,
  );

const roomNamed: Change<'roomNamed'> = (model, entry, id) => {
  const name = entry.room?.name;
  return shown(name === undefined ? model : withRoom(model, id, (room) => ({ ...room, name })), entry, id);
};

const role: Change<'role'> = (model, entry, id) => {
  const members = withRole(model, id, entry.user.id, entry.role);
  const own = entry.user.id === model.self?.id;
  return shown(own ? withRoom(members, id, (room) => ({ ...room, role: entry.role })) : members, entry, id);
};

const set: Change<'set'> = (model, entry, id) =>
  shown(
    withRoom(model, id, (room) => rooms.withSetting(room, entry.name, entry.value)),
    entry,
    id,
  );

/** Shows an entry in its room, if that is loaded. */
function shown(model: Model, entry: Shown, id: RoomId): Model {
  // Of a room that is not open, the newest part is kept.
  const isBehind = model.open === id && !model.atEnd;
  return withTimeline(model, id, (timeline) => timelines.withEntry(timeline, entry, !isBehind));
}

/** Applies an entry: a pushed one, or our own in an answer. */
export function withEntry(model: Model, entry: Entry): Model {
  const id = entry.room?.id;
  if (entry.kind === 'renamed') return renamed(model, entry.from);
  if (id === undefined)
    return entry.kind === 'listed' || entry.kind === 'unlisted' ? mutedEverywhere(model, entry) : model;
  switch (entry.kind) {
    case 'message':
      return received(model, entry, id);
    case 'edited':
      return edited(model, entry, id);
    case 'redacted':
      return redacted(model, entry, id);
    case 'reacted':
      return reacted(model, entry, id);
    case 'joined':
      return joined(model, entry, id);
    case 'left':
      return left(model, entry, id);
    case 'kicked':
      return kicked(model, entry, id);
    case 'closed':
      return closed(model, entry, id);
    case 'topic':
      return topic(model, entry, id);
    case 'roomNamed':
      return roomNamed(model, entry, id);
    case 'role':
      return role(model, entry, id);
    case 'set':
      return set(model, entry, id);
    case 'listed':
      return listed(model, entry, id);
    case 'unlisted':
      return unlisted(model, entry, id);
    case 'invited':
      return shown(model, entry, id);
    // A kind that this page does not know.
    default:
      return model;
  }
}
