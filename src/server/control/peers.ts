import { dialects } from '#dialects/index.ts';
import type { LinkedServers } from '#dialects/dialect.ts';

import type { ChatOrStore, Results } from './chat-or-store.ts';

/** A request about links to peer servers. `name`: an address, or a group. */
export type PeersRequest =
  | { readonly kind: 'peers' }
  | { readonly kind: 'peer-add'; readonly name: string }
  | { readonly kind: 'peer-remove'; readonly name: string };

const none = 'This server links to no others. Start it with --peer, or with peers=yes in the URL of a tsam listener.';

/** Lists, adds or removes peer servers of the running server. */
export async function* peers(source: ChatOrStore, request: PeersRequest): Results {
  const linked = serversOf(source);
  if (!linked) return none;
  if (request.kind === 'peer-add') return linked.add(request.name);
  if (request.kind === 'peer-remove') return linked.remove(request.name);
  yield linked.list();
  return undefined;
}

function serversOf({ chat }: ChatOrStore): LinkedServers | undefined {
  for (const { servers } of dialects) {
    const found = chat && servers?.(chat);
    if (found) return found;
  }
  return undefined;
}
