import { signal } from '@preact/signals';
import * as storage from './storage.ts';

/** The names of rooms with a draft, in all tabs of this browser. */
export const draftRooms = signal<ReadonlySet<string>>(new Set(storage.keptDrafts()));

export const { keptDraft } = storage;

export function keepDraft(room: string, text: string): void {
  storage.keepDraft(room, text);
  if (draftRooms.peek().has(room) !== (text !== '')) look();
}

/** Removes all drafts: the next user of the browser must not read them. */
export function dropDrafts(): void {
  for (const room of storage.keptDrafts()) storage.keepDraft(room, '');
  look();
}

function look(): void {
  draftRooms.value = new Set(storage.keptDrafts());
}

// Another tab has changed one, or all.
addEventListener('storage', look);
