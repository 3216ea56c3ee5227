import type { Level } from '#chat/notification-level.ts';
import { mostUnread, type Unread } from '#chat/unread.ts';
import { quoted } from '#text/quoted.ts';

import { type Desk, refusalOf } from '#commands/desk.ts';
import type { Given } from '#commands/form.ts';

/** Places in one answer. */
const most = 50;

export function unread(desk: Desk): void {
  desk.answer(() => {
    const places = desk.chat.unread(desk.seat).filter((each) => each.unread > 0);
    if (places.length === 0) return 'There is nothing unread.';
    const lines = places.slice(0, most).map(unreadLine);
    return places.length > most ? [...lines, `There are ${places.length - most} more.`] : lines;
  });
}

const unreadLine = ({ room, unread: count, mentions }: Unread): string =>
  `${room.name}, ${counted(count)} unread${mentions > 0 ? `, ${counted(mentions)} for you` : ''}`;

const counted = (count: number): string => (count > mostUnread ? `${mostUnread}+` : `${count}`);

export function read(desk: Desk, { place = desk.room }: Given): void {
  desk.post(
    { kind: 'read', upto: desk.chat.cursor().seq },
    place,
    (answer) => refusalOf(desk, answer, place) ?? `${quoted(place)} is read.`,
  );
}

export function news(desk: Desk, given: Given): void {
  const on = given.switch?.toLowerCase() === 'on';
  desk.news(on);
  desk.answer(() =>
    on ? 'You are shown what happens beside messages. /news off ends that.' : 'You are shown messages only.',
  );
}

export function reset(desk: Desk, { code = '', password = '' }: Given): void {
  desk.chat.reset(
    desk.seat,
    code,
    password,
    desk.asking((answer) => refusalOf(desk, answer, '') ?? 'The password is set. Log in again with it.'),
  );
}

export function away(desk: Desk, { text = '' }: Given): void {
  desk.post({ kind: 'away', text }, undefined, (answer) => {
    const refused = refusalOf(desk, answer, '');
    return refused ?? (text === '' ? 'You are back.' : 'You are away. Those who write to you are told so.');
  });
}

export function ignore(desk: Desk, { person }: Given): void {
  if (person === undefined) return desk.answer(() => ignoredBy(desk));
  postIgnored(desk, person, true);
}

export const unignore = (desk: Desk, { person = '' }: Given): void => postIgnored(desk, person, false);

function postIgnored(desk: Desk, name: string, on: boolean): void {
  desk.post(
    { kind: 'ignored', name, on },
    undefined,
    (answer) =>
      (answer.kind === 'refusal' && answer.code === 'to-self'
        ? desk.words.mistake('You cannot ignore yourself.')
        : undefined) ??
      refusalOf(desk, answer, name) ??
      (on
        ? `You ignore ${quoted(name)}. /unignore ${quoted(name)} ends that.`
        : `You no longer ignore ${quoted(name)}.`),
  );
}

function ignoredBy({ chat, seat }: Desk): string {
  const names = chat.ignored(seat).map(({ name }) => name);
  return names.length === 0 ? 'You ignore nobody.' : `You ignore ${names.join(', ')}.`;
}

/** What is told of each level. */
const levels: Readonly<Record<Level, string>> = {
  all: 'all messages count as unread',
  mentions: 'only messages that mention you count as unread',
  nothing: 'nothing counts as unread',
};

export function notify(desk: Desk, { room = desk.room, level }: Given): void {
  if (level === undefined) {
    return desk.answer(() => {
      const seen = desk.chat.unreadOf(desk.seat, room);
      return typeof seen === 'string' ? desk.words.refused(seen, room) : `In ${quoted(room)}, ${levels[seen.level]}.`;
    });
  }
  const wanted = level.toLowerCase();
  if (!isLevel(wanted)) return;
  desk.post(
    { kind: 'level', level: wanted },
    room,
    (answer) => refusalOf(desk, answer, room) ?? `In ${quoted(room)}, ${levels[wanted]}.`,
  );
}

const isLevel = (text: string): text is Level => Object.hasOwn(levels, text);
