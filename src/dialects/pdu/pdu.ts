import { formatCursor } from '#chat/cursor.ts';
import type { Peer } from '#link/link.ts';
import { isQuicLink } from '#link/quic/peer.ts';

import type { Dialect } from '../dialect.ts';
import { pduOriginalLog } from './original-log.ts';
import { client, clientOptions } from './client/client.ts';
import { describePdu } from './describe.ts';
import { pduMask } from './mask.ts';
import { LoggedIn } from './logged-in.ts';
import type { SharedState } from './login.ts';
import { options, readOptions, wantsDemoAccounts } from './options.ts';
import { PduSession } from './session.ts';
import { formatPdu, types } from './talk-codec.ts';
import { eventPart, formatOf } from './v2/render.ts';

export const pdu: Dialect = {
  name: 'pdu',
  number: 5,
  port: 55667,
  summary: 'JSON objects: versions and a login; 1.x echoes every message, 2.0 is a chat',
  join: (host, at, polylogue) => `${polylogue} pdu client ${host} ${at}`,
  options,
  checkOptions(given) {
    readOptions(given);
    wantsDemoAccounts(given);
  },
  carriers: [{ transport: 'tcp' }, { transport: 'quic', alpn: 'echo-protocol' }],
  // The original allows each account once.
  sameAccount: 'refuse',
  demoAccounts: [
    { name: 'user1', password: 'pass1' },
    { name: 'user2', password: 'pass2' },
  ],
  listen(chat, listener) {
    const loggedIn = new LoggedIn();
    const epoch = (): string => chat.cursor().epoch;
    const formats = { format: formatOf(epoch), reading: formatOf(epoch, true) };
    const talk = { chat, listener, loggedIn, ...formats, tokens: new Map() };
    const shared: SharedState = { chat, listener, loggedIn, talk, ...readOptions(listener.options) };
    /** Sessions of connections with several links. */
    const sessions = new WeakMap<Peer, PduSession>();
    return (link) => {
      const session = sessions.get(link.peer) ?? new PduSession(shared, link);
      if (isQuicLink(link)) sessions.set(link.peer, session);
      session.attach(link);
    };
  },
  originalLog: pduOriginalLog,
  describe: describePdu,
  mask: pduMask,
  // An example of version 2.0, because clients of 1.x receive no messages of others.
  example: (text, entry) => ({
    client: [formatPdu(types.chat, { to: entry.room?.name, text }, 1)],
    server: [formatPdu(types.event, eventPart(entry, (seq) => formatCursor({ epoch: 'kh500viik2co', seq })) ?? {})],
  }),
  clientOptions,
  aliases: {
    server: { '-l': 'host', '-p': 'PORT', '-c': 'cert', '-k': 'key' },
    client: { '-s': 'HOST', '-p': 'PORT', '-c': 'cert' },
  },
  clientHelp: `Asks for a name and its password, which is not shown and is sent unencrypted over TCP; empty, you are a guest.
With --versions 1.2 the server only echoes messages, and you need an account.

What you type is sent to the room in the prompt: #lobby, or the one that you enter with /join #ROOM. /msg NAME TEXT speaks to
one person, /help lists all commands, !quit leaves.`,
  client,
};
