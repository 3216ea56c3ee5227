import { secondOf } from '#text/local-time.ts';
import { visible } from '#text/visible.ts';

import type { JournalEvent, OriginalLog } from '../journal.ts';
import { decode } from './codec.ts';
import { isClientId } from './connections.ts';

/** The original server's console, and its `server_log.txt`, which contains the framing bytes of commands unchanged. */
export function tsamOriginalLog(): OriginalLog {
  return { console: printed, log: { file: 'server_log.txt', raw: '\x01\x04', line: logged } };
}

/** Every line of the log is printed, too, unless the original prints another one. */
function printed(happening: JournalEvent): string | undefined {
  switch (happening.kind) {
    case 'listening':
      return `Listening on port: ${happening.port}`;
    case 'connected':
      return 'accept***';
    case 'came':
      return isNew(happening) ? `Client connected on server: ${happening.session}` : logged(happening);
    case 'left':
      return happening.session === undefined ? undefined : `Client closed connection: ${happening.session}`;
    case 'answered':
      return complained(decode(happening.bytes)) ?? logged(happening);
    default:
      return logged(happening);
  }
}

function logged(happening: JournalEvent): string | undefined {
  switch (happening.kind) {
    case 'came': {
      const { session, peer, user } = happening;
      const came = isNew(happening) ? `connected from ${peer.address}:${peer.port}` : `is ${user.name}`;
      return line(happening, `Client ${session} ${came}`);
    }
    case 'left':
      return happening.session === undefined ? undefined : line(happening, `Client ${happening.session} disconnected`);
    case 'commanded':
      return line(happening, `Client ${happening.session}: ${framed(decode(happening.bytes))}`);
    case 'answered':
      return line(happening, `To client ${happening.session}: ${visible(decode(happening.bytes))}`);
    default:
      return undefined;
  }
}

const line = ({ at }: JournalEvent, text: string): string => `[${secondOf(at)}] ${text}`;

const isNew = ({ session, user }: JournalEvent & { kind: 'came' }): boolean =>
  session !== undefined && isClientId(user.name);

/** Only the two framing bytes are unchanged. */
const framed = (text: string): string =>
  text.startsWith('\x01') && text.endsWith('\x04') ? `\x01${visible(text.slice(1, -1))}\x04` : visible(text);

/** Errors that the original reports to its operator, and we also to the client. */
function complained(answer: string): string | undefined {
  const [, word] = /^Error: Unknown command (.*)\.$/su.exec(answer) ?? [];
  if (word !== undefined) return `Unknown command from client:${word}`;
  return /^Error: (Invalid command format: .*)$/su.exec(answer)?.[1];
}
