import type { ErrorCode } from '#dialects/web/protocol.ts';
import type { ErrorTexts } from './english-errors.ts';

/** ` bis 14:05: Werbung`, without the parts that are unknown. */
const bisUndWarum = ({ until, reason }: { readonly until: string; readonly reason: string }): string =>
  `${until && ` bis ${until}`}${reason && `: ${reason}`}`;

/** A sentence for every error of the chat and of the web dialect. The compiler reports a missing one. */
const errors: { readonly [code in ErrorCode]: ErrorTexts[string] } = {
  'name-invalid':
    'Ein Name hat 1 bis 32 Zeichen, ohne Leerzeichen und : , ; ! @ * ? / \\ " \', und beginnt nicht mit # & + ~ % $ oder -.',
  'name-reserved': 'Dieser Name ist reserviert.',
  'name-taken': 'Dieser Name ist vergeben.',
  'name-registered': 'Dieser Name hat ein Konto: Gib sein Passwort an.',
  'name-fixed': 'Der Name eines Kontos lässt sich nicht ändern.',
  'name-banned': (facts) => `Dieser Name ist gesperrt${bisUndWarum(facts)}.`,
  'rename-banned': ({ until }) =>
    `Du kannst deinen Namen nicht ändern, solange du gesperrt oder stummgeschaltet bist${until && ` (bis ${until})`}.`,
  'account-in-use': 'Dieses Konto ist schon angemeldet.',
  'no-guests': 'Hier kommt man nur mit einem Konto hinein: Gib ein Passwort an.',
  'credential-stale': 'Das Passwort ist falsch, oder es gibt kein solches Konto.',
  'password-wrong': 'Das Passwort ist falsch, oder es gibt kein solches Konto.',
  'password-invalid': 'Dieses Passwort geht nicht: ein Wort, höchstens 128 Zeichen.',
  'password-needed': 'Das ist ein Einladungscode. Wähl ein Passwort und stell es vor den Code.',
  'registration-closed': 'Konten legt hier nur an, wem der Server gehört.',
  'code-needed': 'Für ein Konto braucht es hier eine Einladung.',
  'registered-already': 'Du hast schon ein Konto.',
  'too-many-registrations':
    'Von deiner Adresse wurden in der letzten Stunde zu viele Konten angelegt. Versuch es später noch einmal.',
  'too-many-tokens': 'Es gibt zu viele unbenutzte Codes. Zieh erst einige zurück.',
  'token-limits': 'Ein Code endet in der Zukunft und gilt einmal oder öfter.',
  'token-invalid': ({ until }) =>
    `Dieser Code gilt nicht: ${until ? `Er endete ${until}` : 'Er ist falsch geschrieben, für etwas anderes oder abgelaufen'}.`,
  'grant-invalid': 'Dieser Browser ist nicht mehr angemeldet. Gib dein Passwort ein.',
  'out-of-scope': 'Das erlaubt dieser Zugangscode nicht.',
  'too-many-grants': 'Davon gibt es schon zu viele. Beende erst einige.',
  'label-invalid': 'Ein Name für die Liste hat 1 bis 64 Zeichen in einer Zeile.',
  'too-fast': 'Das sind zu viele Anfragen auf einmal. Versuch es gleich noch einmal.',
  'not-here': 'Du bist nicht im Chat.',
  'here-already': 'Du bist schon im Chat.',
  'room-invalid': 'Ein Raum hat # und 1 bis 32 Zeichen, ohne Leerzeichen und : , ; ! @ * ? / \\ " \'.',
  'no-room': 'Diesen Raum gibt es nicht.',
  'room-renamed': ({ room }) => (room === '' ? 'Dieser Raum heißt jetzt anders.' : `Dieser Raum heißt jetzt ${room}.`),
  'not-member': 'Du bist nicht in diesem Raum.',
  'too-many-rooms': 'Du bist schon in zu vielen Räumen.',
  'room-full': 'Dieser Raum ist voll.',
  'invite-only': ({ until }) => `In diesen Raum kommt man nur mit Einladung${until && `; deine endete ${until}`}.`,
  'wrong-key': ({ until }) =>
    `In diesen Raum kommt man nur mit dem richtigen Schlüssel${until && `; deine Einladung endete ${until}`}.`,
  'accounts-only': 'In diesen Raum kommt man nur mit einem Konto.',
  'cursor-invalid': 'Diese Stelle gibt es im Verlauf nicht.',
  'no-user': 'Niemand mit diesem Namen ist da.',
  'user-not-here': ({ room }) => `Diese Person ist nicht ${room === '' ? 'im Chat' : 'in diesem Raum'}.`,
  'to-self': 'Dir selbst kannst du nicht schreiben.',
  'ignores-self': 'Dich selbst kannst du nicht ignorieren.',
  'too-many-ignored': 'Du ignorierst schon so viele Leute, wie möglich ist.',
  'mailbox-full': 'Der Briefkasten ist voll. Es wurde nichts getan.',
  'text-long': 'Die Nachricht ist zu lang.',
  'topic-long': 'Das Thema ist zu lang.',
  'reason-long': 'Der Grund ist zu lang.',
  'away-long': 'Der Text für die Abwesenheit ist zu lang.',
  'no-message': 'Diese Nachricht gibt es nicht.',
  'no-entry': 'Diese Nachricht gibt es nicht.',
  'not-yours': 'Das ist nicht deine Nachricht.',
  'too-late': ({ until }) => `Diese Nachricht lässt sich nicht mehr ändern${until && `: Das ging bis ${until}`}.`,
  'reaction-invalid': 'Eine Reaktion ist ein Emoji oder bis zu 8 Zeichen wie +1.',
  'too-many-reactions': 'Diese Nachricht hat schon zu viele verschiedene Reaktionen.',
  'quota-used': 'Du hast die Grenze für eine Stunde erreicht. Es wurde nichts getan; versuch es später noch einmal.',
  'not-allowed': 'Das darfst du nicht.',
  'last-owner': 'Der Raum gehört nur dir: Gib erst jemand anderem den Besitz.',
  moderated: 'Dieser Raum ist moderiert: Du darfst lesen, aber nicht schreiben.',
  'slow-mode': ({ wait }) =>
    `In diesem Raum liegt zwischen zwei Nachrichten etwas Zeit.${wait > 0 ? ` Warte ${wait} s.` : ''}`,
  banned: (facts) => `Du bist für diesen Raum gesperrt${bisUndWarum(facts)}.`,
  muted: (facts) => `Du bist stummgeschaltet${bisUndWarum(facts)}.`,
  'user-banned': ({ until }) =>
    `Diese Person ist für diesen Raum gesperrt${until && ` bis ${until}`}. Heb erst die Sperre auf.`,
  'server-banned': (facts) => `Du bist auf diesem Server gesperrt${bisUndWarum(facts)}.`,
  'mask-invalid': 'So lässt sich niemand bezeichnen. Beispiele: bob, b*, account:bob, address:bob.',
  'no-address':
    'Diese Adresse kommt auf keine Liste: Die Person ist nicht da, oder die Adresse ist lokal oder von vielen geteilt.',
  'list-full': 'Diese Liste ist voll. Entferne erst einiges.',
  'not-listed': 'Das steht nicht auf dieser Liste.',
  'time-invalid': 'Dieses Ende liegt nicht in der Zukunft.',
  'too-many-hit': 'Das würde zu viele Leute auf einmal entfernen. Sperre sie, ohne sie zu entfernen.',
  'setting-invalid': 'Diese Einstellung gibt es nicht, oder sie kann diesen Wert nicht haben.',
  'setting-changed': 'Jemand anderes hat diese Einstellung inzwischen geändert.',
  'disk-full': 'Der Server hat keinen Platz mehr. Versuch es später noch einmal.',
  'search-busy': 'Deine letzte Suche läuft noch. Versuch es gleich noch einmal.',
  locked: 'Die Datenbank ist gerade gesperrt. Versuch es gleich noch einmal.',
  unavailable: 'Das kann der Server nicht.',
  internal: 'Im Server ist ein Fehler aufgetreten. Es wurde nichts getan.',
  malformed: 'Der Server hat die Anfrage nicht verstanden.',
  'too-long': 'Das ist zu lang.',
  'unknown-type': 'Das kann dieser Server nicht.',
  'bad-field': ({ field }) =>
    field === 'text'
      ? 'So lässt sich nicht suchen. Es gehen Wörter, "ein Satz", Anfang*, -ohne, from:NAME, in:#RAUM, after:2026-11-20, before:2026-11-20.'
      : 'Eine Angabe fehlt oder ist ungültig.',
  'session-gone': 'Diese Sitzung ist vorbei. Melde dich noch einmal an.',
  'too-many': 'Davon sind schon zu viele offen. Schließ erst eines.',
};

/** Sentences for errors of the HTTP API and of the page itself. */
const others = {
  offline: 'Es besteht keine Verbindung.',
  'not-logged-in': 'Dieser Browser ist nicht angemeldet.',
  'bad-body': 'Der Server hat die Anfrage nicht verstanden.',
  'bad-host': 'Der Server hat die Anfrage nicht verstanden.',
  'not-json': 'Der Server hat die Anfrage nicht verstanden.',
  'too-large': 'Das ist zu lang.',
  foreign: 'Das geht nur von der Seite dieses Servers aus.',
  'no-host': 'Der Anfrage fehlt die Kopfzeile Host.',
  misdirected: 'Unter diesem Namen ist der Server nicht bekannt.',
  'not-found': 'Das gibt es hier nicht.',
  'no-grant': 'Das gibt es nicht mehr.',
  'method-not-allowed': 'Das geht hier nicht.',
  'too-many-requests': 'Von deiner Adresse kommen zu viele Anfragen. Versuch es gleich noch einmal.',
};

export const errorsInGerman: ErrorTexts = { ...errors, ...others };
