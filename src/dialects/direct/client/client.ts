import { ChatScreen } from '#client/chat-screen.ts';
import { Credentials } from '#client/credentials.ts';
import type { Link } from '#link/link.ts';

import type { DialectClient, Party } from '../../party.ts';
import { Conversation, type Kept } from './conversation.ts';
import { screenOptions } from './words.ts';

export function client(party: Party): DialectClient {
  const kept: Kept = {
    credentials: new Credentials(party),
    screen: new ChatScreen(party, screenOptions),
    rooms: new Map(),
  };
  return {
    converse: (link: Link) => new Conversation(party, kept, link),
    // This protocol has no command for leaving.
    leaves: () => false,
  };
}
