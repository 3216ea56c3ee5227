import type { Link } from '#link/link.ts';

import type { DialectClient, Party } from '../../party.ts';
import { Conversation, type Identity } from './conversation.ts';

/** A person's client; the words are the original's. */
export function client(party: Party): DialectClient {
  const identity: Identity = { proposal: party.wished, rooms: new Map() };
  return {
    converse: (link: Link) => new Conversation(party, identity, link),
    // The original knows no word for it.
    leaves: () => false,
  };
}
