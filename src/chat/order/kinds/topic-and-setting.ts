import type { Asked, Ordered, Speaker } from '#chat/event.ts';
import { maxTopic } from '#chat/limits.ts';
import { isLobby } from '#chat/names/lobby.ts';
import type { Verdict } from '#chat/outcome.ts';
import { isRoomSetting, parseRoomSetting, type RoomSettingName } from '#chat/settings/room-settings.ts';
import { roomFor } from '#chat/order/channels.ts';
import { accept, entryOf, noOp, refuse, server } from '#chat/order/verdict.ts';
import { inOneLine, isLongerThan, keepable } from '#chat/order/kept-text.ts';
import type { Present, World } from '#chat/order/world.ts';
import { kind, type Kind } from './kind.ts';

/** Members set the topic of a channel; where it is locked, operators. */
export const topic: Kind<'topic'> = kind({
  kept: true,
  byUser: (world, ordered, asked, user) => judgeTopic(world, ordered, asked, user),
  byNode: (world, ordered, asked) => judgeTopic(world, ordered, asked),
  effects(world, { room }, { text }) {
    if (!room) return undefined;
    const before = world.roomState(room.id).topic;
    return [{ kind: 'roomState', room: room.id, name: 'topic', value: text, before }];
  },
});

function judgeTopic(world: World, ordered: Ordered, asked: Asked<'topic'>, user?: Present): Verdict {
  const room = roomFor(world, ordered, 'topic', user);
  if (typeof room === 'string') return refuse(room);
  const silenced = user && world.speechRules(room.id)?.forbids(user, ordered.draft.at);
  if (silenced) return refuse(silenced);
  const text = inOneLine(keepable(asked.text));
  if (isLongerThan(maxTopic, text)) return refuse('topic-long');
  const by = user?.ref ?? server;
  if (text === (world.roomState(room.id).topic?.value ?? '')) return noOp(by, room);
  return accept(topic, world, entryOf(ordered, by, { kind: 'topic', text }, room));
}

/** The event does not have the value of a key: it is kept, and everybody may read it. */
export const set: Kind<'set'> = kind({
  kept: true,
  byUser: (world, ordered, asked, user) => judgeSetting(world, ordered, asked, user),
  byNode: (world, ordered, asked) => judgeSetting(world, ordered, asked),
});

function judgeSetting(world: World, ordered: Ordered, { name, value: wanted }: Asked<'set'>, user?: Present): Verdict {
  const room = roomFor(world, ordered, name === 'history' ? 'open-history' : 'set', user);
  if (typeof room === 'string') return refuse(room);
  // A node of another version may know more settings.
  const value = isRoomSetting(name) ? parseRoomSetting(name, wanted) : undefined;
  if (value === undefined) return refuse('setting-invalid');
  if (isLobby(room) && closing.has(name)) return refuse('not-allowed');
  const by: Speaker = user?.ref ?? server;
  const before = world.roomState(room.id)[name];
  if (value === (before?.value ?? '')) return noOp(by, room);
  const shown = name === 'key' && value !== '' ? 'yes' : value;
  const effect = { kind: 'roomState', room: room.id, name, value, before } as const;
  return accept(set, world, entryOf(ordered, by, { kind: 'set', name, value: shown }, room), [effect]);
}

/** In #lobby, which every login enters, guests may be kept out, but no other setting may prevent entering. */
const closing: ReadonlySet<RoomSettingName> = new Set<RoomSettingName>(['secret', 'invite-only', 'key', 'limit']);
