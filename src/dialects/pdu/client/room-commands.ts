import type { Given } from '#commands/form.ts';
import { fold } from '#chat/names.ts';
import { harmless } from '#text/visible.ts';

import { type Payload, types } from '../talk-codec.ts';
import { request, type TalkDesk } from './desk.ts';
import { numberIn, recordsIn, stringIn } from './fields.ts';

/** Pages of a list that are asked for, and rooms, or names, in one answer. */
const mostPages = 20;
const most = 100;
/** Typed in place of a topic, it removes the topic. */
const removes = '-';

export function rooms(desk: TalkDesk, { part = '' }: Given): void {
  pages(desk, types.rooms, {}, 'rooms', ({ items, more, refused }) => {
    if (refused) return desk.refused('', refused);
    desk.screen.learn({ rooms: items.map((each) => stringIn(each, 'name')) });
    const found = items.filter((each) => fold(stringIn(each, 'name')).includes(fold(part)));
    const listed = found.toSorted((one, other) => numberIn(other, 'here') - numberIn(one, 'here')).slice(0, most);
    if (listed.length === 0) desk.show(part === '' ? 'There are no rooms yet.' : 'No room has that in its name.');
    for (const each of listed) {
      const name = stringIn(each, 'name');
      desk.show(`${name} (${numberIn(each, 'here')} here${desk.memory.isIn(name) ? ', you are in it' : ''})`);
    }
    if (more || found.length > most) desk.show('There are more. /rooms PART lists those with PART in their name.');
  });
}

export function join(desk: TalkDesk, { room = '', key }: Given): void {
  desk.ask(types.join, { room, key }, ({ payload, refused }) => {
    if (refused) return desk.refused(room, payload);
    const name = stringIn(payload, 'room') || room;
    desk.memory.entered(name, key);
    turnTo(desk, name);
    desk.show(`You are in ${name}. What you type is sent there.`);
    greet(desk, name);
  });
}

/** What is shown there from now on counts as read. */
function turnTo(desk: TalkDesk, room: string): void {
  desk.memory.spoken = undefined;
  desk.screen.turnTo(room);
  desk.reading.saw(room, desk.memory.resume ?? '');
}

/** Shows the topic of a room, and learns for Tab who is in it. */
export function greet(desk: TalkDesk, room: string): void {
  desk.ask(types.topic, { room }, ({ payload, refused }) => {
    if (!refused && stringIn(payload, 'topic') !== '') desk.show(topicIs(payload));
  });
  desk.ask(types.members, { room }, ({ payload }) => desk.screen.learn({ names: namesIn(payload) }));
}

export const namesIn = (payload: Payload): readonly string[] =>
  recordsIn(payload, 'members').map((each) => stringIn(each, 'name'));

export function leave(desk: TalkDesk, { room = desk.screen.room, reason }: Given): void {
  request(desk, types.leave, { room, reason }, room, (payload) => {
    const name = stringIn(payload, 'room') || room;
    gone(desk, name);
    return `You left ${name}.`;
  });
}

/** The user is no longer in a room. */
export function gone(desk: Pick<TalkDesk, 'memory' | 'screen'>, room: string): void {
  desk.memory.left(room);
  desk.memory.spoken = undefined;
  desk.screen.left(room);
}

export function who(desk: TalkDesk, { room = desk.screen.room }: Given): void {
  pages(desk, types.members, { room }, 'members', ({ items, more, refused }) => {
    if (refused) return desk.refused(room, refused);
    desk.screen.learn({ names: items.map((each) => stringIn(each, 'name')) });
    const words = (here: boolean): string => {
      const names = items.filter((each) => (each['here'] === true) === here).map(memberWords);
      const others = names.length > most ? ` and ${names.length - most} others` : '';
      return names.slice(0, most).join(', ') + (more ? ' and others' : others);
    };
    const [present, absent] = [words(true), words(false)];
    desk.show(present === '' ? `Nobody is in ${room} now.` : `In ${room}: ${present}.`);
    if (absent !== '') desk.show(`Members who are offline: ${absent}.`);
  });
}

/** `alice (owner, away)`. */
function memberWords(member: Payload): string {
  const role = stringIn(member, 'role');
  const marks = [...(role === '' ? [] : [role]), ...(stringIn(member, 'away') === '' ? [] : ['away'])];
  const name = stringIn(member, 'name');
  return marks.length === 0 ? name : `${name} (${marks.join(', ')})`;
}

export function topic(desk: TalkDesk, { room = desk.screen.room, text }: Given): void {
  if (text === undefined) return request(desk, types.topic, { room }, room, topicIs);
  const wanted = text === removes ? '' : text;
  request(desk, types.topic, { room, topic: wanted }, room, () =>
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
function pages(desk: TalkDesk, mtype: number, payload: Payload, field: string, heard: (all: Pages) => void): void {
  const items: Payload[] = [];
  const next = (nth: number, after: number | undefined): void =>
    desk.ask(mtype, { ...payload, after }, (answer) => {
      if (answer.refused) return heard({ items, more: false, ...(nth === 0 && { refused: answer.payload }) });
      items.push(...recordsIn(answer.payload, field));
      const following = answer.payload['next'];
      if (typeof following !== 'number') return heard({ items, more: false });
      if (nth + 1 >= mostPages) return heard({ items, more: true });
      next(nth + 1, following);
    });
  next(0, undefined);
}
