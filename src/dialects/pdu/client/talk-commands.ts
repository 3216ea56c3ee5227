import { type Payload, types } from '../talk-codec.ts';

/** What a typed line asks for. */
export type Typed =
  | { readonly kind: 'message'; readonly to: string; readonly text: string }
  | { readonly kind: 'request'; readonly mtype: number; readonly payload: Payload }
  | { readonly kind: 'help' | 'nothing' | 'leave' }
  | { readonly kind: 'turn'; readonly room: string };

const request = (mtype: number, payload: Payload): Typed => ({ kind: 'request', mtype, payload });
const help: Typed = { kind: 'help' };

/** Two slashes at the beginning send one. */
export function typedIn(line: string, room: string): Typed {
  const [, command = '', rest = ''] = /^(\/[a-z]+|!quit|!exit)(?:\s+(.*))?$/isu.exec(line.trim()) ?? [];
  if (line.trim() === '') return { kind: 'nothing' };
  if (command === '') return { kind: 'message', to: room, text: line.startsWith('//') ? line.slice(1) : line };
  const words = rest.trim();
  switch (command.toLowerCase()) {
    case '/join':
      return words === '' ? help : { kind: 'turn', room: words.startsWith('#') ? words : `#${words}` };
    case '/leave':
      return request(types.leave, { room: words === '' ? room : words });
    case '/msg': {
      const [, to = '', text = ''] = /^(\S+)\s+(.+)$/su.exec(words) ?? [];
      return text === '' ? help : { kind: 'message', to, text };
    }
    case '/who':
      return request(types.members, words === 'all' ? {} : { room: words === '' ? room : words });
    case '/rooms':
      return request(types.rooms, {});
    case '/history': {
      const limit = words === '' ? 20 : Number(words);
      return Number.isSafeInteger(limit) ? request(types.history, { of: room, limit }) : help;
    }
    case '/topic':
      return request(types.topic, words === '' ? { room } : { room, topic: words === '-' ? '' : words });
    case '/register':
      return words === '' ? help : request(types.register, { password: words });
    case '/quit':
    case '!quit':
    case '!exit':
      return { kind: 'leave' };
    default:
      return help;
  }
}

/** Hides the password in `/register PASSWORD`. */
export const hideRegistered = (line: string): string =>
  line.replace(
    /^(\s*\/register\s+)(\S.*)$/isu,
    (_, begin: string, secret: string) => begin + '*'.repeat(secret.length),
  );
