import { isLobby } from '#chat/names/lobby.ts';
import { spokenText } from '#chat/events/spoken-text.ts';
import { monthFirst } from '#text/local-time.ts';

import type { JournalEvent, OriginalLog } from '../journal.ts';

/** The original server's console, and its `log.txt`. */
export function nickOriginalLog(): OriginalLog {
  return { console: printed, log: { file: 'log.txt', line: logged } };
}

function printed(happening: JournalEvent): string | undefined {
  switch (happening.kind) {
    case 'listening':
      return `Listening on port ${happening.port}`;
    case 'left':
      return happening.user && `${happening.user.name} disconnected`;
    default:
      return undefined;
  }
}

function logged(happening: JournalEvent): string | undefined {
  if (happening.kind === 'came') {
    const { user, peer, at } = happening;
    return `${user.name} connected on ${monthFirst(at)} IP Address: ${peer.address}`;
  }
  if (happening.kind !== 'entry') return undefined;
  const { event, from, room, at } = happening.entry;
  if (event.kind !== 'message' || !room || !isLobby(room)) return undefined;
  return `${from.name}: "${spokenText(from.name, event)}" ${monthFirst(at)}`;
}
