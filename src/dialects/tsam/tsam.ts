import type { Chat } from '#chat/chat.ts';

import type { Dialect, Listener } from '../dialect.ts';
import { waysToRegister } from '../ways-to-register.ts';
import type { ListenerState } from './caller.ts';
import { tsamOriginalLog } from './original-log.ts';
import { client } from './client/client.ts';
import { encode, frame } from './codec.ts';
import { tsamMask } from './mask.ts';
import { letterWords } from './render.ts';
import { connectionsOf, groupId } from './connections.ts';
import { describeTsam } from './describe.ts';
import { Load } from './load.ts';
import { optionTable, readOptions } from './options.ts';
import { linkedServers, openPeers } from './peers/open-peers.ts';
import { TsamSession } from './session.ts';

const port = 4021;

export const tsam: Dialect = {
  name: 'tsam',
  number: 3,
  port,
  summary: 'commands in frames, SENDMSG and GETMSGS, a mailbox for each user',
  join: (host, at, polylogue) => `${polylogue} tsam client ${host} ${at}`,
  listen(chat, listener) {
    const shared = openListener(chat, listener);
    return (link) => new TsamSession(chat, listener, shared, link).begin();
  },
  options: optionTable,
  checkOptions: readOptions,
  originalLog: tsamOriginalLog,
  describe: describeTsam,
  mask: tsamMask,
  // Clients poll rooms, so this is the answer to GETMSGS.
  example: (text, { from, room }) => ({
    client: [frame(`SENDMSG,${room?.name},${text}`)],
    server: [encode(letterWords(from.name, text))],
  }),
  servers: linkedServers,
  clientHelp: `Asks for a name on a terminal; an empty line continues without one. For a registered name, type the name, a
space and its password (shown as stars), or /login NAME to be asked for the password. REGISTER,PASSWORD registers your
name. Passwords are sent unencrypted.

SENDMSG,#lobby,TEXT speaks to everybody, SENDMSG,NAME,TEXT to one person. GETMSGS,#lobby and GETMSGS fetch what was said there
and to you. /help lists all commands, /quit leaves.`,
  client,
};

function openListener(chat: Chat, listener: Listener): ListenerState {
  const { options: given, place, version } = listener;
  const options = readOptions(given);
  const connections = connectionsOf(chat);
  const id = groupId(options.group);
  connections.host(id, options.peers !== undefined);
  const here = place ?? { address: '127.0.0.1', port };
  return {
    id,
    place: here,
    version: version ?? 'unknown',
    since: chat.clock.elapsed(),
    idleTimeout: options.idleTimeout,
    framed: options.framed,
    news: options.news,
    hidden: options.hidden,
    register: () => waysToRegister(chat, listener),
    connections,
    load: new Load(chat.clock, options),
    peers: options.peers && openPeers(chat, listener, { id, here, choice: options.peers }),
  };
}
