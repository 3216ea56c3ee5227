import type { Level } from '#chat/settings/notification-level.ts';
import { maxUnread, type Unread } from '#chat/readable/unread.ts';
import { quoted } from '#text/quoted.ts';

import { type CommandContext, refusalOf } from '#commands/command-context.ts';
import type { Given } from '#commands/form.ts';

/** Rooms in one answer. */
const most = 50;

export function unread(context: CommandContext): void {
  context.answer(() => {
    const places = context.chat.unread(context.seat).filter((each) => each.unread > 0);
    if (places.length === 0) return 'There is nothing unread.';
    const lines = places.slice(0, most).map(unreadLine);
    return places.length > most ? [...lines, `There are ${places.length - most} more.`] : lines;
  });
}

const unreadLine = ({ room, unread: count, mentions }: Unread): string =>
  `${room.name}, ${counted(count)} unread${mentions > 0 ? `, ${counted(mentions)} for you` : ''}`;

const counted = (count: number): string => (count > maxUnread ? `${maxUnread}+` : `${count}`);

export function read(context: CommandContext, { place = context.room }: Given): void {
  context.post(
    { kind: 'read', upto: context.chat.cursor().seq },
    place,
    (answer) => refusalOf(context, answer, place) ?? `${quoted(place)} is read.`,
  );
}

export function news(context: CommandContext, given: Given): void {
  const on = given.switch?.toLowerCase() === 'on';
  context.news(on);
  context.answer(() =>
    on ? 'You are shown what happens besides messages. /news off ends that.' : 'You are shown messages only.',
  );
}

export function reset(context: CommandContext, { code = '', password = '' }: Given): void {
  context.chat.reset(
    context.seat,
    code,
    password,
    context.asking((answer) => refusalOf(context, answer, '') ?? 'The password is set. Log in again with it.'),
  );
}

export function away(context: CommandContext, { text = '' }: Given): void {
  context.post({ kind: 'away', text }, undefined, (answer) => {
    const refused = refusalOf(context, answer, '');
    return refused ?? (text === '' ? 'You are back.' : 'You are away. Those who write to you are told so.');
  });
}

export function ignore(context: CommandContext, { person }: Given): void {
  if (person === undefined) return context.answer(() => ignoredBy(context));
  postIgnored(context, person, true);
}

export const unignore = (context: CommandContext, { person = '' }: Given): void => postIgnored(context, person, false);

function postIgnored(context: CommandContext, name: string, on: boolean): void {
  context.post(
    { kind: 'ignored', name, on },
    undefined,
    (answer) =>
      refusalOf(context, answer, name) ??
      (on
        ? `You ignore ${quoted(name)}. /unignore ${quoted(name)} ends that.`
        : `You no longer ignore ${quoted(name)}.`),
  );
}

function ignoredBy({ chat, seat }: CommandContext): string {
  const names = chat.ignored(seat).map(({ name }) => name);
  return names.length === 0 ? 'You ignore nobody.' : `You ignore ${names.join(', ')}.`;
}

/** The sentence for each level. */
const levels: Readonly<Record<Level, string>> = {
  all: 'all messages count as unread',
  mentions: 'only messages that mention you count as unread',
  nothing: 'nothing counts as unread',
};

export function notify(context: CommandContext, { room = context.room, level }: Given): void {
  if (level === undefined) {
    return context.answer(() => {
      const seen = context.chat.unreadOf(context.seat, room);
      return typeof seen === 'string'
        ? context.words.refused(seen, room)
        : `In ${quoted(room)}, ${levels[seen.level]}.`;
    });
  }
  const wanted = level.toLowerCase();
  if (!isLevel(wanted)) return;
  context.post(
    { kind: 'level', level: wanted },
    room,
    (answer) => refusalOf(context, answer, room) ?? `In ${quoted(room)}, ${levels[wanted]}.`,
  );
}

const isLevel = (text: string): text is Level => Object.hasOwn(levels, text);
