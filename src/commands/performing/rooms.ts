import type { Listed, Member, RoomSeen } from '#chat/hub/shown-lists.ts';
import type { Answer } from '#chat/hub/session.ts';
import { fold } from '#chat/names.ts';
import { quoted } from '#text/quoted.ts';
import { harmless } from '#text/visible.ts';

import { type Desk, refusalOf, type Said } from '#commands/desk.ts';
import type { Given } from '#commands/form.ts';

/** Rooms, and names, in one answer. */
const most = 100;
/** Pages that are examined for one answer, each of at most this many rows. */
const pages = 4;
const pageRows = 500;

export function rooms(desk: Desk, { part = '' }: Given): void {
  desk.answer(() => {
    const { items, more } = upTo((after) => desk.chat.rooms(desk.seat, after, pageRows));
    const found = items.filter(({ room }) => fold(room.name).includes(fold(part)));
    const listed = found.toSorted((one, other) => other.here - one.here).slice(0, most);
    if (listed.length === 0) return part === '' ? 'There are no rooms yet.' : 'No room has that in its name.';
    const own = new Set(desk.chat.memberships(desk.seat).map(({ id }) => id));
    const lines = listed.map(
      ({ room, here }: RoomSeen) => `${room.name} (${here} here${own.has(room.id) ? ', you are in it' : ''})`,
    );
    return more || found.length > most
      ? [...lines, 'There are more. /rooms PART lists those with PART in their name.']
      : lines;
  });
}

export function join(desk: Desk, { room = '', key }: Given): void {
  const word = (answer: Answer): Said => joined(desk, room, answer);
  if (key === undefined) desk.post({ kind: 'joined' }, room, word);
  else desk.chat.enter(desk.seat, room, desk.asking(word), key);
}

function joined(desk: Desk, room: string, answer: Answer): Said {
  if (answer.kind === 'refusal') return desk.words.refused(answer, room);
  const channel = desk.chat.channel(desk.seat, room);
  const name = typeof channel === 'string' ? room : channel.room.name;
  desk.entered(name);
  const topic = typeof channel === 'string' ? undefined : channel.state.topic;
  const sentence = `You are in ${name}. ${desk.words.speakIn(name)}`;
  return topic ? [sentence, topicIs(name, topic.value)] : sentence;
}

export function leave(desk: Desk, given: Given): void {
  const { room = desk.room, reason } = given;
  const meant =
    given.room === undefined
      ? desk.chat.memberships(desk.seat).find(({ name }) => fold(name) === fold(`#${reason}`))
      : undefined;
  if (meant) return desk.answer(() => desk.words.mistake(`Did you mean /leave ${meant.name}?`));
  desk.post({ kind: 'left', ...(reason !== undefined && { reason }) }, room, (answer) => {
    if (answer.kind === 'refusal') return desk.words.refused(answer, room);
    const name = answer.kind === 'entry' ? answer.entry.room?.name : undefined;
    desk.left(room);
    return `You left ${name ?? quoted(room)}.`;
  });
}

export function who(desk: Desk, { room = desk.room }: Given): void {
  const { chat, seat } = desk;
  desk.answer(() => {
    const first = chat.members(seat, room, 0, pageRows);
    if (!first) return desk.words.refused('no-room', room);
    const { items, more } = upTo((after) =>
      after === 0 ? first : (chat.members(seat, room, after, pageRows) ?? first),
    );
    const names = (here: boolean): readonly string[] =>
      items.filter((each: Member) => each.here === here).map(memberWords);
    const [present, away] = [names(true), names(false)];
    const sentence =
      present.length === 0 ? `Nobody is in ${quoted(room)} now.` : `In ${quoted(room)}: ${namesIn(present, more)}.`;
    return away.length === 0 ? sentence : [sentence, `Members who are offline: ${namesIn(away, more)}.`];
  });
}

export function topic(desk: Desk, { room = desk.room, text }: Given): void {
  const { chat, seat, words } = desk;
  const shown = (sentence: (room: string, topic?: string) => string): Said => {
    const channel = chat.channel(seat, room);
    if (typeof channel === 'string')
      return channel === 'no-room' || channel === 'not-member' ? words.notIn(room) : words.refused(channel, room);
    return sentence(channel.room.name, channel.state.topic?.value);
  };
  if (text === undefined) return desk.answer(() => shown(topicIs));
  desk.post({ kind: 'topic', text: text === removes ? '' : text }, room, (answer) => {
    if (answer.kind !== 'refusal') return shown(topicSet);
    return answer.code === 'no-room' || answer.code === 'not-member'
      ? words.notIn(room)
      : refusalOf(desk, answer, room);
  });
}

/** Typed in place of a topic, it removes the topic. */
const removes = '-';

const topicIs = (room: string, value = ''): string =>
  value === '' ? `${room} has no topic.` : `Topic of ${room}: ${harmless(value)}`;

const topicSet = (room: string, value = ''): string =>
  value === '' ? `The topic of ${room} was removed.` : `The topic of ${room} is now: ${harmless(value)}`;

/** `alice (owner, away)`. */
function memberWords({ user, role }: Member): string {
  const marks = [...(role === 'member' ? [] : [role]), ...(user.away === undefined ? [] : ['away'])];
  return marks.length === 0 ? user.name : `${user.name} (${marks.join(', ')})`;
}

/** The items of the first pages of a list. `more`: there are further pages. */
function upTo<T>(list: (after: number) => Listed<T>): { readonly items: readonly T[]; readonly more: boolean } {
  const items: T[] = [];
  let after: number | undefined = 0;
  for (let page = 0; page < pages && after !== undefined; page++) {
    const listed: Listed<T> = list(after);
    items.push(...listed.items);
    after = listed.next;
  }
  return { items, more: after !== undefined };
}

const namesIn = (names: readonly string[], more: boolean): string => {
  const shown = names.slice(0, most).join(', ');
  if (more) return `${shown} and others`;
  return names.length > most ? `${shown} and ${names.length - most} others` : shown;
};
