/** The client's sentences in version 2.0, and what a person types there. */
import { linesOf } from '#text/lines.ts';

import type { Payload } from '../talk-codec.ts';
import { isRecord } from '../talk-codec.ts';

export const usernamePrompt = 'Username: ';
export const passwordPrompt = 'Password (empty for a guest): ';
export const helpWords: readonly string[] = [
  'Everything you type is sent to the room in the prompt. Commands:',
  '/join #ROOM    enter a room, or turn to one you are in    /leave         leave this room',
  '/msg NAME TEXT write to one person                        /who           who is in this room',
  '/rooms         the rooms                                  /history [N]   the last N messages here',
  '/topic [TEXT]  show or set the topic                      /register PASSWORD   keep your name',
  '!quit          log out',
];

export const stringIn = (payload: Payload, field: string): string => {
  const value = payload[field];
  return typeof value === 'string' ? value : '';
};

export const nameIn = (payload: Payload, field: string): string => {
  const user = payload[field];
  return isRecord(user) ? stringIn(user, 'name') : '';
};

export const recordsIn = (payload: Payload, field: string): readonly Payload[] => {
  const list = payload[field];
  return Array.isArray(list) ? list.filter(isRecord) : [];
};

/** A line to be shown, and how much of it names the speaker. */
export interface ShownLine {
  readonly text: string;
  readonly speaker: number;
}

/** The lines for an EVENT or a PAST. `room`: the one that the person is looking at. */
export function eventLines(payload: Payload, me: string, room: string, old: boolean): readonly ShownLine[] {
  const [to, text] = [stringIn(payload, 'to'), stringIn(payload, 'text')];
  const time = payload['time'];
  const at = typeof time === 'number' && (old || payload['waited'] === true) ? `${timeOf(time)} ` : '';
  const where = to.startsWith('#') && to !== room ? `${to} ` : '';
  if (payload['kind'] !== 'message') return [{ text: `${at}${where}* ${text}`, speaker: 0 }];
  const from = nameIn(payload, 'from');
  const aim = to.startsWith('#') ? '' : from === me ? ` (to ${to})` : ' (to you)';
  const begin = `${at}${where}${from}${aim}: `;
  return linesOf(text).map((line) => ({ text: begin + line, speaker: begin.length - 2 }));
}

/** Of day and minute, in the person's own time. */
function timeOf(ms: number): string {
  const time = new Date(ms);
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
  return `${day} ${two(time.getHours())}:${two(time.getMinutes())}`;
}

export const presenceWords = (payload: Payload): string => {
  const room = stringIn(payload, 'joined');
  const name = nameIn(payload, 'user');
  if (payload['here'] !== true) return `* ${name} is gone`;
  return room === '' ? `* ${name} is here` : `* ${name} is here, in ${room}`;
};

export const membersWords = (payload: Payload): string => {
  const names = recordsIn(payload, 'members').map((each) =>
    each['here'] === true ? stringIn(each, 'name') : `(${stringIn(each, 'name')})`,
  );
  const more = payload['next'] === undefined ? '' : ', …';
  return `${stringIn(payload, 'room') || 'Here'}: ${names.join(', ')}${more}`;
};

export const roomsWords = (payload: Payload): string => {
  const rooms = recordsIn(payload, 'rooms').map((each) => `${stringIn(each, 'name')} (${Number(each['here'])})`);
  return rooms.length === 0 ? 'There are no rooms.' : rooms.join(', ');
};

export function typingWords(names: readonly string[]): string {
  const [one = '', two = ''] = names;
  if (names.length === 0) return '';
  if (names.length === 1) return `${one} is typing … `;
  return names.length === 2 ? `${one} and ${two} are typing … ` : `${names.length} people are typing … `;
}
