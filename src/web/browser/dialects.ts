import { signal } from '@preact/signals';
import type { Door } from '#dialects/web/protocol.ts';
import { connection } from './connection.ts';

/** Names of the dialects by the number in `via`. The page's own is left out: most messages come by it. */
export const dialectNames: Readonly<Record<number, string>> = {
  1: 'nick',
  2: 'direct',
  3: 'tsam',
  4: 'chatroom',
  5: 'pdu',
};

/** What listens where, once somebody has asked. */
export const doors = signal<readonly Door[] | undefined>(undefined);

export async function loadDoors(): Promise<void> {
  const answer = await connection.request('doors', {}).catch(() => undefined);
  if (answer) doors.value = answer.doors;
}
