import type { Unread } from '#chat/unread.ts';
import { mostUnread } from '#chat/unread.ts';
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
