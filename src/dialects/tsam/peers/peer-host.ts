import type { Clock } from '#chat/ports.ts';
import type { Peer } from '#link/link.ts';

import type { PeerLink } from './peer-link.ts';
import type { PeerMessage, ServerEntry } from './peer-messages.ts';

/** What the links of one server share. */
export interface PeerHost {
  /** Our own group. */
  readonly self: string;
  readonly clock: Clock;
  /** This server, then the servers linked to it but for the one that asks. */
  servers(asker: PeerLink): readonly ServerEntry[];
  /** Messages that wait here for a group. */
  waiting(group: string): number;
  /** Those of all groups for which any wait. */
  held(): readonly (readonly [group: string, count: number])[];
  /** False when the group is ours, or another link's: then the link stays, and nobody is taken for that group. */
  claims(link: PeerLink, group: string): boolean;
  /** The groups that a link leads to have changed. */
  changed(link: PeerLink): void;
  /** Mail has come. */
  mail(link: PeerLink, message: PeerMessage & { readonly kind: 'sendmsg' }): void;
  /** The group's mail is handed over from now on. */
  fetches(link: PeerLink, group: string): void;
  /** Whether mail for that group is worth fetching here. */
  wants(group: string): boolean;
  learnt(link: PeerLink, entries: readonly ServerEntry[]): void;
  over(link: PeerLink): void;
  journal(kind: 'commanded' | 'answered', peer: Peer, session: number, bytes: Uint8Array): void;
  note(event: string, fields: Readonly<Record<string, string | number | undefined>>): void;
}
