import type { ClientNetwork } from '#chat/hub/turns/client-network.ts';
import type { Seat } from '#chat/hub/seat.ts';
import { networkOf } from '#chat/network.ts';
import type { Addresses, Store } from '#chat/ports.ts';

/** The keyed hash of the network of an address. Undefined where addresses have no hashes; see `Addresses`. */
export function addressHash(
  store: Pick<Store, 'addressKey'>,
  addresses: Addresses | undefined,
): (address: string) => string | undefined {
  return (address) => {
    const key = store.addressKey();
    return key === undefined ? undefined : addresses?.hash(key, networkOf(address));
  };
}

/** The keyed hash of a session's network: made once for all its sessions. Undefined without hashes; see `Addresses`. */
export function addressHashes(
  store: Pick<Store, 'addressKey'>,
  addresses: Addresses,
): (seat: Pick<Seat, 'network' | 'address'>) => string | undefined {
  const known = new WeakMap<ClientNetwork, { readonly hash: string | undefined }>();
  let key: string | undefined;
  return ({ network, address }) => {
    key ??= store.addressKey();
    if (key === undefined) return undefined;
    let found = known.get(network);
    if (!found) known.set(network, (found = { hash: addresses.hash(key, networkOf(address)) }));
    return found.hash;
  };
}
