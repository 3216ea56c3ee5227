import type { Dialect } from '#dialects/dialect.ts';
import { readLines } from '#dialects/read-lines.ts';

import { talk } from './client/client.ts';
import { maxLine } from './codec.ts';
import { LineSession } from './session.ts';

/**
 * A dialect for tests: everything the chat can do, in lines that can be read.
 *
 * - `come NAME [#room]` as a guest, `login NAME [#room]` as an account, of which there may be several sessions;
 *   `register NAME` makes one. `bye`.
 * - Before coming: `be choosy` (hears no room it has not named), `be paced` (one line at a time, each waits for an
 *   `ack`), `resume EPOCH:SEQ`, as `cursor` has told it.
 * - `post #room text`, `tell NAME text`, `join #room`, `leave #room`, `rename NAME`, `read #room seq`.
 * - `ping [text]`, `cursor`, `history #room count`.
 *
 * Answers: `ok`, `ok SEQ`, `already`, `no CODE`, behind the label of the line, in the order asked.
 * - What happens: `= SEQ text`; what is past, as `history` tells it: `| SEQ text`; a signal: `! text`.
 */
export const testDialect: Dialect = {
  name: 'line',
  number: 1000,
  port: 4099,
  summary: 'Lines, for tests.',
  join: (host, port) => `nc ${host} ${port}`,
  listen: (chat) => (link) => readLines(link, new LineSession(chat, link), { most: maxLine }),
  mask: () => (chunk) => Uint8Array.from(chunk),
  clientHelp: 'Asks for nothing.',
  client: talk,
};
