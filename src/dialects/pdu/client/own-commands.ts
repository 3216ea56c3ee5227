import type { Given } from '#commands/form.ts';

import { types } from '../talk-codec.ts';
import { request, type TalkContext } from './talk-context.ts';
import { numberIn, recordsIn, stringIn } from './fields.ts';

/** Places in one answer. */
const most = 50;
/** The greatest number of unread messages that is shown exactly. */
const maxUnread = 99;

export function unread(context: TalkContext): void {
  context.ask(types.unread, {}, ({ payload, refused }) => {
    if (refused) return context.refused('', payload);
    const places = recordsIn(payload, 'rooms').filter((each) => numberIn(each, 'unread') > 0);
    if (places.length === 0) context.show('There is nothing unread.');
    for (const each of places.slice(0, most)) {
      const mentions = numberIn(each, 'mentions');
      const forYou = mentions > 0 ? `, ${counted(mentions)} for you` : '';
      context.show(`${stringIn(each, 'of')}, ${counted(numberIn(each, 'unread'))} unread${forYou}`);
    }
    if (places.length > most) context.show(`There are ${places.length - most} more.`);
  });
}

const counted = (count: number): string => (count > maxUnread ? `${maxUnread}+` : `${count}`);

/** Marks a place as read; without a place, all places with unread messages. */
export function read(context: TalkContext, { place }: Given): void {
  const { screen, memory } = context;
  const places = place === undefined ? [...new Set([screen.room, ...screen.unread])] : [place];
  for (const of of places) {
    request(context, types.read, { of, upto: memory.resume }, of, () => {
      screen.read(of);
      return `${of} is read.`;
    });
  }
}

export function news(context: TalkContext, given: Given): void {
  context.memory.news = given.switch?.toLowerCase() === 'on';
  context.show(
    context.memory.news
      ? 'You are shown what happens besides messages. /news off ends that.'
      : 'You are shown messages only.',
  );
}

export const away = (context: TalkContext, { text = '' }: Given): void =>
  request(context, types.away, { text }, '', () =>
    text === '' ? 'You are back.' : 'You are away. Those who write to you are told so.',
  );

export function ignore(context: TalkContext, { person }: Given): void {
  if (person !== undefined) return ignoring(context, person, true);
  request(context, types.ignore, {}, '', (payload) => {
    const names = recordsIn(payload, 'users').map((each) => stringIn(each, 'name'));
    return names.length === 0 ? 'You ignore nobody.' : `You ignore ${names.join(', ')}.`;
  });
}

export const unignore = (context: TalkContext, { person = '' }: Given): void => ignoring(context, person, false);

const ignoring = (context: TalkContext, user: string, on: boolean): void =>
  request(context, types.ignore, { user, on }, user, () => {
    if (!on) return `You no longer ignore ${user}.`;
    context.screen.read(user);
    return `You ignore ${user}. /unignore ${user} ends that.`;
  });

/** The sentence for each level. */
const levels: ReadonlyMap<string, string> = new Map([
  ['all', 'all messages count as unread'],
  ['mentions', 'only messages that mention you count as unread'],
  ['nothing', 'nothing counts as unread'],
]);

export function notify(context: TalkContext, { room = context.screen.room, level }: Given): void {
  const told = (each: string): string => `In ${room}, ${levels.get(each)}.`;
  const wanted = level?.toLowerCase();
  if (wanted !== undefined) return request(context, types.level, { of: room, level: wanted }, room, () => told(wanted));
  request(context, types.level, { of: room }, room, (payload) => told(stringIn(payload, 'level')));
}

/** A code may follow the password. */
export function register(context: TalkContext, { password = '' }: Given): void {
  const [word = '', code] = password.split(/\s+/u);
  request(context, types.register, { password: word, code }, '', () => {
    context.password(word);
    return 'You are registered. From now on this name needs your password.';
  });
}

export const reset = (context: TalkContext, { code = '', password = '' }: Given): void =>
  request(context, types.reset, { code, password }, '', () => 'The password is set. Log in again with it.');
