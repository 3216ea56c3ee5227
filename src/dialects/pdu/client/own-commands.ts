import type { Given } from '#commands/form.ts';

import { types } from '../talk-codec.ts';
import { request, type TalkDesk } from './desk.ts';
import { numberIn, recordsIn, stringIn } from './fields.ts';

/** Places in one answer. */
const most = 50;
/** A greater number of unread messages is told as this one. */
const mostUnread = 99;

export function unread(desk: TalkDesk): void {
  desk.ask(types.unread, {}, ({ payload, refused }) => {
    if (refused) return desk.refused('', payload);
    const places = recordsIn(payload, 'rooms').filter((each) => numberIn(each, 'unread') > 0);
    if (places.length === 0) desk.show('There is nothing unread.');
    for (const each of places.slice(0, most)) {
      const mentions = numberIn(each, 'mentions');
      const forYou = mentions > 0 ? `, ${counted(mentions)} for you` : '';
      desk.show(`${stringIn(each, 'of')}, ${counted(numberIn(each, 'unread'))} unread${forYou}`);
    }
    if (places.length > most) desk.show(`There are ${places.length - most} more.`);
  });
}

const counted = (count: number): string => (count > mostUnread ? `${mostUnread}+` : `${count}`);

/** Without a place, everything that the prompt counts. */
export function read(desk: TalkDesk, { place }: Given): void {
  const { screen, memory } = desk;
  const places = place === undefined ? [...new Set([screen.room, ...screen.unread])] : [place];
  for (const of of places) {
    request(desk, types.read, { of, upto: memory.resume }, of, () => {
      screen.read(of);
      return `${of} is read.`;
    });
  }
}

export function news(desk: TalkDesk, given: Given): void {
  desk.memory.news = given.switch?.toLowerCase() === 'on';
  desk.show(
    desk.memory.news
      ? 'You are shown what happens beside messages. /news off ends that.'
      : 'You are shown messages only.',
  );
}

export const away = (desk: TalkDesk, { text = '' }: Given): void =>
  request(desk, types.away, { text }, '', () =>
    text === '' ? 'You are back.' : 'You are away. Those who write to you are told so.',
  );

export function ignore(desk: TalkDesk, { person }: Given): void {
  if (person !== undefined) return ignoring(desk, person, true);
  request(desk, types.ignore, {}, '', (payload) => {
    const names = recordsIn(payload, 'users').map((each) => stringIn(each, 'name'));
    return names.length === 0 ? 'You ignore nobody.' : `You ignore ${names.join(', ')}.`;
  });
}

export const unignore = (desk: TalkDesk, { person = '' }: Given): void => ignoring(desk, person, false);

const ignoring = (desk: TalkDesk, user: string, on: boolean): void =>
  request(desk, types.ignore, { user, on }, user, () =>
    on ? `You ignore ${user}. /unignore ${user} ends that.` : `You no longer ignore ${user}.`,
  );

/** What is told of each level. */
const levels: ReadonlyMap<string, string> = new Map([
  ['all', 'all messages count as unread'],
  ['mentions', 'only messages that mention you count as unread'],
  ['nothing', 'nothing counts as unread'],
]);

export function notify(desk: TalkDesk, { room = desk.screen.room, level }: Given): void {
  const told = (each: string): string => `In ${room}, ${levels.get(each)}.`;
  const wanted = level?.toLowerCase();
  if (wanted !== undefined) return request(desk, types.level, { of: room, level: wanted }, room, () => told(wanted));
  request(desk, types.level, { of: room }, room, (payload) => told(stringIn(payload, 'level')));
}

/** A code may follow the password. */
export function register(desk: TalkDesk, { password = '' }: Given): void {
  const [word = '', code] = password.split(/\s+/u);
  request(desk, types.register, { password: word, code }, '', () => {
    desk.password(word);
    return 'You are registered. From now on this name needs your password.';
  });
}

export const reset = (desk: TalkDesk, { code = '', password = '' }: Given): void =>
  request(desk, types.reset, { code, password }, '', () => 'The password is set. Log in again with it.');
