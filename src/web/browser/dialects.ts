import { signal } from '@preact/signals';
import type { Door } from '#dialects/web/protocol.ts';
import { connection } from './connection.ts';

/** The listeners of the server; undefined until they were requested. */
export const doors = signal<readonly Door[] | undefined>(undefined);

export async function loadDoors(): Promise<void> {
  const answer = await connection.request('doors', {}).catch(() => undefined);
  if (answer) doors.value = answer.doors;
}
