import type { Given } from '#commands/form.ts';
import { fold } from '#chat/names/names.ts';
import { harmless } from '#text/visible.ts';

import { type Payload, types } from '../talk-codec.ts';
import { request, type TalkContext } from './talk-context.ts';
import { numberIn, recordsIn, stringIn } from './fields.ts';

/** Pages of a list that are asked for, and rooms, or names, in one answer. */
const maxPages = 20;
const most = 100;
/** Typed in place of a topic, it removes the topic. */
const removes = '-';

export function rooms(context: TalkContext, { part = '' }: Given): void {
  pages(context, types.rooms, {}, 'rooms', ({ items, more, refused }) => {
    if (refused) return context.refused('', refused);
    context.screen.learn({ rooms: items.map((each) => stringIn(each, 'name')) });
    const found = items.filter((each) => fold(stringIn(each, 'name')).includes(fold(part)));
    const listed = found.toSorted((one, other) => numberIn(other, 'here') - numberIn(one, 'here')).slice(0, most);
    if (listed.length === 0) context.show(part === '' ? 'There are no rooms yet.' : 'No room has that in its name.');
    for (const each of listed) {
      const name = stringIn(each, 'name');
      context.show(`${name} (${numberIn(each, 'here')} here${context.memory.isIn(name) ? ', you are in it' : ''})`);
    }
    if (more || found.length > most) context.show('There are more. /rooms PART lists those with PART in their name.');
  });
}

export function join(context: TalkContext, { room = '', key }: Given): void {
  context.ask(types.join, { room, key }, ({ payload, refused }) => {
    if (refused) return context.refused(room, payload);
    const name = stringIn(payload, 'room') || room;
    context.memory.entered(name, key);
    turnTo(context, name);
    context.show(`You are in ${name}. What you type is sent there.`);
    greet(context, name);
  });
}

/** What is shown there from now on counts as read. */
function turnTo(context: TalkContext, room: string): void {
  context.memory.spoken = undefined;
  context.screen.turnTo(room);
  context.reading.saw(room, context.memory.resume ?? '');
}

/** Shows the topic of a room, and learns for Tab who is in it. */
export function greet(context: TalkContext, room: string): void {
  context.look(types.topic, { room }, ({ payload, refused }) => {
    if (!refused && stringIn(payload, 'topic') !== '') context.show(topicIs(payload));
  });
  context.look(types.members, { room }, ({ payload }) => context.screen.learn({ names: namesIn(payload) }));
}

export const namesIn = (payload: Payload): readonly string[] =>
  recordsIn(payload, 'members').map((each) => stringIn(each, 'name'));

export function leave(context: TalkContext, { room = context.screen.room, reason }: Given): void {
  request(context, types.leave, { room, reason }, room, (payload) => {
    const name = stringIn(payload, 'room') || room;
    gone(context, name);
    return `You left ${name}.`;
  });
}

/** Others have put the user out of a room, or closed it. What is being typed for it must not go to #lobby. */
export function removedFrom(context: Pick<TalkContext, 'memory' | 'screen'>, room: string): void {
  context.memory.left(room);
  context.screen.removedFrom(room);
}

/** The user has left a room. */
export function gone(context: Pick<TalkContext, 'memory' | 'screen'>, room: string): void {
  context.memory.left(room);
  context.memory.spoken = undefined;
  context.screen.left(room);
}

export function who(context: TalkContext, { room = context.screen.room }: Given): void {
  pages(context, types.members, { room }, 'members', ({ items, more, refused }) => {
    if (refused) return context.refused(room, refused);
    context.screen.learn({ names: items.map((each) => stringIn(each, 'name')) });
    const words = (here: boolean): string => {
      const names = items.filter((each) => (each['here'] === true) === here).map(memberWords);
      const others = names.length > most ? ` and ${names.length - most} others` : '';
      return names.slice(0, most).join(', ') + (more ? ' and others' : others);
    };
    const [present, absent] = [words(true), words(false)];
    context.show(present === '' ? `Nobody is in ${room} now.` : `In ${room}: ${present}.`);
    if (absent !== '') context.show(`Members who are offline: ${absent}.`);
  });
}

/** `alice (owner, away)`. */
function memberWords(member: Payload): string {
  const role = stringIn(member, 'role');
  const marks = [...(role === '' ? [] : [role]), ...(stringIn(member, 'away') === '' ? [] : ['away'])];
  const name = stringIn(member, 'name');
  return marks.length === 0 ? name : `${name} (${marks.join(', ')})`;
}

export function topic(context: TalkContext, { room = context.screen.room, text }: Given): void {
  if (text === undefined) return request(context, types.topic, { room }, room, topicIs);
  const wanted = text === removes ? '' : text;
  request(context, types.topic, { room, topic: wanted }, room, () =>
    wanted === '' ? `The topic of ${room} was removed.` : `The topic of ${room} is now: ${harmless(wanted)}`,
  );
}

function topicIs(payload: Payload): string {
  const [room, value] = [stringIn(payload, 'room'), stringIn(payload, 'topic')];
  return value === '' ? `${room} has no topic.` : `Topic of ${room}: ${harmless(value)}`;
}

interface Pages {
  readonly items: readonly Payload[];
  readonly more: boolean;
  /** Why the first page was refused. */
  readonly refused?: Payload;
}

/** Asks for the pages of a list, one after the other. */
function pages(
  context: TalkContext,
  mtype: number,
  payload: Payload,
  field: string,
  heard: (all: Pages) => void,
): void {
  const items: Payload[] = [];
  const next = (nth: number, after: number | undefined): void =>
    context.ask(mtype, { ...payload, after }, (answer) => {
      if (answer.refused) return heard({ items, more: false, ...(nth === 0 && { refused: answer.payload }) });
      items.push(...recordsIn(answer.payload, field));
      const following = answer.payload['next'];
      if (typeof following !== 'number') return heard({ items, more: false });
      if (nth + 1 >= maxPages) return heard({ items, more: true });
      next(nth + 1, following);
    });
  next(0, undefined);
}
