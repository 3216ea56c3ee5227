import type { Peer } from '#link/link.ts';
import type { LinkedServer } from '../../dialect.ts';
import { type Address, addressKey, type Dialling } from './dial-server.ts';
import type { PeerLink } from './peer-link.ts';
import type { ServerEntry } from './peer-messages.ts';

export const hostOf = ({ address, port }: Peer): Address => ({ host: address, port });

interface Counting {
  waiting(group: string): number;
}

/** A link, as `polylogue peer list` shows it. `dialled`: the address that was dialled, if the link was dialled. */
export const linkedRecord = (link: PeerLink, dialled: Address | undefined, mail: Counting): LinkedServer => ({
  address: addressKey(dialled ?? hostOf(link.peer)),
  group: link.group,
  state: 'linked',
  since: link.since,
  leadsTo: [...link.listed],
  waiting: link.group === undefined ? 0 : mail.waiting(link.group),
  error: undefined,
});

/** A server that is dialled, and not linked now. */
export const dialledRecord = ({ address, state, lastError }: Dialling, mail: Counting): LinkedServer => ({
  address: addressKey(address),
  group: address.group,
  state,
  since: undefined,
  leadsTo: [],
  waiting: address.group === undefined ? 0 : mail.waiting(address.group),
  error: lastError,
});

/** A linked server, as it is listed for others; undefined until it has said which group it is. */
export function entryOf(link: PeerLink, dialled: Address | undefined): ServerEntry | undefined {
  if (link.group === undefined) return undefined;
  const { place, peer } = link;
  const address = dialled?.host ?? (place?.address || peer.address);
  return { group: link.group, address, port: dialled?.port ?? place?.port ?? 0 };
}
