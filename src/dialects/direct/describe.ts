import type { Describer, Meaning } from '../dialect.ts';
import { decode } from './codec.ts';

/** A longer line is described before its end. */
const longest = 4096;

/** Lines; until a client has sent an LF, each chunk is one. */
export function describeDirect(joined = false): Describer {
  let held = '';
  let bare = true;
  let first = !joined;
  const line = (written: string): readonly Meaning[] => {
    const text = written.trim();
    if (text === '') return [];
    const isName = first && !text.startsWith('/');
    first = false;
    return [isName ? nameOf(text) : asked(text)];
  };
  return {
    client(bytes) {
      held += decode(bytes);
      if (held.includes('\n')) bare = false;
      const lines = held.split('\n');
      held = bare || held.length > longest ? '' : (lines.pop() ?? '');
      return lines.flatMap(line);
    },
    server: (bytes) => decode(bytes).split('\n').filter(Boolean).map(told),
  };
}

function nameOf(text: string): Meaning {
  const [name = '', ...password] = text.split(/[ \t]+/u);
  return { command: `name ${name}${password.length > 0 ? ' with a password' : ''}` };
}

function asked(text: string): Meaning {
  if (text.startsWith('/')) return { command: text.split(/\s/u)[0] };
  const colon = text.indexOf(':');
  if (colon > 0) return { to: text.slice(0, colon).trim() };
  return { command: /^#\S*$/u.test(text) ? `leave ${text}` : 'a line without a target' };
}

/**
 * `[alice] hi`, `[alice #lobby] hi`, `[alice → bob] hi`, `[alice 2026-11-20 21:31] hi`; anything else is from the
 * server itself.
 */
function told(text: string): Meaning {
  const [, from, room, other] = /^\[([^\s\]]+)(?: (#[^\]]+)| → ([^\]]+)| [^\]]*)?\] /u.exec(text) ?? [];
  return from === undefined ? { command: text } : { from, to: room ?? other ?? 'you' };
}
