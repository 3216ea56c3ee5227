import { EventFields } from '#text/event-fields.ts';
import { labelled } from '#text/labelled.ts';
import { visible } from '#text/visible.ts';
import { eventsInGerman, settingNamesInGerman } from '#web/words/german-events.ts';
import { shortTime } from '#web/words/time.ts';
import { serverSettingsInGerman } from './server-setting-texts.ts';

/** The act, for the place after the actor's name. `room`: its name, or empty. */
type Words = (told: EventFields, room: string) => string;

const roles: Readonly<Record<string, string>> = {
  none: 'keine',
  member: 'Mitglied',
  voice: 'Stimme',
  operator: 'Leitung',
  owner: 'Besitz',
};
const roleIn = (told: EventFields, field: string): string => roles[told.text(field)] ?? told.text(field);
const changeOf = (told: EventFields): string => `von „${roleIn(told, 'before')}“ in „${roleIn(told, 'role')}“ geändert`;

const roomSettings: Readonly<Record<string, string>> = settingNamesInGerman;
const settingIn = (told: EventFields): string =>
  `„${roomSettings[told.text('name')] ?? serverSettingsInGerman[told.text('name')]?.about ?? told.text('name')}“`;

/** A number as it is, and a word of the setting's values in German. */
function valueIn(told: EventFields, field: string): string {
  const value = told.text(field);
  const words = serverSettingsInGerman[told.text('name')]?.values;
  return value === '' ? 'Standard' : `„${words?.[value] ?? switched[value] ?? value}“`;
}

/** Values of settings of rooms, and of times, that are words. */
const switched: Readonly<Record<string, string>> = { yes: 'ja', no: 'nein', all: 'alles', none: 'immer' };

const scopeNames: Readonly<Record<string, string>> = {
  read: 'lesen',
  mark: 'als gelesen markieren',
  post: 'schreiben',
  rooms: 'Räume betreten',
  moderate: 'moderieren',
};
const scopesIn = (told: EventFields): string =>
  told
    .list('scopes')
    .split(',')
    .map((scope) => scopeNames[scope] ?? scope)
    .join(', ');

const account = 'account:';
const maskIn = (told: EventFields): string => {
  const mask = told.text('mask');
  if (mask.startsWith(account)) return eventsInGerman.account(mask.slice(account.length));
  return mask.startsWith('address:') ? eventsInGerman.address : mask;
};

const reasonOf = (told: EventFields): string => (told.text('reason') === '' ? '' : `: ${told.text('reason')}`);
const untilOf = (told: EventFields): string => {
  const until = Number(told.text('until'));
  return until > 0 ? ` bis ${shortTime(until, Date.now())}` : '';
};
const timesOf = (told: EventFields): string => (told.text('uses') === '1' ? 'einmal' : `${told.text('uses')}-mal`);
/** By list: what was done in a room, and to the whole server. `{}`: the mask, `{until}`: when it ends. */
const lists: Readonly<Record<string, { readonly [act in 'listed' | 'unlisted']: (room: string) => string }>> = {
  ban: {
    listed: (room) => `hat {}{until} für ${room || 'den ganzen Server'} gesperrt`,
    unlisted: (room) => `hat die Sperre von {} für ${room || 'den ganzen Server'} aufgehoben`,
  },
  mute: {
    listed: (room) => `hat {}{until} ${where(room)} stummgeschaltet`,
    unlisted: (room) => `hat die Stummschaltung von {} ${where(room)} aufgehoben`,
  },
  exception: {
    listed: (room) => `hat {}{until} ${where(room)} von Sperren und Stummschaltungen ausgenommen`,
    unlisted: (room) => `hat die Ausnahme für {} ${where(room)} beendet`,
  },
  invitation: {
    listed: (room) => `hat {}{until} ${room === '' ? 'auf den Server' : `in ${room}`} eingeladen`,
    unlisted: (room) => `hat die Einladung von {} ${room === '' ? 'auf den Server' : `in ${room}`} zurückgezogen`,
  },
};

const where = (room: string): string => (room === '' ? 'auf dem ganzen Server' : `in ${room}`);

function listed(told: EventFields, act: 'listed' | 'unlisted', room: string): string {
  const list = told.text('list');
  const words = lists[list]?.[act](room) ?? `hat {}{until} ${where(room)} geändert (${list})`;
  const values: Readonly<Record<string, string>> = { '{}': maskIn(told), '{until}': untilOf(told) };
  return words.replaceAll(/\{(?:until)?\}/g, (each) => values[each] ?? '');
}

/** ` mit dem Code 17 von alice`: the number with which it is revoked, and its creator. */
const byCode = (told: EventFields): string => {
  const used = told.inside('used');
  const code = used?.text('token') ?? '';
  return code === '' ? '' : ` mit dem Code ${code} von ${used?.name('by') ?? ''}`;
};

const codeFor = (told: EventFields): string => {
  switch (told.text('purpose')) {
    case 'invite-room':
      return `eine Einladung in ${told.name('to')}`;
    case 'password-reset':
      return `einen Code für ein neues Passwort von ${told.name('account')}`;
    case 'owner':
      return 'einen Code für den ersten Besitzer';
    case 'bot':
      return `den ${labelled('Bot', told.text('label'))} für ${told.name('account')} (${scopesIn(told)})`;
    case 'webhook':
      return `den ${labelled('Webhook', told.text('label'))} für ${told.name('account')} in ${told.name('to')}`;
    default:
      return 'eine Einladung zum Registrieren';
  }
};

const isGrant = (told: EventFields): boolean => told.text('purpose') === 'bot' || told.text('purpose') === 'webhook';

function revoked(told: EventFields): string {
  const [token, label, whose] = [told.text('token'), told.text('label'), told.name('account')];
  if (whose === '') return `hat den Code ${token} zurückgezogen`;
  if (told.text('purpose') === 'bot') return `hat den ${labelled('Bot', label)} für ${whose} entfernt`;
  if (told.text('purpose') === 'webhook') return `hat den ${labelled('Webhook', label)} für ${whose} entfernt`;
  return token === '0' ? `hat ${whose} überall abgemeldet` : `hat das Gerät ${label} von ${whose} abgemeldet`;
}

/** The words for each kind of event. */
export const germanAudit: Readonly<Record<string, Words>> = {
  role: (told, room) => `hat die Rolle von ${told.name('user')} in ${room} ${changeOf(told)}`,
  serverRole: (told) => `hat die Rolle von ${told.name('user')} auf dem ganzen Server ${changeOf(told)}`,
  setting: (told) => `hat ${settingIn(told)} von ${valueIn(told, 'before')} auf ${valueIn(told, 'value')} geändert`,
  joined: (told, room) => `hat ${room}${byCode(told)} betreten`,
  registeredWith: (told) => `hat sich${byCode(told)} registriert`,
  credential: (told) => `hat${byCode(told)} ein anderes Passwort bekommen`,
  unregistered: () => 'hat kein Konto mehr',
  tokenMade: (told) =>
    `hat ${codeFor(told)} erstellt${isGrant(told) ? '' : `, ${timesOf(told)} zu benutzen`}${untilOf(told)}`,
  tokenRevoked: revoked,
  redacted: (told, room) =>
    `hat eine Nachricht von ${told.name('of')}${room === '' ? '' : ` in ${room}`} entfernt${reasonOf(told)}`,
  kicked: (told, room) => `hat ${told.name('user')} aus ${room === '' ? 'dem Server' : room} entfernt${reasonOf(told)}`,
  listed(told, room) {
    const out = told.names('kicked');
    const hit = out.length === 0 ? '' : ` und dabei ${out.join(', ')} entfernt`;
    return `${listed(told, 'listed', room)}${hit}${reasonOf(told)}`;
  },
  unlisted: (told, room) => listed(told, 'unlisted', room),
  set(told, room) {
    if (told.text('name') !== 'key') return `hat ${settingIn(told)} in ${room} auf ${valueIn(told, 'value')} geändert`;
    return told.text('value') === '' ? `hat den Schlüssel von ${room} entfernt` : `hat ${room} einen Schlüssel gegeben`;
  },
  roomNamed: (told, room) => `hat ${told.text('before')} in ${room} umbenannt`,
  closed: (told, room) => `hat ${room} geschlossen${reasonOf(told)}`,
};

/** A row of the audit in German; undefined for an unknown kind, from a later version. */
export function inGerman({
  from,
  room,
  kind,
  fields,
}: {
  readonly from: { readonly name: string };
  readonly room?: { readonly name: string };
  readonly kind: string;
  readonly fields: object;
}): string | undefined {
  const words = Object.hasOwn(germanAudit, kind) ? germanAudit[kind] : undefined;
  const by = from.name === 'server' ? eventsInGerman.server : visible(from.name);
  return words && `${by} ${words(new EventFields(fields), visible(room?.name ?? ''))}`;
}
