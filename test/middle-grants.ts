import type { Asked, Draft } from '#chat/event.ts';

import type { RoomsModel } from './middle-rooms.ts';
import type { Sitting, User } from './middle-words.ts';

/** A code with which a program acts for an account. */
interface Grant {
  readonly seq: number;
  readonly purpose: string;
  readonly owner: User;
  /** The key of the room of a webhook. */
  readonly room: string | undefined;
}

/** The valid grants of the reference model, and their rights. */
export class GrantsModel {
  readonly #channels: RoomsModel;
  #grants = new Map<string, Grant>();

  constructor(channels: RoomsModel) {
    this.#channels = channels;
  }

  /** A request of a node. Its answer is ignored. */
  command(event: Asked, room: string, seq: number, accounts: readonly User[]): void {
    if (event.kind === 'tokenRevoked') this.#end(({ seq: made }) => made === event.token);
    if (event.kind !== 'tokenMade' || this.#grants.has(event.hash)) return;
    const { purpose, hash, version } = event;
    const owner = accounts.find(({ id }) => id === event.account);
    if (!owner || (purpose === 'device' && owner.version !== version)) return;
    const place = purpose === 'webhook' ? this.#channels.named(room) : undefined;
    if (purpose === 'webhook' && !place?.members.has(owner)) return;
    this.#grants.set(hash, { seq, purpose, owner, room: place?.key });
  }

  /** The asker without a session, who hears nothing; or why the request is refused. */
  asker({ run, as, event, room = '' }: Draft): Sitting | string {
    const grant = this.#grants.get(as?.grant ?? '');
    if (!grant || grant.owner.id !== as?.account) return 'grant-invalid';
    const { purpose, owner: user } = grant;
    const isIts = event.kind === 'message' && this.#channels.named(room)?.key === grant.room;
    if (purpose === 'webhook' && !isIts) return 'out-of-scope';
    if (purpose === 'bot' && event.kind === 'loggedOut') return 'out-of-scope';
    return { key: 'a grant', run, user, alone: undefined, hears: new Set(), wants: new Set() };
  }

  /** The account got a new password, was logged out everywhere, or was removed. */
  changed(user: User, what: 'credential' | 'loggedOut' | 'unregistered'): void {
    this.#end(({ owner, purpose }) => owner === user && (what === 'unregistered' || purpose === 'device'));
  }

  closed(key: string): void {
    this.#end(({ room }) => room === key);
  }

  #end(ends: (grant: Grant) => boolean): void {
    this.#grants = new Map([...this.#grants].filter(([, grant]) => !ends(grant)));
  }
}
