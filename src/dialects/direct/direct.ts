import type { Millis } from '#chat/event.ts';

import { type Dialect, OptionError } from '../dialect.ts';
import { newsOption, wantsNews } from '../news-option.ts';
import { directOriginalLog } from './original-log.ts';
import { client } from './client/client.ts';
import { describeDirect } from './describe.ts';
import { directMask } from './mask.ts';
import { usualPause } from './line-reader.ts';
import { line } from './codec.ts';
import { directFormat, directNewsFormat, renderDirect } from './render.ts';
import { DirectSession } from './session.ts';

export const direct: Dialect = {
  name: 'direct',
  number: 2,
  port: 8080,
  summary: 'lines of text: a name first, then TARGET: MESSAGE',
  join: (host, at, polylogue) => `${polylogue} direct client ${host} ${at}`,
  options: {
    ...newsOption,
    pause: {
      value: 'MS',
      help: `ms of silence that end a line from a client that sends no line feeds (default ${usualPause})`,
    },
  },
  checkOptions(given) {
    readPause(given['pause']);
    wantsNews(given);
  },
  listen(chat, listener) {
    const pause = readPause(listener.options?.['pause']);
    const format = wantsNews(listener.options) ? directNewsFormat : directFormat;
    return (link) => new DirectSession(chat, listener, link, pause, format).begin();
  },
  originalLog: directOriginalLog,
  describe: describeDirect,
  mask: directMask,
  example: (text, entry) => ({
    client: [line(`${entry.room?.name}: ${text}`)],
    server: [renderDirect(entry, 'other') ?? line('')],
  }),
  clientHelp: `Asks for a name. For a registered name, type the name, a space and its password (shown as stars), or
/login NAME to be asked for the password. /register PASSWORD registers your name. Passwords are sent unencrypted.

#lobby: TEXT speaks to everybody, #ROOM: TEXT to a room, which you enter by that, NAME: TEXT to one person. /help lists all
commands.`,
  client,
};

const longestPause: Millis = 60_000;

/** Throws an `OptionError`. */
function readPause(text = `${usualPause}`): Millis {
  const pause = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (pause < 1 || pause > longestPause) {
    throw new OptionError(`A pause is a number of milliseconds from 1 to ${longestPause}; "${text}" is not one.`);
  }
  return pause;
}
