import { everybodySentence, isEverybody, sureOf } from '#text/everybody.ts';
import { durationIn } from '#commands/durations.ts';
import type { Given } from '#commands/form.ts';
import { isRoomSetting, roomSettingNames, type RoomSettingName, roomSettingText } from '#chat/room-settings.ts';
import { minuteOf } from '#text/local-time.ts';
import { harmless } from '#text/visible.ts';

import { isRecord, type Payload, types } from '../talk-codec.ts';
import { request, type TalkDesk } from './desk.ts';
import { numberIn, recordsIn, stringIn } from './fields.ts';
import { gone } from './room-commands.ts';

/** How long an invitation code can be used, in seconds. */
const codeLasts = 7 * 24 * 3600;
/** Rows in one answer. */
const most = 100;
/** Typed in place of a value, it resets a setting. */
const resets = '-';

export function role(desk: TalkDesk, { person = '', role: given = '', room = desk.screen.room }: Given): void {
  const wanted = given.toLowerCase();
  request(desk, types.role, { room, user: person, role: wanted }, person, () => `${person} is ${wanted} of ${room}.`);
}

export function invite(desk: TalkDesk, { person, room = desk.screen.room }: Given): void {
  if (person !== undefined)
    return request(desk, types.invite, { room, user: person }, person, () => `${person} may enter ${room}.`);
  request(desk, types.invite, { room, for: codeLasts }, room, (payload) => {
    const until = minuteOf(numberIn(payload, 'until'));
    return `/join ${room} ${stringIn(payload, 'code')} lets one person in, until ${until}.`;
  });
}

export function kick(desk: TalkDesk, { person = '', room = desk.screen.room, reason }: Given): void {
  request(desk, types.kick, { room, user: person, reason }, person, () => `${person} was removed from ${room}.`);
}

type Closed = 'ban' | 'mute';
type Shown = Closed | 'invitation';

/** `% is ROOM`: how each list is told of. */
const words: Readonly<Record<Shown, { readonly done: string; readonly undone: string; readonly none: string }>> = {
  ban: { done: 'banned from', undone: 'no longer banned from', none: 'Nobody is banned from' },
  mute: { done: 'muted in', undone: 'no longer muted in', none: 'Nobody is muted in' },
  invitation: { done: 'invited to', undone: 'no longer invited to', none: 'Nobody is invited to' },
};

type Act = (desk: TalkDesk, given: Given) => void;

/** Without a name it shows the list. */
const listing =
  (list: Closed): Act =>
  (desk, { mask, room = desk.screen.room, time, reason }) => {
    if (mask === undefined) return showList(desk, list, room);
    const { isSure, why } = sureOf(reason);
    const isAll = isEverybody(mask);
    if (isAll && !isSure) return desk.show(`${everybodySentence} To do it, type /${list} ${mask} ${room} yes`);
    const lasts = time === undefined ? undefined : durationIn(time);
    const timed = lasts === undefined ? {} : { for: lasts / 1000 };
    const payload = { room, list, mask, reason: isAll ? why : reason, ...timed, ...(list === 'ban' && { kick: true }) };
    request(desk, types.list, payload, mask, () => {
      const end = lasts === undefined ? '' : ` until ${minuteOf(desk.now() + lasts)}`;
      return `${mask} is ${words[list].done} ${room}${end}.`;
    });
  };

const unlisting =
  (list: Shown): Act =>
  (desk, { mask = '', room = desk.screen.room }) =>
    request(desk, types.list, { room, list, mask, on: false }, mask, () => `${mask} is ${words[list].undone} ${room}.`);

export const ban: Act = listing('ban');
export const mute: Act = listing('mute');
export const unban: Act = unlisting('ban');
export const unmute: Act = unlisting('mute');

const withdraw: Act = unlisting('invitation');
export const uninvite: Act = (desk, given) =>
  given.mask === undefined ? showList(desk, 'invitation', given.room ?? desk.screen.room) : withdraw(desk, given);

function showList(desk: TalkDesk, list: Shown, room: string): void {
  desk.ask(types.list, { room, list }, ({ payload, refused }) => {
    if (refused) return desk.refused(room, payload);
    const all = recordsIn(payload, 'masks');
    const stands = (until: number): boolean => until === 0 || desk.now() < until;
    const rows = list === 'invitation' ? all.filter((row) => stands(numberIn(row, 'until'))) : all;
    if (rows.length === 0) desk.show(`${words[list].none} ${room}.`);
    for (const row of rows.slice(0, most)) desk.show(`${rowWords(row)} (${words[list].done} ${room})`);
    if (rows.length > most) desk.show(`There are ${rows.length - most} more.`);
  });
}

function rowWords(row: Payload): string {
  const [until, reason] = [numberIn(row, 'until'), stringIn(row, 'reason')];
  const end = until === 0 ? '' : `, until ${minuteOf(until)}`;
  const why = reason === '' ? '' : `, because ${harmless(reason)}`;
  return `${harmless(stringIn(row, 'mask'))}, by ${stringIn(row, 'by') || 'the server'}${end}${why}`;
}

export function set(desk: TalkDesk, { room = desk.screen.room, setting, value }: Given): void {
  const name = setting?.toLowerCase();
  if (name === undefined && value !== undefined) return desk.show(`There is no setting ${value}. /set shows all.`);
  if (name === undefined || !isRoomSetting(name)) return showSettings(desk, room, roomSettingNames);
  if (value === undefined) return showSettings(desk, room, [name]);
  desk.ask(types.setting, { room, name, value: value === resets ? '' : value }, ({ payload, refused }) => {
    if (!refused) return showSettings(desk, room, [name]);
    if (payload['name'] === 'bad-field') desk.show(`${name} is ${roomSettingText(name).values}.`);
    else desk.refused(room, payload);
  });
}

function showSettings(desk: TalkDesk, room: string, names: readonly RoomSettingName[]): void {
  desk.ask(types.setting, { room }, ({ payload, refused }) => {
    if (refused) return desk.refused(room, payload);
    const settings = isRecord(payload['settings']) ? payload['settings'] : {};
    for (const name of names) {
      const { about, values } = roomSettingText(name);
      desk.show(`${name} is ${valueWords(settings, name)} (${about}; ${values})`);
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
export function rename(desk: TalkDesk, { renaming = '' }: Given): void {
  const [first = '', second, ...more] = renaming.split(/\s+/u);
  const [room, name] = second === undefined ? [desk.screen.room, first] : [first, second];
  if (more.length > 0) return desk.show('/rename needs a name for the room, as in /rename #coffee.');
  request(desk, types.rename, { room, name }, room, () => {
    desk.memory.renamed(room, name);
    desk.screen.renamed(room, name);
    return `${room} is now ${name}.`;
  });
}

export function close(desk: TalkDesk, { room = '', reason }: Given): void {
  request(desk, types.close, { room, reason }, room, () => {
    gone(desk, room);
    return `${room} is closed.`;
  });
}
