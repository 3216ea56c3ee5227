import { t } from '#web/words/texts.ts';

const s = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;

/** What the inspector says; it is loaded with it. */
const english = {
  yourFrames: 'Your connection',
  playground: 'Playground',
  filter: 'Filter',
  pause: 'Pause',
  goOn: 'Continue',
  paused: (count: number) => `paused, ${count} waiting`,
  clear: 'Clear',
  download: 'Download the transcript',
  copyNc: 'Copy for nc',
  fromYou: 'from you',
  fromServer: 'from the server',
  bytes: (count: number) => s(count, 'byte'),
  frames: (count: number) => s(count, 'frame'),
  chooseFrame: 'Choose a frame to see its bytes and fields.',
  noFrames: 'No frame has passed yet.',
  fields: 'Fields',
  hex: 'Hex',
  text: 'Text',
  dialect: 'Dialect',
  openPlay: 'Open a connection',
  closePlay: 'Close it',
  playOver: 'closed',
  sendRaw: 'Bytes to send, with \\r \\n \\xNN',
  badEscape: (escape: string) => `${escape} is not an escape. Use \\r \\n \\t \\0 \\\\ \\xNN.`,
  specification: 'Specification',
  eachDialect: 'One message in every dialect',
  client: 'client',
  nothingWritten: 'Nothing is written.',
};

const german: typeof english = {
  yourFrames: 'Deine Verbindung',
  playground: 'Spielplatz',
  filter: 'Filter',
  pause: 'Anhalten',
  goOn: 'Weiter',
  paused: (count) => `angehalten, ${count} warten`,
  clear: 'Leeren',
  download: 'Mitschrift herunterladen',
  copyNc: 'Für nc kopieren',
  fromYou: 'von dir',
  fromServer: 'vom Server',
  bytes: (count) => s(count, 'Byte', 'Bytes'),
  frames: (count) => s(count, 'Frame', 'Frames'),
  chooseFrame: 'Wähle einen Frame, um seine Bytes und Felder zu sehen.',
  noFrames: 'Noch ist keiner vorbeigekommen.',
  fields: 'Felder',
  hex: 'Hex',
  text: 'Text',
  dialect: 'Dialekt',
  openPlay: 'Verbindung öffnen',
  closePlay: 'Schließen',
  playOver: 'geschlossen',
  sendRaw: 'Bytes zum Senden, mit \\r \\n \\xNN',
  badEscape: (escape) => `${escape} ist kein Escape. Es gibt \\r \\n \\t \\0 \\\\ \\xNN.`,
  specification: 'Spezifikation',
  eachDialect: 'Eine Nachricht in jedem Dialekt',
  client: 'Client',
  nothingWritten: 'Nichts wird geschrieben.',
};

/** In the language of the page, which is set when this is loaded. */
export const texts: typeof english = t.locale === 'de' ? german : english;
