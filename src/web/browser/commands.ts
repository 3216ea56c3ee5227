import { matchesEverybody, sureOf } from '#text/matches-everybody.ts';
import type { Given } from '#commands/form.ts';
import { parseTyped } from '#commands/parse.ts';
import { commandForms, commandNames } from '#commands/table.ts';
import type { Level, ListName, Message, Role, Room, RoomSettingName, UserRef } from '#dialects/web/protocol.ts';
import type { Candidate } from '#web/model/completion.ts';
import { commandRoom, renamingOf } from '#web/model/command-room.ts';
import { findRoom, nameOf } from '#web/model/rooms.ts';
import { isMessage, messageOf } from '#web/model/timeline.ts';
import { t } from '#web/words/texts.ts';
import { attempt } from './attempt.ts';
import { edit, react } from './message-actions.ts';
import { ignore, setAway } from './own-actions.ts';
import { copyInvitationLink, go, join, leave, openDirectByName, setLevel } from './room-actions.ts';
import * as rooms from './room-administration.ts';
import { post } from './outbox.ts';
import { markRead } from './reading.ts';
import { becameAccount } from './session.ts';
import { dialog, drawer, model, say, searchFor, self } from './store.ts';

/** All commands with their descriptions, to complete what is typed. */
export const listOfCommands = (): readonly Candidate[] =>
  commandNames.map((name) => ({
    insert: `/${name}`,
    label: `/${name}`,
    detail: t.commands[name] ?? commandForms[name].help,
  }));

/** The fields of a command, and the room it is typed in. */
interface Typed {
  readonly room: Room;
  readonly given: Given;
}

/** Runs a command. False: it stays in the field, to be corrected. */
type Act = (typed: Typed) => boolean | Promise<boolean>;

const done = async (promise: Promise<unknown>): Promise<boolean> => (await promise) !== undefined;

const textOf = ({ given }: Typed): string => given.text ?? given.reason ?? '';
const personOf = ({ given }: Typed): string => given.person ?? given.to ?? given.mask ?? '';
const isMine = (message: Message): boolean => message.from.id === self.peek().id;

/** The message that a command refers to: by its number, the last one of a user, or the newest that fits. */
function targetOf({ room, given }: Typed, fits: (message: Message) => boolean): Message | undefined {
  const word = given.message ?? given.number;
  const number = /^\[?(\d+)\]?$/.exec(word ?? '')?.[1];
  const timeline = model.peek().timelines.get(room.id);
  if (number !== undefined) return messageOf(timeline, Number(number));
  const isBy = ({ from }: Message): boolean => from.name.toLowerCase() === word?.replace(/^@/, '').toLowerCase();
  const isMeant = (message: Message): boolean => (word === undefined ? fits(message) : isBy(message));
  return timeline?.items.filter(isMessage).findLast((message) => !message.redacted && isMeant(message));
}

const about =
  (fits: (message: Message) => boolean, act: (message: Message, typed: Typed) => boolean | Promise<boolean>): Act =>
  (typed) => {
    const message = targetOf(typed, fits);
    if (message) return act(message, typed);
    say(t.noSuchMessage, true);
    return false;
  };

const units: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };

/** `10m` in seconds; 0: no time was given. */
const secondsOf = (time = ''): number => Number.parseInt(time || '0', 10) * (units[time.slice(-1).toLowerCase()] ?? 1);

/** Opens a drawer of the room. */
function showIn({ room }: Typed, which: 'members' | 'settings'): boolean {
  go(nameOf(room));
  drawer.value = which;
  return true;
}

const list =
  (name: ListName): Act =>
  (typed) => {
    const seconds = secondsOf(typed.given.time);
    const [mask, reason] = [personOf(typed), textOf(typed)];
    if (mask === '') return showIn(typed, 'settings');
    const { isSure, why = '' } = matchesEverybody(mask) ? sureOf(reason) : { isSure: true, why: reason };
    if (!isSure) {
      say(t.everybody(`/${name} ${mask} yes`), true);
      return false;
    }
    const more = { ...(seconds > 0 && { seconds }), ...(why !== '' && { reason: why }) };
    return rooms.list(typed.room, name, mask, more);
  };

const unlist =
  (name: ListName): Act =>
  (typed) =>
    rooms.unlist(typed.room, name, personOf(typed));

/** A user by name. The id is known if the user is a loaded member. */
function userOf(typed: Typed): UserRef {
  const name = personOf(typed);
  const members = model.peek().members.get(typed.room.id) ?? [];
  return members.find((member) => member.name.toLowerCase() === name.toLowerCase()) ?? { id: 0, name };
}

/** A user by name, with its id if it is a member, a friend or a speaker of any loaded room, or is ignored. */
function knownUser(name: string): UserRef {
  const { members, rooms, timelines, ignored } = model.peek();
  const users = [
    ...ignored,
    ...[...members.values()].flat(),
    ...[...rooms.values()].flatMap((room) => room.with ?? []),
    ...[...timelines.values()].flatMap(({ items }) => items.map(({ from }) => from)),
  ];
  return users.findLast((user) => user.name.toLowerCase() === name.toLowerCase()) ?? { id: 0, name };
}

async function message({ given }: Typed): Promise<boolean> {
  const to = given.to ?? given.person ?? '';
  const said = given.text ?? '';
  if (to.startsWith('#')) {
    const room = findRoom(model.peek().rooms, to);
    if (room) return post(room, said);
    say(t.notIn(to), true);
    return false;
  }
  await openDirectByName(to);
  const direct = findRoom(model.peek().rooms, to);
  return direct !== undefined && (said === '' || post(direct, said));
}

const show =
  (it: () => void): Act =>
  () => {
    it();
    return true;
  };

const roles: readonly Role[] = ['member', 'voice', 'operator', 'owner'];
const settings: readonly RoomSettingName[] = [
  ...(['secret', 'invite-only', 'moderated', 'accounts-only', 'topic-locked'] as const),
  ...(['slow', 'key', 'limit', 'history'] as const),
];
const levels: readonly Level[] = ['all', 'mentions', 'nothing'];

/** The typed commands on this page, by their names in the table of all commands. */
export const acts: Readonly<Record<string, Act>> = {
  rooms: show(() => (dialog.value = { kind: 'rooms' })),
  join: ({ given }) => join(given.room ?? '', { ...(given.key !== undefined && { key: given.key }) }),
  leave: async ({ room, given }) => {
    await leave(room, given.reason);
    return true;
  },
  who: (typed) => showIn(typed, 'members'),
  topic: (typed) => {
    const text = textOf(typed);
    if (text !== '') return rooms.setTopic(typed.room, text === '-' ? '' : text);
    say(typed.room.topic ?? t.noTopic);
    return true;
  },
  msg: message,
  history: ({ room }) => {
    go(nameOf(room));
    dialog.value = { kind: 'date' };
    return true;
  },
  register: async ({ given }) => {
    const [password = '', code] = (given.password ?? '').split(/\s+/);
    const isDone = await done(attempt('register', { password, ...(code !== undefined && { code }) }));
    if (isDone) await becameAccount(password);
    return isDone;
  },
  help: show(() => (dialog.value = { kind: 'keys' })),
  me: (typed) => post(typed.room, textOf(typed), { style: 'action' }),
  reply: about(
    (found) => !isMine(found),
    (found, typed) => post(typed.room, textOf(typed), { replyTo: found.seq }),
  ),
  edit: about(isMine, (found, typed) => edit(typed.room, found, textOf(typed))),
  delete: about(isMine, (found) => {
    dialog.value = { kind: 'remove', message: found };
    return true;
  }),
  react: about(
    () => true,
    async (found, typed) => {
      await react(typed.room, found, typed.given.emoji ?? '');
      return true;
    },
  ),
  search: ({ given }) => {
    searchFor.value = given.query ?? '';
    drawer.value = 'search';
    return true;
  },
  unread: show(() => (dialog.value = { kind: 'switcher' })),
  invite: (typed) => {
    const user = personOf(typed);
    if (user === '') return copyInvitationLink(typed.room);
    return rooms.invite(typed.room, user);
  },
  uninvite: (typed) => {
    if (personOf(typed) !== '') return rooms.unlist(typed.room, 'invitation', personOf(typed));
    return showIn(typed, 'settings');
  },
  role: (typed) => {
    const role = roles.find((name) => name === typed.given.role?.toLowerCase()) ?? 'member';
    return rooms.giveRole(typed.room, userOf(typed), role, 'member');
  },
  kick: (typed) => rooms.kick(typed.room, userOf(typed), textOf(typed)),
  ban: list('ban'),
  unban: unlist('ban'),
  mute: list('mute'),
  unmute: unlist('mute'),
  away: (typed) => setAway(textOf(typed)).then(() => true),
  read: ({ room }) => {
    markRead(room);
    return true;
  },
  ignore: (typed) => {
    if (personOf(typed) !== '') return ignore(knownUser(personOf(typed)), true);
    say(t.ignoring(model.peek().ignored.map(({ name }) => name)));
    return true;
  },
  unignore: (typed) => ignore(knownUser(personOf(typed)), false),
  set: (typed) => {
    const { room, given } = typed;
    const name = settings.find((setting) => setting === given.setting?.toLowerCase());
    if (name && given.value !== undefined) return rooms.setSetting(room, name, given.value);
    return showIn(typed, 'settings');
  },
  close: (typed) => showIn(typed, 'settings'),
  rename: ({ room, given }) => {
    const { room: named, name } = renamingOf(given.renaming ?? '');
    const meant = commandRoom(model.peek().rooms, room, named === undefined ? {} : { room: named });
    if (meant) return rooms.renameRoom(meant, name);
    say(t.notIn(named ?? ''), true);
    return false;
  },
  notify: async ({ room, given }) => {
    const wanted = levels.find((level) => level === given.level?.toLowerCase());
    if (wanted) await setLevel(room, wanted);
    else say(`${t.notifyFor}: ${t.levels[room.level]}`);
    return true;
  },
};

/** Runs a line that begins with a slash. False: it failed, and stays in the field. */
export async function runCommand(room: Room, line: string): Promise<boolean> {
  const parsed = parseTyped(line);
  if (parsed.kind === 'command') {
    const { name, given } = parsed;
    const act = acts[name];
    // Only /join is about a room that the user is not in.
    const meant = name === 'join' ? room : commandRoom(model.peek().rooms, room, given);
    if (!act) say(t.notHereCommand(name), true);
    else if (meant) return act({ room: meant, given });
    else say(t.notIn(given.room ?? given.place ?? ''), true);
  } else if (parsed.kind === 'mistake') say(t.mistake(parsed), true);
  else say(t.unknownCommand(parsed.word), true);
  return false;
}
