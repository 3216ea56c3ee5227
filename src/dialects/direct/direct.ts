import type { Millis } from '#chat/event.ts';

import type { Dialect } from '../dialect.ts';
import { directChronicle } from './chronicle.ts';
import { client } from './client.ts';
import { blot } from './codec.ts';
import { usualPause } from './line-reader.ts';
import { DirectSession } from './session.ts';

export const direct: Dialect = {
  name: 'direct',
  port: 8080,
  summary: 'lines of text: a name first, then TARGET: MESSAGE',
  join: (host, port) => `npx polylogue direct client ${host} ${port}`,
  options: { pause: `ms of silence that end a line of a client that sends no line feeds (default ${usualPause})` },
  listen(chat, listener) {
    const pause = readPause(listener.options?.['pause']);
    return (link) => new DirectSession(chat, listener, link, pause).begin();
  },
  chronicle: directChronicle,
  blot,
  client,
};

const longestPause: Millis = 60_000;

/** Throws a sentence. */
function readPause(text = `${usualPause}`): Millis {
  const pause = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (pause < 1 || pause > longestPause) {
    throw new Error(`A pause is a number of milliseconds from 1 to ${longestPause}; "${text}" is none.`);
  }
  return pause;
}
