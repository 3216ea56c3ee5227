import { computed, signal } from '@preact/signals';
import type { Entry, InvitedTo } from '#dialects/web/protocol.ts';
import { t } from '#web/words/texts.ts';
import { connection } from './connection.ts';
import { model, say } from './store.ts';

const all = signal<readonly InvitedTo[]>([]);

/** The channels the user is invited to and is not in. */
export const invitedTo = computed(() => all.value.filter(({ room }) => !model.value.rooms.has(room.id)));

/** Asks for them, after a login and when there may be another one. */
export const loadInvited = (): void =>
  connection.ask(
    'invited-to',
    {},
    ({ rooms }) => (all.value = rooms),
    () => {},
  );

/** Somebody invites the user. */
export function wasInvited(entry: Entry<'invited'>): void {
  say(t.invitesYou(entry.from.name, entry.room?.name ?? ''));
  loadInvited();
}
