import type { Chat } from '#chat/chat.ts';
import type { LinkedServers, Listener } from '../../dialect.ts';
import { connectionsOf } from '../connections.ts';
import type { PeerChoice } from '../options.ts';
import { parseAddress } from './dial-server.ts';
import { Peers } from './peers.ts';

const ofChat = new WeakMap<Chat, Peers>();

export interface PeersHere {
  /** Our own group. */
  readonly id: string;
  readonly here: { readonly address: string; readonly port: number };
  readonly choice: PeerChoice;
}

/**
 * Links this server to others, by the listener's options. If several listeners of a chat have such options, those of
 * the first count.
 */
export function openPeers(chat: Chat, listener: Listener, { id, here, choice }: PeersHere): Peers {
  const known = ofChat.get(chat);
  if (known) return known;
  const { followed, journal, note = () => {}, rules } = listener;
  const peers = new Peers({
    chat,
    // Separate rules: the operator's rules for clients do not apply to groups.
    rules: { ...rules, listener: `${rules.listener}/peers`, sameAccount: 'share' },
    self: id,
    place: { ...here, address: choice.advertised ?? here.address },
    networks: choice.networks,
    number: () => connectionsOf(chat).next(),
    journal: (kind, peer, session, bytes) => {
      if (followed) journal({ kind, peer, session, bytes, at: chat.clock.now() });
    },
    left: (peer, session) => journal({ kind: 'left', peer, session, at: chat.clock.now() }),
    note,
  });
  ofChat.set(chat, peers);
  void peers.start(choice.addresses).catch((error: unknown) => {
    note('peers-failed', { error: error instanceof Error ? error.message : String(error) });
  });
  return peers;
}

/** For `polylogue peer`: the servers linked to a chat; undefined where its operator wants none. */
export function linkedServers(chat: Chat): LinkedServers | undefined {
  const peers = ofChat.get(chat);
  return (
    peers && {
      list: () => peers.list(),
      add(text) {
        const address = parseAddress(text);
        return address ? peers.add(address) : `${JSON.stringify(text)} is not an address such as tsam://10.0.0.7:4021.`;
      },
      remove: (name) => (peers.remove(name) ? undefined : `there is no peer ${JSON.stringify(name)}.`),
      stop: () => peers.stop(),
    }
  );
}
