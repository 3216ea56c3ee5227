import type { Link } from '#link/link.ts';

import type { DialectClient, Party } from '../../party.ts';
import { choosesOut } from './words.ts';
import { Conversation, type Identity } from './conversation.ts';

export function client(party: Party): DialectClient {
  const identity: Identity = { name: party.wished, password: undefined };
  return {
    converse: (link: Link) => new Conversation(party, identity, link),
    leaves: (line) => choosesOut(line),
  };
}
