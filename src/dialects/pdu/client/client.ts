import type { Link } from '#link/link.ts';

import type { DialectOption } from '../../dialect.ts';
import type { DialectClient, Party } from '../../party.ts';
import { wantsOut } from './words.ts';
import { wireOver } from './wire.ts';
import { Conversation, type Identity } from './conversation.ts';
import { parrotVersions } from '../negotiation.ts';

/** Options of the client. */
export const clientOptions: Readonly<Record<string, DialectOption>> = {
  versions: {
    value: 'LIST',
    help: `versions to offer, preferred first (default ${parrotVersions.join(',')}); 0 shows the refusal`,
  },
};

export function client(party: Party): DialectClient {
  const offered = party.options?.['versions']?.split(',').map((each) => each.trim()) ?? parrotVersions;
  const identity: Identity = { username: party.wished, password: undefined };
  return {
    converse: (link: Link) => new Conversation(party, identity, offered, wireOver(link)),
    leaves: (line) => wantsOut(line.trim()),
  };
}
