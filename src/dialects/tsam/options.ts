import type { Millis } from '#chat/event.ts';

import { type DialectOption, OptionError } from '../dialect.ts';
import { newsOption, wantsNews } from '../news-option.ts';
import { type Address, parseAddress } from './peers/dial-server.ts';
import { type Networks, parseNetworks } from './peers/networks.ts';
import { isHost } from './peers/peer-messages.ts';
import { maxPeers } from './peers/dialled-servers.ts';

/** Options of a tsam listener. */
export interface Options {
  /** This server is `A5_<group>`. */
  readonly group: number;
  /** Silence after which a client is disconnected; 0 for never. */
  readonly idleTimeout: Millis;
  /** The event loop's delay at which overload begins; it ends below half of it. */
  readonly delay: Millis;
  /** The number of bytes queued for all clients of the listener at which overload begins; it ends below half of it. */
  readonly outbox: number;
  /** Replies are written in frames, like commands. */
  readonly framed: boolean;
  /** GETMSGS of a room also returns what happened besides messages. */
  readonly news: boolean;
  /** Clients do not see each other's addresses. */
  readonly hidden: boolean;
  /** Links to other servers; undefined where the operator wants none. */
  readonly peers: PeerChoice | undefined;
}

/** Which servers this one is linked to. */
export interface PeerChoice {
  readonly addresses: readonly Address[];
  /** The networks in which servers that linked servers report are dialled. */
  readonly networks: Networks | undefined;
  /** The address that is sent to other servers, in place of the one we listen on. */
  readonly advertised: string | undefined;
}

/** For `--help`. */
export const optionTable: Readonly<Record<string, DialectOption>> = {
  group: { value: 'N', help: 'the group number of this server, as in A5_43 (43)' },
  patience: { value: 'SECONDS', help: 'silence after which a client is disconnected; 0 for never (300)' },
  delay: { value: 'MS', help: 'event loop delay from which clients are told that the server is overloaded (250)' },
  outbox: { value: 'BYTES', help: 'bytes queued for all clients from which they are told the same (16777216)' },
  ...newsOption,
  replies: {
    value: 'raw|framed',
    help: 'raw: replies are plain text, as in the original; framed: each reply is between 01 and 04, for clients that need frames (raw)',
  },
  peers: { help: 'accept links: a client that sends HELO,<group> becomes a linked server (yes with --peer, else no)' },
  peer: {
    value: 'URLS',
    help: 'servers to link to, such as tsam://10.0.0.7:4021, with commas between; ?group=71 says which group it must be',
  },
  'peer-network': {
    value: 'CIDRS',
    help: 'also connect to servers in these networks that linked servers report, such as 10.0.0.0/8 (none)',
  },
  advertise: { value: 'ADDRESS', help: 'the address of this server that it tells other servers' },
  addresses: {
    value: 'shown|hidden',
    help: 'hidden: LISTSERVERS, HELO and STATUSREQ show 0.0.0.0 and port 0 for all other clients; shown: real addresses, as in the original (shown)',
  },
};

/** Throws an `OptionError`. */
export function readOptions(given: Readonly<Record<string, string>> = {}): Options {
  const number = (key: string, usual: number, least: number, most: number): number => {
    const text = given[key];
    if (text === undefined) return usual;
    const value = /^[0-9]{1,14}$/.test(text) ? Number(text) : -1;
    if (value >= least && value <= most) return value;
    throw new OptionError(`${key} is a number from ${least} to ${most}, not "${text}".`);
  };
  return {
    group: number('group', 43, 1, 999_999),
    idleTimeout: 1000 * number('patience', 300, 0, 86_400),
    delay: number('delay', 250, 1, 60_000),
    outbox: number('outbox', 16 * 1024 * 1024, 1, 1024 ** 4),
    framed: isFramed(given['replies']),
    news: wantsNews(given),
    hidden: isHidden(given['addresses']),
    peers: peersOf(given),
  };
}

function peersOf(given: Readonly<Record<string, string>>): PeerChoice | undefined {
  const { peers, peer = '', advertise, 'peer-network': networks } = given;
  if (peers !== undefined && peers !== 'yes' && peers !== 'no') {
    throw new OptionError(`peers is yes or no, not "${peers}".`);
  }
  const texts = peer.split(',').filter((each) => each.trim() !== '');
  const addresses = texts.map((text) => {
    const address = parseAddress(text);
    if (address) return address;
    throw new OptionError(`peer is an address such as tsam://10.0.0.7:4021, not "${text}".`);
  });
  if (addresses.length > maxPeers) throw new OptionError(`There are at most ${maxPeers} peers.`);
  const allowed = networks === undefined ? undefined : parseNetworks(networks);
  if (networks !== undefined && !allowed) {
    throw new OptionError(`peer-network is networks such as 10.0.0.0/8, not "${networks}".`);
  }
  if (advertise !== undefined && !isHost(advertise)) {
    throw new OptionError(`advertise is an address such as 10.0.0.7, not "${advertise}".`);
  }
  if (peers === undefined && texts.length === 0) {
    if (networks === undefined && advertise === undefined) return undefined;
    throw new OptionError(`${networks === undefined ? 'advertise' : 'peer-network'} needs peers=yes, or a peer.`);
  }
  return peers === 'no' ? undefined : { addresses, networks: allowed, advertised: advertise };
}

function isFramed(form = 'raw'): boolean {
  if (form !== 'raw' && form !== 'framed') throw new OptionError(`replies is raw or framed, not "${form}".`);
  return form === 'framed';
}

function isHidden(told = 'shown'): boolean {
  if (told !== 'shown' && told !== 'hidden') throw new OptionError(`addresses is shown or hidden, not "${told}".`);
  return told === 'hidden';
}
