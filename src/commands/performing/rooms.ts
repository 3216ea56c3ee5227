import type { Listed, Member, RoomSeen } from '#chat/reading/shown-lists.ts';
import type { Answer } from '#chat/hub/session.ts';
import { fold } from '#chat/names/names.ts';
import { asRefusal, type Refusal, type RefusalCode } from '#chat/refusal.ts';
import { quoted } from '#text/quoted.ts';
import { harmless } from '#text/visible.ts';

import { type CommandContext, type Said, unreadable } from '#commands/command-context.ts';
import type { Given } from '#commands/form.ts';

interface Found<T> {
  readonly items: readonly T[];
  readonly more: boolean;
}

const nothing: Found<never> = { items: [], more: false };

/** Rooms, and names, in one answer. */
const most = 100;
/** Pages that are examined for one answer, each of at most this many rows. */
const pages = 4;
const pageRows = 500;

export function rooms(context: CommandContext, { part = '' }: Given): void {
  context.answer(roomLines(context, part));
}

function* roomLines({ chat, seat }: CommandContext, part: string): Generator<Said> {
  const { items, more } = (yield* upTo((after) => chat.rooms(seat, after, pageRows))) ?? nothing;
  const found = items.filter(({ room }) => fold(room.name).includes(fold(part)));
  const listed = found.toSorted((one, other) => other.here - one.here).slice(0, most);
  if (listed.length === 0) return yield part === '' ? 'There are no rooms yet.' : 'No room has that in its name.';
  const own = new Set(chat.memberships(seat).map(({ id }) => id));
  const lines = listed.map(
    ({ room, here }: RoomSeen) => `${room.name} (${here} here${own.has(room.id) ? ', you are in it' : ''})`,
  );
  yield more || found.length > most
    ? [...lines, 'There are more. /rooms PART lists those with PART in their name.']
    : lines;
}

export function join(context: CommandContext, { room = '', key }: Given): void {
  const word = (answer: Answer): Said => joined(context, room, answer);
  if (key === undefined) context.post({ kind: 'joined' }, room, word);
  else context.chat.enter(context.seat, room, context.asking(word), key);
}

function joined(context: CommandContext, room: string, answer: Answer): Said {
  if (answer.kind === 'refusal') return context.words.refused(answer, room);
  const channel = context.chat.channel(context.seat, room);
  const name = typeof channel === 'string' ? room : channel.room.name;
  context.entered(name);
  const topic = typeof channel === 'string' ? undefined : channel.state.topic;
  const sentence = `You are in ${name}. ${context.words.speakIn(name)}`;
  return topic ? [sentence, topicIs(name, topic.value)] : sentence;
}

export function leave(context: CommandContext, given: Given): void {
  const { room = context.room, reason } = given;
  const meant =
    given.room === undefined
      ? context.chat.memberships(context.seat).find(({ name }) => fold(name) === fold(`#${reason}`))
      : undefined;
  if (meant) return context.answer(() => context.words.mistake(`Did you mean /leave ${meant.name}?`));
  context.post({ kind: 'left', ...(reason !== undefined && { reason }) }, room, (answer) => {
    if (answer.kind === 'refusal') return context.words.refused(answer, room);
    const name = answer.kind === 'entry' ? answer.entry.room?.name : undefined;
    context.left(room);
    return `You left ${name ?? quoted(room)}.`;
  });
}

export function who(context: CommandContext, { room = context.room }: Given): void {
  context.answer(memberLines(context, room));
}

function* memberLines(context: CommandContext, room: string): Generator<Said> {
  const { chat, seat } = context;
  const found = yield* upTo((after) => chat.members(seat, room, after, pageRows));
  if (!found) return yield unreadable(context, 'no-room', room);
  const { items, more } = found;
  const names = (here: boolean): readonly string[] =>
    items.filter((each: Member) => each.here === here).map(memberWords);
  const [present, away] = [names(true), names(false)];
  const sentence =
    present.length === 0 ? `Nobody is in ${quoted(room)} now.` : `In ${quoted(room)}: ${namesIn(present, more)}.`;
  yield away.length === 0 ? sentence : [sentence, `Members who are offline: ${namesIn(away, more)}.`];
}

export function topic(context: CommandContext, { room = context.room, text }: Given): void {
  const { chat, seat, words } = context;
  const outside = (refused: RefusalCode | Refusal): string =>
    isOutside(asRefusal(refused).code) ? words.notIn(room) : words.refused(refused, room);
  const shown = (sentence: (room: string, topic?: string) => string): Said => {
    const channel = chat.channel(seat, room);
    if (typeof channel === 'string') return outside(chat.tellNewName(seat, channel, room));
    return sentence(channel.room.name, channel.state.topic?.value);
  };
  if (text === undefined) return context.answer(() => shown(topicIs));
  context.post({ kind: 'topic', text: text === removes ? '' : text }, room, (answer) => {
    if (answer.kind !== 'refusal') return shown(topicSet);
    return outside(answer);
  });
}

/** A person who asks for the topic of a room without being in it is told how to enter it. */
const isOutside = (code: RefusalCode): boolean => code === 'no-room' || code === 'not-member';

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

/** The items of the first pages of a list, a page in each step; undefined if the list is. `more`: there are further pages. */
function* upTo<T>(list: (after: number) => Listed<T> | undefined): Generator<undefined, Found<T> | undefined> {
  const items: T[] = [];
  let after: number | undefined = 0;
  for (let page = 0; page < pages && after !== undefined; page++) {
    if (page > 0) yield;
    const listed: Listed<T> | undefined = list(after);
    if (!listed) return undefined;
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
