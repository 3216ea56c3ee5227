import type { Link } from '#link/link.ts';

import type { DialectClient, Party } from '../../party.ts';
import { loginOf, wantsOut } from './words.ts';
import { Conversation, type Identity } from './conversation.ts';

export function client(party: Party): DialectClient {
  const login = party.wished === undefined ? undefined : loginOf(party.wished);
  const identity: Identity = { login, asked: false, room: undefined };
  return {
    converse: (link: Link) => new Conversation(party, identity, link),
    leaves: (line) => wantsOut(line.trim()),
  };
}
