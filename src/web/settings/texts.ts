import { t } from '#web/words/texts.ts';
import { inGerman } from './german-audit.ts';
import { serverSettingsInEnglish, serverSettingsInGerman } from './server-setting-texts.ts';

const s = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;

/** The texts of the settings of accounts and servers. They are loaded with them. */
export const english = {
  needsSignIn: 'To manage this, sign in with this browser.',
  signIn: 'Sign in',
  devices: 'Where you are signed in',
  thisDevice: 'this browser',
  /** A device that the server has named. */
  deviceName: (label: string) => label,
  used: (time: string) => `last used ${time}`,
  signOut: 'Sign out',
  signOutAll: 'Sign out everywhere',
  signOutAllAsk: 'This signs out all your devices and ends all your sessions, on every protocol. Continue?',
  changePassword: 'Change the password',
  oldPassword: 'Current password',
  newPassword: 'New password',
  changeHint: 'All other devices and sessions end.',
  bots: 'Bots',
  botsHint: 'A bot is a program that acts for you over the HTTP API or a WebSocket, within its scopes.',
  noBots: 'You have no bots.',
  label: 'Name for the list',
  scopes: 'What it may do',
  scopeTexts: {
    read: 'read your rooms',
    mark: 'mark as read for you',
    post: 'write, react',
    rooms: 'join and leave rooms, change topics',
    moderate: 'moderate, where you may',
  },
  ends: 'Ends',
  lasting: { never: 'never', month: 'in 30 days', year: 'in a year' },
  makeBot: 'Make a bot',
  end: 'End it',
  codeOnce: 'This is shown once. Keep it secret.',
  webhooks: 'Webhooks',
  webhooksHint:
    'What another program sends to the address of a webhook is sent here, in the name of the person who made it.',
  makeWebhook: 'Make a webhook',
  made: (time: string) => `made ${time}`,
  serverSettings: 'Settings of the server',
  serverSettingTexts: serverSettingsInEnglish,
  usually: (value: string) => `Default: ${value}`,
  changedMeanwhile: (value: string) =>
    `Somebody has changed this meanwhile ${value === '' ? 'to nothing' : `to “${value}”`}. Save replaces that.`,
  takeTheirs: 'Use theirs',
  ownersOnly: 'Only owners of the server change these.',
  audit: 'Who used a right',
  noAudit: 'Nobody yet.',
  older: 'Show older',
  settings: {
    secret: 'Secret: outsiders do not see that it exists',
    'invite-only': 'Only invited people may join',
    moderated: 'Only members with a voice may write',
    'accounts-only': 'Only people with an account may join',
    'topic-locked': 'Only operators change the topic',
    slow: 'Seconds between two messages of one member',
    key: 'Key needed to join',
    limit: 'Members at most',
    history: 'New members can read what was said before',
  },
  roomName: 'Name of the room',
  closeRoom: 'Close the room for everybody',
  closeRoomAsk: 'Everybody leaves, and the name becomes free. Close it?',
  mask: 'Name or pattern (b*)',
  add: 'Add',
  take: 'Remove',
  forever: 'for ever',
  until: (time: string) => `until ${time}`,
  nothingListed: 'Nobody.',
  invitations: 'Invitation links',
  accountInvitations: 'Links that let people make an account',
  usesLeft: (uses: number) => s(uses, 'use'),
  revoke: 'Revoke',
  readOnlySettings: 'Only operators of the room change its settings.',
};

/** What the server calls devices that give no name of their own. */
const unnamed: Readonly<Record<string, string>> = { program: 'Programm', 'Unnamed device': 'Gerät ohne Namen' };
const systems = / on (Android|iPhone|iPad|Windows|macOS|ChromeOS|Linux)$/;

export const german: typeof english = {
  needsSignIn: 'Um das zu verwalten, melde dich in diesem Browser an.',
  signIn: 'Anmelden',
  devices: 'Wo du angemeldet bist',
  thisDevice: 'dieser Browser',
  deviceName: (label) => unnamed[label] ?? label.replace(systems, ' auf $1'),
  used: (time) => `zuletzt benutzt ${time}`,
  signOut: 'Abmelden',
  signOutAll: 'Überall abmelden',
  signOutAllAsk: 'Alle deine Geräte und Sitzungen enden, in jedem Protokoll. Fortfahren?',
  changePassword: 'Passwort ändern',
  oldPassword: 'Jetziges Passwort',
  newPassword: 'Neues Passwort',
  changeHint: 'Alle anderen Geräte und Sitzungen enden.',
  bots: 'Bots',
  botsHint:
    'Ein Bot ist ein Programm, das über die HTTP-Schnittstelle oder ein WebSocket für dich handelt, so weit seine Rechte gehen.',
  noBots: 'Du hast keine Bots.',
  label: 'Name für die Liste',
  scopes: 'Was er darf',
  scopeTexts: {
    read: 'deine Räume lesen',
    mark: 'für dich als gelesen markieren',
    post: 'schreiben, reagieren',
    rooms: 'Räume betreten und verlassen, Themen ändern',
    moderate: 'moderieren, so weit du darfst',
  },
  ends: 'Endet',
  lasting: { never: 'nie', month: 'in 30 Tagen', year: 'in einem Jahr' },
  makeBot: 'Bot anlegen',
  end: 'Beenden',
  codeOnce: 'Das wird nur einmal gezeigt. Halte es geheim.',
  webhooks: 'Webhooks',
  webhooksHint:
    'Was ein anderes Programm an die Adresse eines Webhooks sendet, wird hier gesagt, im Namen dessen, der ihn angelegt hat.',
  makeWebhook: 'Webhook anlegen',
  made: (time) => `angelegt ${time}`,
  serverSettings: 'Einstellungen des Servers',
  serverSettingTexts: serverSettingsInGerman,
  usually: (value) => `Standard: ${value}`,
  changedMeanwhile: (value) =>
    `Jemand hat das inzwischen geändert, ${value === '' ? 'auf nichts' : `auf „${value}“`}. Speichern ersetzt das.`,
  takeTheirs: 'Übernehmen',
  ownersOnly: 'Nur Besitzer des Servers ändern das.',
  audit: 'Wer ein Recht benutzt hat',
  noAudit: 'Noch niemand.',
  older: 'Ältere zeigen',
  settings: {
    secret: 'Geheim: Außenstehende sehen nicht, dass es ihn gibt',
    'invite-only': 'Nur Eingeladene kommen hinein',
    moderated: 'Nur Mitglieder mit Stimme dürfen schreiben',
    'accounts-only': 'Nur Leute mit Konto kommen hinein',
    'topic-locked': 'Nur die Leitung ändert das Thema',
    slow: 'Sekunden zwischen zwei Nachrichten eines Mitglieds',
    key: 'Schlüssel zum Betreten',
    limit: 'Höchstens so viele Mitglieder',
    history: 'Neue Mitglieder können lesen, was vorher gesagt wurde',
  },
  roomName: 'Name des Raums',
  closeRoom: 'Raum für alle schließen',
  closeRoomAsk: 'Alle gehen, und der Name wird frei. Schließen?',
  mask: 'Name oder Muster (b*)',
  add: 'Hinzufügen',
  take: 'Entfernen',
  forever: 'für immer',
  until: (time) => `bis ${time}`,
  nothingListed: 'Niemand.',
  invitations: 'Einladungslinks',
  accountInvitations: 'Links, mit denen man ein Konto anlegen kann',
  usesLeft: (uses) => `${uses} Mal`,
  revoke: 'Zurückziehen',
  readOnlySettings: 'Nur die Leitung des Raums ändert seine Einstellungen.',
};

/** In the language of the page, which is known when this is loaded. */
export const texts: typeof english = t.locale === 'de' ? german : english;

/** A row of the audit; undefined: use the server's English text. */
export const auditText: (row: Parameters<typeof inGerman>[0]) => string | undefined =
  t.locale === 'de' ? inGerman : () => undefined;
