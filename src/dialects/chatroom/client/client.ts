import type { Link } from '#link/link.ts';

import type { DialectClient, Party } from '../../party.ts';
import { choosesOut } from './words.ts';
import { ChatroomConversation } from './conversation.ts';
import type { Identity } from './dialogue.ts';

export function client(party: Party): DialectClient {
  const identity: Identity = { name: party.wished, password: undefined };
  return {
    converse: (link: Link) => new ChatroomConversation(party, identity, link),
    leaves: (line) => choosesOut(line),
  };
}
