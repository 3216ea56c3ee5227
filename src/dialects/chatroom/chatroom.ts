import type { Chat } from '#chat/chat.ts';
import type { Link } from '#link/link.ts';

import type { Dialect, Listener } from '../dialect.ts';
import { chatroomOriginalLog } from './original-log.ts';
import { client } from './client/client.ts';
import { ListenerState } from './listener-state.ts';
import { describeChatroom } from './describe.ts';
import { converse } from './main-link.ts';
import { example } from './example.ts';
import { namesSpeakers, options, originalOptions } from './options.ts';
import { pairing } from './pairing.ts';
import { ownKeys } from './encryption.ts';
import { ChatroomSession } from './session.ts';

export const chatroom: Dialect = {
  name: 'chatroom',
  number: 4,
  port: 9999,
  summary: 'BM, PM, CH, EX over two links, with encrypted passwords and private messages',
  join: (host, at, polylogue) => `${polylogue} chatroom client ${host} ${at}`,
  listen,
  options,
  checkOptions: namesSpeakers,
  originalOptions,
  originalLog: chatroomOriginalLog,
  describe: describeChatroom,
  example,
  // Passwords are encrypted.
  mask: () => (chunk) => Uint8Array.from(chunk),
  aliases: {
    server: { '-hn': 'host', '-p': 'PORT' },
    client: { '-hn': 'HOST', '-p': 'PORT', '-un': 'name' },
  },
  clientHelp: `Asks for a name and its password, which is not shown and is sent encrypted. A new name is registered
with that password.

BM sends a message to everybody, PM to one person; CH shows the history, EX leaves.`,
  client,
};

function listen(chat: Chat, listener: Listener): (link: Link) => void {
  const shared = new ListenerState(chat, listener, ownKeys);
  return pairing(chat.clock, (main) => new ChatroomSession(shared, main, converse));
}
