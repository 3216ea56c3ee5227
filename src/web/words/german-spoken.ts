import type { spokenInEnglish } from './english-spoken.ts';

export const spokenInGerman: typeof spokenInEnglish = {
  said: (name, text) => `${name}: ${text}`,
  saidIn: (name, room, text) => `${name} in ${room}: ${text}`,
  saidToYou: (name, text) => `${name} an dich: ${text}`,
  many: (number) => (number === 1 ? '1 neue Nachricht' : `${number} neue Nachrichten`),
  newMessages: 'Neue Nachrichten',
  repliesTo: 'Antwort auf',
  reactions: 'Reaktionen',
  room: (name, state, unread, mentions) =>
    [
      name,
      mentions !== '0' && (mentions === '1' ? '1 Erwähnung' : `${mentions} Erwähnungen`),
      unread !== '0' && `${unread} ungelesen`,
      state,
    ]
      .filter(Boolean)
      .join(', '),
  members: (text) => `Mitglieder: ${text}`,
  roomMenu: 'Menü des Raums',
  yourSettings: 'du und deine Einstellungen',
  notices: 'Hinweise',
  views: 'Ansichten',
};
