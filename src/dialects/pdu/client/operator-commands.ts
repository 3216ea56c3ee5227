import { everybodySentence, matchesEverybody, sureOf } from '#text/matches-everybody.ts';
import { durationIn } from '#commands/durations.ts';
import type { Given } from '#commands/form.ts';
import {
  isRoomSetting,
  roomSettingNames,
  type RoomSettingName,
  roomSettingText,
} from '#chat/settings/room-settings.ts';
import { minuteOf } from '#text/local-time.ts';
import { harmless } from '#text/visible.ts';

import { isRecord, type Payload, types } from '../talk-codec.ts';
import { request, type TalkContext } from './talk-context.ts';
import { numberIn, recordsIn, stringIn } from './fields.ts';
import { gone } from './room-commands.ts';

/** How long an invitation code can be used, in seconds. */
const codeLasts = 7 * 24 * 3600;
/** Rows in one answer. */
const most = 100;
/** Typed in place of a value, it resets a setting. */
const resets = '-';

export function role(context: TalkContext, { person = '', role: given = '', room = context.screen.room }: Given): void {
  const wanted = given.toLowerCase();
  request(
    context,
    types.role,
    { room, user: person, role: wanted },
    person,
    () => `${person} is ${wanted} of ${room}.`,
  );
}

export function invite(context: TalkContext, { person, room = context.screen.room }: Given): void {
  if (person !== undefined)
    return request(context, types.invite, { room, user: person }, person, () => `${person} is invited to ${room}.`);
  request(context, types.invite, { room, for: codeLasts }, room, (payload) => {
    const until = minuteOf(numberIn(payload, 'until'));
    return `/join ${room} ${stringIn(payload, 'code')} lets one person in, until ${until}.`;
  });
}

export function kick(context: TalkContext, { person = '', room = context.screen.room, reason }: Given): void {
  request(context, types.kick, { room, user: person, reason }, person, () => `${person} was removed from ${room}.`);
}

type Closed = 'ban' | 'mute';
type Shown = Closed | 'invitation';

/** `% is WORDS ROOM`: the words for each list. */
const words: Readonly<Record<Shown, { readonly done: string; readonly undone: string; readonly none: string }>> = {
  ban: { done: 'banned from', undone: 'no longer banned from', none: 'Nobody is banned from' },
  mute: { done: 'muted in', undone: 'no longer muted in', none: 'Nobody is muted in' },
  invitation: { done: 'invited to', undone: 'no longer invited to', none: 'Nobody is invited to' },
};

type Act = (context: TalkContext, given: Given) => void;

/** Without a name it shows the list. */
const listing =
  (list: Closed): Act =>
  (context, { mask, room = context.screen.room, time, reason }) => {
    if (mask === undefined) return showList(context, list, room);
    const { isSure, why } = sureOf(reason);
    const isAll = matchesEverybody(mask);
    if (isAll && !isSure) return context.show(`${everybodySentence} To do it, type /${list} ${mask} ${room} yes`);
    const lasts = time === undefined ? undefined : durationIn(time);
    const timed = lasts === undefined ? {} : { for: lasts / 1000 };
    const payload = { room, list, mask, reason: isAll ? why : reason, ...timed, ...(list === 'ban' && { kick: true }) };
    request(context, types.list, payload, mask, () => {
      const end = lasts === undefined ? '' : ` until ${minuteOf(context.now() + lasts)}`;
      return `${mask} is ${words[list].done} ${room}${end}.`;
    });
  };

const unlisting =
  (list: Shown): Act =>
  (context, { mask = '', room = context.screen.room }) =>
    request(
      context,
      types.list,
      { room, list, mask, on: false },
      mask,
      () => `${mask} is ${words[list].undone} ${room}.`,
    );

export const ban: Act = listing('ban');
export const mute: Act = listing('mute');
export const unban: Act = unlisting('ban');
export const unmute: Act = unlisting('mute');

const withdraw: Act = unlisting('invitation');
export const uninvite: Act = (context, given) =>
  given.mask === undefined
    ? showList(context, 'invitation', given.room ?? context.screen.room)
    : withdraw(context, given);

function showList(context: TalkContext, list: Shown, room: string): void {
  context.ask(types.list, { room, list }, ({ payload, refused }) => {
    if (refused) return context.refused(room, payload);
    const all = recordsIn(payload, 'masks');
    const isValid = (until: number): boolean => until === 0 || context.now() < until;
    const rows = list === 'invitation' ? all.filter((row) => isValid(numberIn(row, 'until'))) : all;
    if (rows.length === 0) context.show(`${words[list].none} ${room}.`);
    for (const row of rows.slice(0, most)) context.show(`${rowWords(row)} (${words[list].done} ${room})`);
    if (rows.length > most) context.show(`There are ${rows.length - most} more.`);
  });
}

function rowWords(row: Payload): string {
  const [until, reason] = [numberIn(row, 'until'), stringIn(row, 'reason')];
  const end = until === 0 ? '' : `, until ${minuteOf(until)}`;
  const why = reason === '' ? '' : `, because ${harmless(reason)}`;
  return `${harmless(stringIn(row, 'mask'))}, by ${stringIn(row, 'by') || 'the server'}${end}${why}`;
}

export function set(context: TalkContext, { room = context.screen.room, setting, value }: Given): void {
  const name = setting?.toLowerCase();
  if (name === undefined && value !== undefined) return context.show(`There is no setting ${value}. /set shows all.`);
  if (name === undefined || !isRoomSetting(name)) return showSettings(context, room, roomSettingNames);
  if (value === undefined) return showSettings(context, room, [name]);
  context.ask(types.setting, { room, name, value: value === resets ? '' : value }, ({ payload, refused }) => {
    if (!refused && name === 'key') context.memory.keySet(room, value === resets ? undefined : value);
    if (!refused) return showSettings(context, room, [name]);
    if (payload['name'] === 'bad-field') context.show(`${name} is ${roomSettingText(name).values}.`);
    else context.refused(room, payload);
  });
}

function showSettings(context: TalkContext, room: string, names: readonly RoomSettingName[]): void {
  context.ask(types.setting, { room }, ({ payload, refused }) => {
    if (refused) return context.refused(room, payload);
    const settings = isRecord(payload['settings']) ? payload['settings'] : {};
    for (const name of names) {
      const { about, values } = roomSettingText(name);
      context.show(`${name} is ${valueWords(settings, name)} (${about}; ${values})`);
    }
  });
}

function valueWords(settings: Payload, name: RoomSettingName): string {
  if (name === 'key') return settings[name] === undefined ? 'not set' : 'set';
  const value = stringIn(settings, name);
  if (value !== '') return harmless(value);
  return name === 'history' ? 'since-joining' : name === 'slow' || name === 'limit' ? '0' : 'no';
}

/** `#NEW`, or `#ROOM #NEW`. */
export function rename(context: TalkContext, { renaming = '' }: Given): void {
  const [first = '', second, ...more] = renaming.split(/\s+/u);
  const [room, name] = second === undefined ? [context.screen.room, first] : [first, second];
  if (more.length > 0) return context.show('/rename needs a name for the room, as in /rename #coffee.');
  request(context, types.rename, { room, name }, room, () => {
    context.memory.renamed(room, name);
    context.screen.renamed(room, name);
    return `${room} is now ${name}.`;
  });
}

export function close(context: TalkContext, { room = '', reason }: Given): void {
  request(context, types.close, { room, reason }, room, () => {
    gone(context, room);
    return `${room} is closed.`;
  });
}
