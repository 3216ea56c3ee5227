import type { Dialect } from '../dialect.ts';
import { directChronicle } from './chronicle.ts';
import { blot } from './codec.ts';
import { DirectSession } from './session.ts';

export const direct: Dialect = {
  name: 'direct',
  port: 8080,
  summary: 'lines of text: a name first, then TARGET: MESSAGE',
  join: (host, port) => `npx polylogue direct client ${host} ${port}`,
  listen: (chat, listener) => (link) => new DirectSession(chat, listener, link).begin(),
  chronicle: directChronicle,
  blot,
  client: () => {
    throw new Error('There is no client for direct yet.');
  },
};
