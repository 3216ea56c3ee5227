import { Credentials } from '#client/credentials.ts';
import type { Link } from '#link/link.ts';

import type { DialectClient, Party } from '../../party.ts';
import { Conversation, type Kept } from './conversation.ts';

export function client(party: Party): DialectClient {
  const kept: Kept = { credentials: new Credentials(party), rooms: new Map() };
  return {
    converse: (link: Link) => new Conversation(party, kept, link),
    // This protocol has no command for leaving.
    leaves: () => false,
  };
}
