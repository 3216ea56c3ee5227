import { computed, signal } from '@preact/signals';
import type { Entry, InvitedTo } from '#dialects/web/protocol.ts';
import { t } from '#web/words/texts.ts';
import { connection } from './connection.ts';
import { model, say } from './store.ts';

const all = signal<readonly InvitedTo[]>([]);

/** Channels to which the user is invited, and of which it is not a member. */
export const invitedTo = computed(() => all.value.filter(({ room }) => !model.value.rooms.has(room.id)));

/** Loads the invitations: after a login, and when there may be a new one. */
export const loadInvited = (): void =>
  connection.ask(
    'invited-to',
    {},
    ({ rooms }) => (all.value = rooms),
    () => {},
  );

/** Adds an invitation of the user. */
export function wasInvited(entry: Entry<'invited'>): void {
  say(t.invitesYou(entry.from.name, entry.room?.name ?? ''));
  loadInvited();
}
