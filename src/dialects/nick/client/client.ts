import { ChatScreen } from '#client/chat-screen.ts';
import { Credentials } from '#client/credentials.ts';
import type { Link } from '#link/link.ts';

import type { DialectClient, Party } from '../../party.ts';
import { protocolWords } from '../codec.ts';
import { Conversation } from './conversation.ts';
import { screenOptions } from './words.ts';

export function client(party: Party): DialectClient {
  const credentials = new Credentials(party);
  const screen = new ChatScreen(party, screenOptions);
  return {
    converse: (link: Link) => new Conversation(party, { credentials, screen }, link),
    leaves: (line) => line.trim() === protocolWords.bye,
  };
}
