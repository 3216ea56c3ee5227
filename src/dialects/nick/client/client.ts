import { Credentials } from '#client/credentials.ts';
import type { Link } from '#link/link.ts';

import type { DialectClient, Party } from '../../party.ts';
import { protocolWords } from '../codec.ts';
import { Conversation } from './conversation.ts';

export function client(party: Party): DialectClient {
  const credentials = new Credentials(party);
  return {
    converse: (link: Link) => new Conversation(party, credentials, link),
    leaves: (line) => line.trim() === protocolWords.bye,
  };
}
