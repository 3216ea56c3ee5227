import type { ListName } from '#dialects/web/protocol.ts';
import type { eventsInEnglish, removedInEnglish, settingNamesInEnglish } from './english-events.ts';

type Lists = Readonly<
  Record<ListName, readonly [listed: (mask: string) => string, unlisted: (mask: string) => string]>
>;

const lists: Lists = {
  ban: [(mask) => `hat ${mask} gesperrt`, (mask) => `hat ${mask} entsperrt`],
  mute: [(mask) => `hat ${mask} stummgeschaltet`, (mask) => `lässt ${mask} wieder schreiben`],
  exception: [(mask) => `hat ${mask} von Sperren ausgenommen`, (mask) => `nimmt ${mask} nicht mehr von Sperren aus`],
  invitation: [(mask) => `hat ${mask} eingeladen`, (mask) => `hat ${mask} wieder ausgeladen`],
};

export const settingNamesInGerman: typeof settingNamesInEnglish = {
  secret: 'Geheimer Raum',
  'invite-only': 'Nur Eingeladene',
  moderated: 'Nur Mitglieder mit Stimme schreiben',
  'accounts-only': 'Nur Leute mit Konto',
  'topic-locked': 'Nur die Leitung ändert das Thema',
  slow: 'Langsamer Modus',
  key: 'Schlüssel zum Betreten',
  limit: 'Höchstzahl der Mitglieder',
  history: 'Verlauf für neue Mitglieder',
};

export const removedInGerman: typeof removedInEnglish = {
  kicked: (by, room, reason) => `${by} hat dich aus ${room} entfernt${reason && `: ${reason}`}`,
  banned: (by, room, until, reason) =>
    `${by} hat dich für ${room} gesperrt${until && ` (bis ${until})`}${reason && `: ${reason}`}`,
  closed: (by, room, reason) => `${by} hat ${room} geschlossen${reason && `: ${reason}`}`,
  refused: (room, why) => `Du bist nicht mehr in ${room}. ${why}`,
};

export const eventsInGerman: typeof eventsInEnglish = {
  topic: (by, text) => `${by} hat das Thema gesetzt: „${text}“`,
  noTopic: (by) => `${by} hat das Thema entfernt`,
  kicked: (by, who, reason) => `${by} hat ${who} entfernt${reason && `: ${reason}`}`,
  invited: (by, who) => `${by} hat ${who} eingeladen`,
  roomNamed: (by, before, name) => `${by} hat ${before} in ${name} umbenannt`,
  role: (by, who, role) => `${by} hat ${who} diese Rolle gegeben: ${role}`,
  on: (by, setting, value) => `${by} hat „${setting}“ eingeschaltet${value && `: ${value}`}`,
  off: (by, setting) => `${by} hat „${setting}“ ausgeschaltet`,
  listed: (by, mask, list, until, reason) =>
    `${by} ${lists[list][0](mask)}${until && ` (bis ${until})`}${reason && `: ${reason}`}`,
  unlisted: (by, mask, list) => `${by} ${lists[list][1](mask)}`,
  server: 'Der Server',
  account: (name) => `das Konto ${name}`,
  address: 'eine Adresse',
};
