import { signal } from '@preact/signals';
import type { ListedListener } from '#dialects/web/protocol.ts';
import { connection } from './connection.ts';

/** The listeners of the server; undefined until they were requested. */
export const listeners = signal<readonly ListedListener[] | undefined>(undefined);

export async function loadListeners(): Promise<void> {
  const answer = await connection.request('listeners', {}).catch(() => undefined);
  if (answer) listeners.value = answer.listeners;
}
