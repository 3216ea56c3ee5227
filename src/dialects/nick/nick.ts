import { ByteOrderMarkReader } from '#link/readers/byte-order-mark.ts';
import { TelnetReader } from '#link/readers/telnet.ts';

import type { Dialect } from '../dialect.ts';
import { newsOption, wantsNews } from '../news-option.ts';
import { nickOriginalLog } from './original-log.ts';
import { client } from './client/client.ts';
import { isPrefixed, message } from './codec.ts';
import { describeNick } from './describe.ts';
import { nickMask } from './mask.ts';
import { nickFormat, nickNewsFormat, renderNick } from './render.ts';
import { NickSession } from './session.ts';

/** Options of the telnet filter, shared by all links. */
const telnet = { isBinary: isPrefixed };

export const nick: Dialect = {
  name: 'nick',
  number: 1,
  port: 43221,
  summary: 'HELLO, NICK, READY: bare text to the server, frames with a length back',
  join: (host, at, polylogue) => `${polylogue} nick client ${host} ${at}`,
  options: newsOption,
  checkOptions: wantsNews,
  listen(chat, listener) {
    const format = wantsNews(listener.options) ? nickNewsFormat : nickFormat;
    return (link) => {
      const session = new NickSession(chat, listener, link, format);
      link.read(new ByteOrderMarkReader(new TelnetReader(session, telnet)));
    };
  },
  originalLog: nickOriginalLog,
  describe: describeNick,
  mask: nickMask,
  example: (text, entry) => ({
    client: [message(`${text}\n`)],
    server: [renderNick(entry, 'other') ?? message('')],
  }),
  clientHelp: `Asks for a name. For a registered name, type the name, a space and its password (shown as stars), or
/login NAME to be asked for the password. /register PASSWORD registers your name. Passwords are sent unencrypted.

What you type is sent to everybody in #lobby, or in the room that you enter with /join #ROOM. /msg NAME TEXT speaks to one
person, /help lists all commands, BYE leaves.`,
  client,
};
