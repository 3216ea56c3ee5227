import { commandNamed } from '#commands/table.ts';

import type { Describer, Meaning } from '../dialect.ts';
import { CommandParser, decode, type Parsed, repliesIn } from './codec.ts';
import { nameAndText, parseCommand } from './command.ts';
import { isCommandName } from './command-forms.ts';

/** Describes commands where they end, in frames or on lines. */
export function describeTsam(): Describer {
  const parser = new CommandParser();
  return {
    client(bytes) {
      const found: Meaning[] = [];
      for (let at = 0; at < bytes.length;) {
        const { next, parsed } = parser.take(bytes, at);
        at = next;
        if (parsed) found.push(asked(parsed));
      }
      return found;
    },
    server: (bytes) => repliesIn(decode(bytes)).filter(Boolean).map(told),
  };
}

function asked(parsed: Parsed): Meaning {
  if (parsed.kind !== 'command')
    return { command: parsed.kind === 'long' ? 'a command that is too long' : 'no command' };
  const command = parseCommand(decode(parsed.bytes));
  const { word, rest } = command;
  if (word.startsWith('/')) return typed(word, rest);
  if (!isCommandName(word)) return { command: 'an unknown command' };
  if (word === 'SENDMSG') return { to: nameAndText(command)?.[0] ?? '?', command: word };
  if (word === 'REGISTER') return { command: word };
  const [field = ''] = rest.split(word === 'LOGIN' ? /[, ]/ : ',');
  return { command: field === '' ? word : `${word} ${field}` };
}

function typed(word: string, rest: string): Meaning {
  const command = `/${commandNamed(word.slice(1)) ?? '?'}`;
  const to = /^[^\s,]+/u.exec(rest)?.[0];
  return command === '/msg' && to !== undefined ? { to, command } : { command };
}

/** `From alice: hi`, one or several lines; a list by its name, anything else as it is. */
function told(reply: string): Meaning {
  const [, from] = /^From ([^\s:]+)(?: [^:]*)?: /u.exec(reply) ?? [];
  if (from !== undefined) return { from, to: 'you' };
  return { command: /^[A-Z]+(?=,)/.exec(reply)?.[0] ?? reply.split('\n')[0] };
}
