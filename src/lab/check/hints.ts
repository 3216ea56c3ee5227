import type { Pattern } from '#lab/bytes.ts';

import type { Hint } from './check.ts';
import { endedHint, exceptionHint } from './crashes.ts';
import type { Failed } from './failed-check.ts';

/** The expected bytes before the first variable one. */
export function literal(pattern: Pattern | undefined): Uint8Array {
  const end = pattern?.findIndex((place) => typeof place !== 'number' || place > 255) ?? 0;
  const bytes = pattern?.slice(0, end === -1 ? undefined : end) ?? [];
  return Uint8Array.from(bytes, (place) => (typeof place === 'number' ? place : 0));
}

const latin1 = new TextDecoder('latin1');

/** Bytes as text, one character per byte. */
export const textOf = (bytes: Uint8Array): string => latin1.decode(bytes);

/** Everything an actor wrote, as text with one character per byte. */
const saidBy = ({ exchange }: Failed, actor: string | undefined): readonly string[] =>
  exchange.happenings.flatMap((each) =>
    each.kind === 'bytes' && each.by === 'us' && exchange.actors[each.link] === actor ? [textOf(each.bytes)] : [],
  );

/** Nothing came, although one of our links expects something. */
const isSilence = ({ heard, says }: Failed): boolean =>
  heard.length === 0 && /in time|hears nothing|hears only 0 of/.test(says);

/** A client sent something, got an answer, and sent more; after that nothing was sent. */
const deadThreadHint: Hint = (failed) => {
  const { side, exchange } = failed;
  if (side === 'client' || !isSilence(failed)) return undefined;
  const said = exchange.happenings.filter((each) => each.kind === 'bytes');
  const last = said.at(-1);
  if (last?.by !== 'us') return undefined;
  const own = said.filter(({ link }) => link === last.link).map(({ by }) => by);
  const first = own.indexOf('us');
  return own.indexOf('them', first) > first
    ? 'This client was answered before, and is not any more: the thread or loop that serves it has ended (is recv in a loop, is every exception caught?), or it waits for a lock that is never released.'
    : undefined;
};

const nothingHint: Hint = (failed) => {
  if (!isSilence(failed)) return undefined;
  return failed.side === 'server'
    ? 'Nothing came. Either the program waits for more bytes than were sent (a newline, a length, the end of the connection), ' +
        'or the thread that serves this client has ended or waits for a lock, or it serves one client at a time.'
    : 'Nothing came from the client. It may wait for input or for a message before it sends, not have noticed what was typed, or have lost the thread that does this.';
};

/** The program runs, but does not listen on its port. */
const portHint: Hint = ({ says }) => {
  if (!says.includes('accepts no link on port')) return undefined;
  if (says.includes('but listens on it at another address')) {
    return 'The program listens on its port at another address, such as ::1 (IPv6) or that of a network card: bind to 127.0.0.1, or to 0.0.0.0 for all.';
  }
  const [, port] = /but listens on port (\d+)/.exec(says) ?? [];
  return port === undefined
    ? 'The program runs, but does not listen: it may wait for input, take another argument for its port, or end its main thread before accept.'
    : `The program listens on another port than the given one: read the port from the arguments, or leave {port} out and give --port ${port}.`;
};

/** A server that was running before has ended. */
const goneHint: Hint = ({ says }) =>
  says.includes('nothing accepts connections')
    ? 'No server listens there. It may not have been started, listen on another address or port, or have ended since: look at its terminal.'
    : undefined;

const missingNewline: Hint = ({ heard, expected }) => {
  const wanted = textOf(literal(expected));
  const came = textOf(heard);
  return wanted.endsWith('\n') && came === wanted.slice(0, -1)
    ? 'The newline at the end of the message is missing.'
    : undefined;
};

/** A line that ends with another byte than LF: 00, as C ends a string, or CR alone. */
const otherEnd: Hint = ({ heard, expected }) => {
  const [came, wanted] = [textOf(heard), textOf(literal(expected))];
  const text = wanted.slice(0, -1);
  const end = came.slice(text.length);
  if (!wanted.endsWith('\n') || text === '' || !came.startsWith(text)) return undefined;
  if (end.startsWith('\0')) return 'The message ends with a byte 00 in place of a newline (0a).';
  return /^\r(?!\n)/.test(end) ? 'The message ends with CR (0d) in place of LF (0a).' : undefined;
};

/** A sentence of the protocol with another end or other punctuation. */
const otherWording: Hint = ({ heard, expected }) => {
  const [came, wanted] = [textOf(heard), textOf(literal(expected))];
  const first = /^\w{4,}/.exec(wanted)?.[0];
  const isSentence = first !== undefined && /^[ -~]+ [ -~]+\n$/.test(wanted) && /^[ -~]+\r?\n$/.test(came);
  return isSentence && !came.startsWith(wanted) && came.startsWith(first)
    ? 'The sentence is worded otherwise from the mark on: send it as it is expected, with each character, because clients look for it.'
    : undefined;
};

const otherCase: Hint = ({ heard, expected }) => {
  const [came, wanted] = [textOf(heard), textOf(literal(expected))];
  const isOther = !came.startsWith(wanted) && came.toLowerCase().startsWith(wanted.toLowerCase());
  return isOther
    ? 'The letters are right, their case is not: keep upper and lower case as they are expected.'
    : undefined;
};

/** In C, `sizeof` of a text counts the 00 at its end, too. */
const zeroAtEnd: Hint = ({ heard, expected }) => {
  const [came, wanted] = [textOf(heard), textOf(literal(expected))];
  const rest = expected === undefined ? came : came.startsWith(wanted) ? came.slice(wanted.length) : '';
  // One 00 alone may begin the length of the next message.
  return /^\0(?:\0|$)/.test(rest)
    ? 'A byte 00 comes after the text: send as many bytes as the text has, without the 00 that ends a string in C.'
    : undefined;
};

/** An actor receives its own message. */
export const echoHint: Hint = (failed) => {
  const { heard, actor, expected, side } = failed;
  const came = textOf(heard);
  // The actor's own messages: without the first line, which is its name, and without the target or command before the text.
  const own = saidBy(failed, actor)
    .slice(1)
    .flatMap((text) => [text.trim(), text.trim().replace(/^[^:,]*[:,]\s*/, '')]);
  if (came === '' || side === 'client') return undefined;
  const wanted = textOf(literal(expected));
  return own.some((text) => text.length > 1 && came.includes(text) && !wanted.includes(text))
    ? 'The message comes back to the sender: skip the sender when you send it.'
    : undefined;
};

const keptNewline: Hint = ({ heard, expected }) => {
  const [came, wanted] = [textOf(heard), textOf(literal(expected))];
  const isInside = wanted.length > 1 && !came.startsWith(wanted) && came.replace(/\r?\n(?=.)/, '').startsWith(wanted);
  return isInside || (/[\r\n]+[\]:,> ]/.test(came) && !/[\r\n]+[\]:,> ]/.test(wanted))
    ? 'A newline is part of the name or command: strip the end of the line before you use it.'
    : undefined;
};

const pythonList: Hint = ({ heard }) =>
  /^\s*(\[(b?'|\]\s*$)|b['"]|\{b?'|dict_keys|<socket)/m.test(textOf(heard)) || /b'[^']*'/.test(textOf(heard))
    ? "A Python value is sent as it prints (such as b'…' or ['…']): decode the bytes and format the text yourself."
    : undefined;

const notUtf8: Hint = ({ heard, expected }) => {
  const wanted = textOf(literal(expected));
  // A length before the text may have bytes above 7f, too.
  if (!/[\xc2-\xf4][\x80-\xbf]/.test(wanted)) return undefined;
  const came = textOf(heard);
  if (came.includes('?') && !wanted.includes('?'))
    return 'Characters outside of ASCII became question marks: encode as UTF-8.';
  return 'The text has characters outside of ASCII: use UTF-8 both ways, and count bytes, not characters.';
};

const crlf: Hint = ({ heard, expected }) =>
  textOf(heard).includes('\r\n') && expected !== undefined && !textOf(literal(expected)).includes('\r\n')
    ? 'Lines end with CR LF here; the protocol ends them with LF alone.'
    : undefined;

const again = /([^]{2,200}?)\1{4,}/;

/** A message of two characters or more, at least five times. A long text of equal characters is not meant, nor its pieces. */
const repeated: Hint = ({ heard, expected }) =>
  heard.length > 40 &&
  again.exec(textOf(heard.subarray(0, 2000)))?.index === 0 &&
  !textOf(heard).startsWith('  ') &&
  !again.test(textOf(literal(expected)))
    ? 'The same message is sent again and again: the loop sends without waiting for what recv gives.'
    : undefined;

/** The link ended where an answer was due. The cause of its check may follow this. */
export const closedHint: Hint = ({ says, heard, side }) =>
  side === 'server' &&
  heard.length === 0 &&
  /(closes|resets) .* before \w+ has heard this|and the link ends|hears only 0 of \d+ bytes: .*(closes|is reset)/.test(
    says,
  )
    ? 'The server closes this connection where an answer is due: close it only where the protocol says so, and read on otherwise.'
    : undefined;

/** The program raised an exception, or ended: these hints come first. */
export const crashHints: readonly Hint[] = [exceptionHint, endedHint];

/** Likely causes where a program cannot be started or reached. */
export const startHints: readonly Hint[] = [...crashHints, portHint, goneHint];

/** Likely causes that any dialect can have, the first that fits. */
export const commonHints: readonly Hint[] = [
  repeated,
  keptNewline,
  missingNewline,
  otherEnd,
  crlf,
  otherCase,
  zeroAtEnd,
  pythonList,
  echoHint,
  notUtf8,
  otherWording,
];

/** For missing answers, when nothing else fits. */
export const lastHints: readonly Hint[] = [deadThreadHint, nothingHint];
