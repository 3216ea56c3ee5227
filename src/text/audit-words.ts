import { minuteOf } from './local-time.ts';
import { EventFields } from './event-fields.ts';
import { visible } from './visible.ts';

type Words = (told: EventFields, room: string) => string;

const reasonOf = (told: EventFields): string => (told.text('reason') === '' ? '' : `: ${told.text('reason')}`);
/** In ms since 1970, or in ISO 8601. */
const untilOf = (told: EventFields): string => {
  const until = told.text('until');
  if (until === '' || until === '0') return '';
  return ` until ${minuteOf(/^\d+$/.test(until) ? Number(until) : Date.parse(until))}`;
};
const timesOf = (told: EventFields): string => (told.text('uses') === '1' ? 'once' : `${told.text('uses')} times`);
const inRoom = (room: string): string => (room === '' ? ' in the server' : ` in ${room}`);

const lists: Readonly<Record<string, readonly [added: string, removed: string]>> = {
  ban: ['banned', 'unbanned'],
  mute: ['muted', 'unmuted'],
  exception: ['excepted', 'no longer excepted'],
  invitation: ['invited', 'no longer invited'],
};

/** ` by code 17 of alice`: the number with which it is revoked, and its creator. */
const byCode = (told: EventFields): string => {
  const used = told.inside('used');
  const code = used?.text('token') ?? '';
  return code === '' ? '' : ` by code ${code} of ${used?.name('by') ?? ''}`;
};

const listed = (told: EventFields, which: 0 | 1): string =>
  lists[told.text('list')]?.[which] ?? `${told.text('list')}:`;

const codeFor = (told: EventFields): string => {
  switch (told.text('purpose')) {
    case 'invite-room':
      return `an invitation to ${told.name('to')}`;
    case 'password-reset':
      return `a code for a new password of ${told.name('account')}`;
    case 'owner':
      return 'a code for the first owner';
    case 'bot':
      return `the bot ${told.text('label')} for ${told.name('account')} (${told.list('scopes')})`;
    case 'webhook':
      return `the webhook ${told.text('label')} for ${told.name('account')} in ${told.name('to')}`;
    default:
      return 'an invitation to register';
  }
};

/** The purposes of grants. Their uses are not counted. */
const isGrant = (told: EventFields): boolean => told.text('purpose') === 'bot' || told.text('purpose') === 'webhook';

function revoked(told: EventFields): string {
  const [token, label] = [told.text('token'), told.text('label')];
  const whose = told.name('account');
  if (whose === '') return `revoked code ${token}`;
  if (told.text('purpose') !== 'device') return `removed the ${told.text('purpose')} ${label} for ${whose}`;
  return token === '0' ? `logged ${whose} out everywhere` : `logged out the device ${label} of ${whose}`;
}

/** The act, for the place after the actor's name. */
const words: Readonly<Record<string, Words>> = {
  role: (told, room) => `changed ${told.name('user')} in ${room} from ${told.text('before')} to ${told.text('role')}`,
  serverRole: (told) =>
    `changed ${told.name('user')} in the server from ${told.text('before')} to ${told.text('role')}`,
  setting: (told) =>
    `changed the setting ${told.text('name')} from ${told.text('before') || 'the default'} to ${told.text('value') || 'the default'}`,
  joined: (told, room) => `joined ${room}${byCode(told)}`,
  registeredWith: (told) => `registered${byCode(told)}`,
  credential: (told) => `got another password${byCode(told)}`,
  unregistered: () => 'lost the account',
  tokenMade: (told) => `made ${codeFor(told)}${isGrant(told) ? '' : `, to be used ${timesOf(told)}`}${untilOf(told)}`,
  tokenRevoked: revoked,
  redacted: (told, room) =>
    `removed a message of ${told.name('of')}${room === '' ? '' : ` in ${room}`}${reasonOf(told)}`,
  kicked: (told, room) => `put ${told.name('user')} out of ${room || 'the server'}${reasonOf(told)}`,
  listed(told, room) {
    const out = told.names('kicked');
    const hit = out.length === 0 ? '' : `, which put out ${out.join(', ')}`;
    return `${listed(told, 0)} ${told.text('mask')}${inRoom(room)}${untilOf(told)}${hit}${reasonOf(told)}`;
  },
  unlisted: (told, room) => `${listed(told, 1)} ${told.text('mask')}${inRoom(room)}`,
  set: (told, room) => `changed ${told.text('name')} of ${room} to ${told.text('value') || 'the default'}`,
  roomNamed: (told, room) => `renamed ${told.text('before')} to ${room}`,
  closed: (told, room) => `closed ${room}${reasonOf(told)}`,
};

/**
 * An act in a room or in the server, for the place after the actor's name: `banned b* in #tea until 2026-11-29 00:00:
 * spam`. `room`: its name, or empty. Undefined for other events.
 */
export const whatWasDone = (event: { readonly kind: string }, room: string): string | undefined =>
  Object.hasOwn(words, event.kind) ? words[event.kind]?.(new EventFields(event), visible(room)) : undefined;
