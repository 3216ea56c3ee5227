import type { Describer, Meaning } from '../dialect.ts';
import { decode, FrameParser, isPrefixed, messageEnd, protocolWords } from './codec.ts';

/** Messages go to the lobby, the only room of this protocol. */
const lobby = '#lobby';

/** One chunk is one message, or several lines, as for the server. */
export function describeNick(): Describer {
  // Where the beginning is missing, the client may have a name.
  let hasName: boolean | undefined;
  /** The client was greeted, and has asked for no name since, or for one that it did not get. */
  let isNameless = false;
  const said = (message: string): readonly Meaning[] =>
    asked(message).map((meaning) => {
      if (meaning.command?.startsWith('NICK ')) isNameless = false;
      return isNameless && meaning.to !== undefined ? { command: 'no NICK, and no name yet' } : meaning;
    });
  const heard = (text: string): Meaning => {
    if (text === protocolWords.hello) [hasName, isNameless] = [false, true];
    else if (text === protocolWords.ready) [hasName, isNameless] = [true, false];
    else if (text === protocolWords.retry) isNameless = hasName === false;
    return told(text);
  };
  return {
    client: (bytes) => messagesIn(bytes).flatMap(said),
    server: (bytes) => {
      const parser = new FrameParser();
      return [...parser.push(bytes), ...parser.end()].map(({ text }) => heard(text));
    },
  };
}

function messagesIn(bytes: Uint8Array): readonly string[] {
  if (isPrefixed(bytes)) return [decode(bytes.subarray(2))];
  const messages: string[] = [];
  for (let at = 0; at < bytes.length;) {
    const end = messageEnd(bytes, at);
    messages.push(decode(bytes.subarray(at, end)));
    at = end;
  }
  return messages;
}

function asked(message: string): readonly Meaning[] {
  const text = message.trim();
  if (text === '') return [];
  if (text === protocolWords.bye) return [{ command: text }];
  const [, name, rest = ''] = /^NICK\s*(\S+)(\s+\S+)?$/u.exec(text) ?? [];
  if (name !== undefined) return [{ command: `NICK ${name}${rest === '' ? '' : ' with a password'}` }];
  const [, word, to] = /^\/(?!\/)(\p{L}[^\s/]*)(?:\s+(\S+))?/u.exec(text) ?? [];
  if (word === undefined) return [{ to: lobby }];
  return [word.toLowerCase() === 'msg' && to !== undefined ? { to, command: '/msg' } : { command: `/${word}` }];
}

/**
 * `alice: hi`, `alice (to you): hi`, `alice (to you, 2026-11-20 21:31): hi`; anything else is from the server itself.
 */
function told(text: string): Meaning {
  const [, from, way] = /^([^\s:]+)(?: \((to [^)]*)\))?: /u.exec(text) ?? [];
  if (from === undefined) return { command: text };
  return { from, to: way === undefined ? lobby : way.replace(/^to |,.*$/g, '') };
}
