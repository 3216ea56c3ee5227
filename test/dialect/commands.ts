import type { Asked } from '#chat/event.ts';

import { splitWord } from './codec.ts';

/** The requests of a client. */
export interface Asking {
  readonly event: Asked;
  readonly room?: string;
}

type Make = (rest: string) => Asking;

const inRoom =
  (make: (rest: string) => Asked): Make =>
  (text) => {
    const [room, rest] = splitWord(text);
    return { event: make(rest), room };
  };

const message = inRoom((text) => ({ kind: 'message', text }));

/** Commands that become drafts directly. */
export const askings: ReadonlyMap<string, Make> = new Map([
  ['post', message],
  ['tell', message],
  ['join', inRoom(() => ({ kind: 'joined' }))],
  ['leave', inRoom(() => ({ kind: 'left' }))],
  ['read', inRoom((upto) => ({ kind: 'read', upto: Number(upto) }))],
  ['rename', (name) => ({ event: { kind: 'renamed', name } })],
  ['come', come],
]);

/** `come NAME` or `come NAME #room`. */
function come(text: string): Asking {
  const at = text.lastIndexOf(' #');
  const name = at === -1 ? text : text.slice(0, at);
  const event: Asked = { kind: 'came', as: { guest: name } };
  return at === -1 ? { event } : { event, room: text.slice(at + 1) };
}
