import type { Entry } from '#chat/event.ts';
import { isLobby } from '#chat/names/lobby.ts';

import type { Example } from '../dialect.ts';
import { ack, encode, header, openPush, operations } from './codec.ts';
import { pushBytes } from './push.ts';
import { chatroomFormat } from './render.ts';

/** A STREAM: its header, and its data once the other side has acknowledged that. */
function stream(data: Uint8Array): readonly [Uint8Array, Uint8Array] {
  return [header(data.length), data];
}

/** A message to #lobby, the only room there is; it is not sealed. */
export function example(text: string, entry: Entry): Example {
  const push = entry.room && isLobby(entry.room) ? chatroomFormat.render(entry, 'other') : undefined;
  if (!push) return { client: [], server: [] };
  const [head, data] = stream(pushBytes(push, true));
  return {
    client: [...stream(encode(operations.sayToAll)), ...stream(encode(text))],
    server: [Uint8Array.from([...ack(openPush), ...head]), data],
  };
}
