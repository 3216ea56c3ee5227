import type { Clock } from '#chat/ports.ts';
import type { Peer } from '#link/link.ts';

import type { PeerMessage, ServerEntry } from './peer-messages.ts';

/** What the links of one server share. `Link`: one of them. */
export interface PeerHost<Link> {
  /** Our own group. */
  readonly self: string;
  readonly clock: Clock;
  /** This server, then the servers linked to it, without the one that asks. */
  servers(asker: Link): readonly ServerEntry[];
  /** The number of messages that wait here for a group. */
  waiting(group: string): number;
  /** The numbers of waiting messages of all groups that have any. */
  held(): readonly (readonly [group: string, count: number])[];
  /** False when the group is ours, or another link has it: then the link stays, but not as that group. */
  claims(link: Link, group: string): boolean;
  /** Called when the groups that a link leads to have changed. */
  changed(link: Link): void;
  /** Called with mail that has come. */
  mail(link: Link, message: PeerMessage & { readonly kind: 'sendmsg' }): void;
  /** The peer asks for the group's mail: it is handed over from now on. */
  fetches(link: Link, group: string): void;
  /** Whether mail for that group is worth fetching here. */
  wants(group: string): boolean;
  learnt(link: Link, entries: readonly ServerEntry[]): void;
  over(link: Link): void;
  journal(kind: 'commanded' | 'answered', peer: Peer, session: number, bytes: Uint8Array): void;
  note(event: string, fields: Readonly<Record<string, string | number | undefined>>): void;
}
