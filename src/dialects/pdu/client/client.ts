import type { Link } from '#link/link.ts';

import type { DialectOption } from '../../dialect.ts';
import type { DialectClient, Party } from '../../party.ts';
import { versions } from '../negotiation.ts';
import { Conversation } from './conversation.ts';
import { screenOf } from './talk.ts';
import { TalkMemory } from './talk-memory.ts';
import { wantsOut } from './words.ts';
import { wireOver } from './wire.ts';

export const clientOptions: Readonly<Record<string, DialectOption>> = {
  versions: {
    value: 'LIST',
    help: `versions to offer, preferred first (default ${versions.join(',')}); 0 shows the refusal`,
  },
};

export function client(party: Party): DialectClient {
  const offered = party.options?.['versions']?.split(',').map((each) => each.trim()) ?? versions;
  const memory = new TalkMemory({ username: party.wished, password: undefined });
  const kept = { memory, screen: screenOf(party) };
  return {
    converse: (link: Link) => new Conversation(party, kept, offered, wireOver(link)),
    leaves: (line) => wantsOut(line.trim()) || (memory.token !== undefined && /^\/(?:quit|exit)$/iu.test(line.trim())),
  };
}
