import type { Mistake } from '#commands/parse.ts';
import { commandForms, type CommandName } from '#commands/table.ts';
import { usageOf } from '#commands/usage.ts';

/** The words of a form that stand for what is typed there. What is typed as it stands (`for`, `on|off`) stays. */
const wordsInGerman: Readonly<Record<string, string>> = {
  ROOM: 'RAUM',
  NEW: 'NEU',
  MESSAGE: 'NACHRICHT',
  TIME: 'DAUER',
  COMMAND: 'BEFEHL',
  PART: 'TEIL',
  COUNT: 'ANZAHL',
  KEY: 'SCHLÜSSEL',
  PASSWORD: 'PASSWORT',
  ROLE: 'ROLLE',
  SETTING: 'EINSTELLUNG',
  WORDS: 'WÖRTER',
  REASON: 'GRUND',
  VALUE: 'WERT',
};

/** `/topic [#RAUM] [TEXT]`. */
export const usageInGerman = (form: string): string => form.replace(/[A-Z]+/g, (word) => wordsInGerman[word] ?? word);

/** What is wrong with a command, its form, and an example where its form has one. */
export function mistakeInGerman({ name, tooMuch }: Mistake): string {
  const { example } = commandForms[name];
  const wrong = tooMuch === undefined ? '' : `„${shortened(tooMuch)}“ passt nicht dazu. `;
  const such = example === undefined ? '' : `, zum Beispiel: /${name} ${example}`;
  return `${wrong}So wird das geschrieben: ${usageInGerman(usageOf(name))}${such}`;
}

const shortened = (text: string): string => (text.length > 40 ? `${text.slice(0, 39)}…` : text);

/** Descriptions of the commands in German, without `news` and `reset`, which the page does not have. */
export const commandsInGerman: Readonly<Record<CommandName, string>> = {
  rooms: 'zeigt die Räume',
  join: 'betritt einen Raum, und macht ihn, wenn es ihn nicht gibt; SCHLÜSSEL ist seiner oder der Code einer Einladung',
  leave: 'verlässt einen Raum; ohne #RAUM den, in dem du bist',
  who: 'zeigt, wer in einem Raum ist und wer mehr darf als andere',
  topic: 'zeigt das Thema eines Raums; mit TEXT setzt es, mit - entfernt es',
  unread: 'zeigt, wo es ungelesene Nachrichten gibt',
  read: 'markiert einen Raum oder dein Gespräch mit NAME als gelesen',
  msg: 'sendet NAME eine private Nachricht, oder #RAUM eine Nachricht',
  me: 'sagt, was du tust: Andere sehen „* alice winkt“',
  reply: 'antwortet auf eine Nachricht: die letzte von NAME, oder eine nach ihrer Nummer',
  edit: 'ändert deine letzte Nachricht hier, oder eine nach ihrer Nummer',
  delete:
    'entfernt deine letzte Nachricht hier, oder eine nach ihrer Nummer; die Leitung darf auch die anderer entfernen',
  react: 'reagiert auf eine Nachricht: die letzte von NAME, oder eine nach ihrer Nummer; noch einmal nimmt das zurück',
  history: 'springt zu einem Tag',
  search: 'findet Nachrichten; auch "ein Satz", Anfang*, -ohne, from:NAME, in:#RAUM, after:DATUM, before:DATUM',
  invite: 'lässt NAME in einen Raum, in den man nur mit Einladung kommt; ohne NAME macht es einen Einladungslink',
  uninvite: 'zieht die Einladung von NAME zurück',
  role: 'macht NAME zum Mitglied (member), gibt Stimme (voice), Leitung (operator) oder Besitz (owner) eines Raums',
  kick: 'entfernt NAME aus einem Raum; wiederkommen ist erlaubt',
  ban: 'entfernt NAME aus einem Raum und hält ihn draußen; auch b*, account:NAME, address:NAME; ohne NAME zeigt es, wer gesperrt ist',
  unban: 'hebt eine Sperre auf',
  mute: 'lässt NAME einen Raum lesen, aber nicht dort schreiben; ohne NAME zeigt es, wer stumm ist',
  unmute: 'lässt NAME wieder schreiben',
  set: 'zeigt die Einstellungen eines Raums; mit WERT setzt eine, mit - setzt sie zurück',
  rename: 'gibt einem Raum einen anderen Namen; ohne #RAUM dem, in dem du bist',
  close: 'beendet einen Raum für alle darin',
  away: 'sagt, dass du weg bist, und TEXT denen, die dir schreiben; ohne TEXT, oder wenn du schreibst, bist du zurück',
  ignore: 'zeigt dir nichts mehr von dem, was NAME sagt; ohne NAME zeigt es, wen du ignorierst',
  unignore: 'zeigt dir wieder, was NAME sagt',
  notify: 'wählt, was in einem Raum als ungelesen zählt: alles (all), nur Erwähnungen (mentions) oder nichts (nothing)',
  news: 'zeigt auch, oder nicht mehr, was neben Nachrichten geschieht',
  register: 'macht deinen Namen zum Konto; hinter dem Passwort kann ein Einladungscode stehen',
  reset: 'setzt das Passwort des Kontos, für das der Code ist',
  help: 'zeigt alle Tasten und Befehle',
};
