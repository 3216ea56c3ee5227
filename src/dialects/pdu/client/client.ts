import type { Link } from '#link/link.ts';
import { isQuicLink } from '#link/quic-peer.ts';

import type { DialectOption } from '../../dialect.ts';
import type { DialectClient, Party } from '../../party.ts';
import { parrotVersions, talkVersion, versions } from '../negotiation.ts';
import { Conversation } from './conversation.ts';
import { TalkMemory } from './talk-memory.ts';
import { wantsOut } from './words.ts';
import { wireOver } from './wire.ts';

/** Options of the client. */
export const clientOptions: Readonly<Record<string, DialectOption>> = {
  versions: {
    value: 'LIST',
    help: `versions to offer, preferred first (default ${versions.join(',')}); 0 shows the refusal`,
  },
};

export function client(party: Party): DialectClient {
  const given = party.options?.['versions']?.split(',').map((each) => each.trim());
  const memory = new TalkMemory({ username: party.wished, password: undefined });
  // Over QUIC this client has version 1.x only.
  const offered = (link: Link): readonly string[] =>
    isQuicLink(link) ? (given ?? parrotVersions).filter((each) => each !== talkVersion) : (given ?? versions);
  return {
    converse: (link: Link) => new Conversation(party, memory, offered(link), wireOver(link)),
    leaves: (line) => wantsOut(line.trim()),
  };
}
