import type { JournalEvent, OriginalLog } from '../journal.ts';

/** The original server's console, as its README has it. It writes no file of this kind. */
export function chatroomOriginalLog(): OriginalLog {
  let waiting = '';
  return {
    console(happening: JournalEvent) {
      switch (happening.kind) {
        case 'listening':
          waiting = `[INFO] Waiting for connection on port ${happening.port}...`;
          return waiting;
        case 'came':
          return `[INFO] ${happening.isNew ? 'New' : 'Existing'} user: ${happening.user.name}`;
        case 'left':
          return happening.user && waiting;
        case 'stopping':
          return '[INFO] Server shut down manually';
        default:
          return undefined;
      }
    },
  };
}
