import type { Pattern } from '#lab/bytes.ts';

import type { Hint } from './check.ts';
import { endedHint, exceptionHint } from './crashes.ts';
import type { Failed } from './failed.ts';

/** The expected bytes up to the first that may vary. */
export function literal(pattern: Pattern | undefined): Uint8Array {
  const end = pattern?.findIndex((place) => typeof place !== 'number' || place > 255) ?? 0;
  const bytes = pattern?.slice(0, end === -1 ? undefined : end) ?? [];
  return Uint8Array.from(bytes, (place) => (typeof place === 'number' ? place : 0));
}

const latin1 = new TextDecoder('latin1');

/** Bytes as text, a character a byte. */
export const textOf = (bytes: Uint8Array): string => latin1.decode(bytes);

/** Everything an actor wrote, as text of a character a byte. */
export const saidBy = ({ exchange }: Failed, actor: string | undefined): readonly string[] =>
  exchange.happenings.flatMap((each) =>
    each.kind === 'bytes' && each.by === 'us' && exchange.actors[each.link] === actor ? [textOf(each.bytes)] : [],
  );

const nothingHint: Hint = ({ heard, expected, says }) =>
  expected !== undefined && heard.length === 0 && says.includes('in time')
    ? 'Nothing came. Either the program waits for more bytes than were sent (a newline, a length, the end of the connection), ' +
      'or the thread that serves this client has ended or waits for a lock, or it serves one client at a time.'
    : undefined;

/** It runs, and does not listen where it should. */
const portHint: Hint = ({ says }) => {
  if (!says.includes('accepts no link on port')) return undefined;
  const [, port] = /but listens on port (\d+)/.exec(says) ?? [];
  return port === undefined
    ? 'The program runs, but does not listen: it may wait for input, take another argument for its port, or end its main thread before accept.'
    : `The program listens on another port than it is told: read the port from the arguments, or leave {port} out and give --port ${port}.`;
};

/** A server that ran already is gone. */
const goneHint: Hint = ({ says }) =>
  says.includes('nothing accepts connections')
    ? 'No server listens there. It may not have been started, listen on another address or port, or have ended since: look at its terminal.'
    : undefined;

/** Likely causes where a program cannot be started or reached. */
export const startHints: readonly Hint[] = [exceptionHint, endedHint, portHint, goneHint];

const missingNewline: Hint = ({ heard, expected }) => {
  const wanted = textOf(literal(expected));
  const came = textOf(heard);
  if (wanted.endsWith('\n') && came === wanted.slice(0, -1)) return 'The newline at the end of the message is missing.';
  return came.length > 0 && came.replaceAll('\r\n', '\n') === wanted
    ? 'Lines end with CR LF here; the protocol ends them with LF alone.'
    : undefined;
};

/** What an actor said comes back to it. */
export const echoHint: Hint = (failed) => {
  const { heard, actor, expected } = failed;
  const came = textOf(heard);
  // Not its name, which comes first. The text alone, where a target or a command stands before it.
  const own = saidBy(failed, actor)
    .slice(1)
    .flatMap((text) => [text.trim(), text.trim().replace(/^[^:,]*[:,]\s*/, '')]);
  if (came === '') return undefined;
  const wanted = textOf(literal(expected));
  return own.some((text) => text.length > 1 && came.includes(text) && !wanted.includes(text))
    ? 'The message comes back to the sender: send it to those it is for, and skip the sender.'
    : undefined;
};

const keptNewline: Hint = ({ heard, expected }) => {
  const came = textOf(heard);
  return /[\r\n]+[\]:,> ]/.test(came) && !/[\r\n]+[\]:,> ]/.test(textOf(literal(expected)))
    ? 'A newline stands within the name or command: strip the end of the line before you use it.'
    : undefined;
};

const pythonList: Hint = ({ heard }) =>
  /^\s*(\[b?'|b['"]|\{b?'|dict_keys|<socket)/.test(textOf(heard)) || /b'[^']*'/.test(textOf(heard))
    ? "A Python value is sent as it prints (such as b'…' or ['…']): decode the bytes and format the text yourself."
    : undefined;

const notUtf8: Hint = ({ heard, expected }) => {
  const wanted = textOf(literal(expected));
  if (!/[\x80-\xff]/.test(wanted)) return undefined;
  const came = textOf(heard);
  if (came.includes('?') && !wanted.includes('?'))
    return 'Characters outside of ASCII became question marks: encode as UTF-8.';
  return 'The text has characters outside of ASCII: use UTF-8 both ways, and count bytes, not characters.';
};

/** Likely causes that any dialect can have, the first that fits. */
export const commonHints: readonly Hint[] = [
  exceptionHint,
  endedHint,
  portHint,
  keptNewline,
  missingNewline,
  pythonList,
  echoHint,
  notUtf8,
  nothingHint,
];
