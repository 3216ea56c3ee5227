import { minuteOf } from './local-time.ts';
import { EventFields } from './event-fields.ts';
import { labelled } from './labelled.ts';
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

/** By list: what was done in a room, and to the whole server. `{}`: the mask. */
const lists: Readonly<Record<string, { readonly [act in 'listed' | 'unlisted']: (room: string) => string }>> = {
  ban: {
    listed: (room) => `banned {} from ${room || 'the server'}`,
    unlisted: (room) => `lifted the ban of {} from ${room || 'the server'}`,
  },
  mute: {
    listed: (room) => `muted {} ${where(room)}`,
    unlisted: (room) => `lifted the mute of {} ${where(room)}`,
  },
  exception: {
    listed: (room) => `excepted {} from bans and mutes ${where(room)}`,
    unlisted: (room) => `ended the exception of {} from bans and mutes ${where(room)}`,
  },
  invitation: {
    listed: (room) => `invited {} to ${room || 'the server'}`,
    unlisted: (room) => `withdrew the invitation of {} to ${room || 'the server'}`,
  },
};

const where = (room: string): string => (room === '' ? 'on the whole server' : `in ${room}`);

/** ` with code 17 of alice`: the number with which it is revoked, and its creator. */
const byCode = (told: EventFields): string => {
  const used = told.inside('used');
  const code = used?.text('token') ?? '';
  return code === '' ? '' : ` with code ${code} of ${used?.name('by') ?? ''}`;
};

function listed(told: EventFields, act: 'listed' | 'unlisted', room: string): string {
  const words = lists[told.text('list')]?.[act](room) ?? `${act} {} (${told.text('list')}) ${where(room)}`;
  // A function, so that a `$` in a mask is not interpreted.
  return words.replace('{}', () => told.text('mask'));
}

const codeFor = (told: EventFields): string => {
  switch (told.text('purpose')) {
    case 'invite-room':
      return `an invitation to ${told.name('to')}`;
    case 'password-reset':
      return `a code for a new password of ${told.name('account')}`;
    case 'owner':
      return 'a code for the first owner';
    case 'bot':
      return `the ${labelled('bot', told.text('label'))} for ${told.name('account')} (${told.list('scopes')})`;
    case 'webhook':
      return `the ${labelled('webhook', told.text('label'))} for ${told.name('account')} in ${told.name('to')}`;
    default:
      return 'an invitation to register';
  }
};

const changeOf = (told: EventFields): string => `from ${told.text('before')} to ${told.text('role')}`;

/** The purposes of grants. Their uses are not counted. */
const isGrant = (told: EventFields): boolean => told.text('purpose') === 'bot' || told.text('purpose') === 'webhook';

function revoked(told: EventFields): string {
  const [token, label] = [told.text('token'), told.text('label')];
  const whose = told.name('account');
  if (whose === '') return `revoked code ${token}`;
  if (told.text('purpose') !== 'device') return `removed the ${labelled(told.text('purpose'), label)} for ${whose}`;
  return token === '0' ? `logged ${whose} out everywhere` : `logged out the device ${label} of ${whose}`;
}

/** The act, for the place after the actor's name. */
const words: Readonly<Record<string, Words>> = {
  role: (told, room) => `changed the role of ${told.name('user')} in ${room} ${changeOf(told)}`,
  serverRole: (told) => `changed the role of ${told.name('user')} on the whole server ${changeOf(told)}`,
  setting: (told) =>
    `changed the server's setting ${told.text('name')} from ${told.text('before') || 'the default'} to ${told.text('value') || 'the default'}`,
  joined: (told, room) => `joined ${room}${byCode(told)}`,
  registeredWith: (told) => `registered${byCode(told)}`,
  credential: (told) => `got another password${byCode(told)}`,
  unregistered: () => 'has no account any more',
  tokenMade: (told) => `made ${codeFor(told)}${isGrant(told) ? '' : `, to be used ${timesOf(told)}`}${untilOf(told)}`,
  tokenRevoked: revoked,
  redacted: (told, room) =>
    `removed a message of ${told.name('of')}${room === '' ? '' : ` in ${room}`}${reasonOf(told)}`,
  kicked: (told, room) => `removed ${told.name('user')} from ${room || 'the server'}${reasonOf(told)}`,
  listed(told, room) {
    const out = told.names('kicked');
    const hit = out.length === 0 ? '' : `, and removed ${out.join(', ')}`;
    return `${listed(told, 'listed', room)}${untilOf(told)}${hit}${reasonOf(told)}`;
  },
  unlisted: (told, room) => listed(told, 'unlisted', room),
  set(told, room) {
    const [name, value] = [told.text('name'), told.text('value')];
    if (name === 'key') return value === '' ? `removed the key of ${room}` : `set a key for ${room}`;
    return `changed the setting ${name} of ${room} to ${value || 'the default'}`;
  },
  roomNamed: (told, room) => `renamed ${told.text('before')} to ${room}`,
  closed: (told, room) => `closed ${room}${reasonOf(told)}`,
};

/**
 * An act in a room or on the whole server, for the place after the actor's name: `banned b* from #tea until 2026-11-29 00:00:
 * spam`. `room`: its name, or empty. Undefined for other events.
 */
export const whatWasDone = (event: { readonly kind: string }, room: string): string | undefined =>
  Object.hasOwn(words, event.kind) ? words[event.kind]?.(new EventFields(event), visible(room)) : undefined;
