import type { Link } from '#link/link.ts';

import type { DialectClient, Party } from '../../party.ts';
import { loginOf, wantsOut } from './words.ts';
import { Conversation, type Identity } from './conversation.ts';

export function client(party: Party): DialectClient {
  const identity: Identity = { login: party.wished === undefined ? undefined : loginOf(party.wished), asked: false };
  return {
    converse: (link: Link) => new Conversation(party, identity, link),
    leaves: (line) => wantsOut(line.trim()),
  };
}
