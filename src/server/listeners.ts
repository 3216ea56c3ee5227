import type { RunningChat } from '#chat/chat.ts';
import { isImported } from '#chat/event.ts';
import { networkOf } from '#chat/network.ts';
import type { Dialect } from '#dialects/dialect.ts';
import type { Happening } from '#dialects/journal.ts';
import type { Link } from '#link/link.ts';
import { type Listening, type ListenOptions, listenTcp } from '#link/tcp.ts';
import { chronicleFollower, type Follower, type Pages, verboseFollower } from './chronicles.ts';
import type { LinkCount } from './connection-limits.ts';
import { type Policy, rulesOf } from './listener-policy.ts';
import { descriptorsForLinks } from './descriptors.ts';
import { type Entrance, joinCommands } from './joining.ts';
import { formatListenerUrl, isLoopback, type ListenerUrl } from './listener-url.ts';
import { type Log, stackOf } from './log.ts';
import { exposureWarning } from './outside.ts';
import { ownProgram } from './program.ts';
import { lacksQuic, listenOnQuic } from './quic-listener.ts';
import { version } from './version.ts';

/** What all listeners of a server share. */
export interface Surroundings {
  readonly chat: RunningChat;
  readonly policy: Policy;
  readonly pages: Pages;
  /** The log tells of every link. */
  readonly verbose: boolean;
  /** `undefined`: no limits. */
  readonly links: LinkCount | undefined;
  readonly print: (line: string) => void;
  readonly log: Log;
  /** The data directory. */
  readonly dir: string;
  /** What somebody who joins by a dialect has to know, by its name. */
  readonly notes?: ReadonlyMap<string, string>;
}

/** Listeners that accept links. */
export interface Listeners {
  /** Their URLs, with their real ports. */
  readonly urls: readonly string[];
  /** How they are joined. */
  readonly entrances: readonly Entrance[];
  /** Tells those who follow them that the end is near. */
  stopping(): void;
  /** Stops accepting; links stay. */
  close(): Promise<void>;
}

/** Accepts links on all of them, or on none: rejects with Node's error. Prints a line for each. */
export async function listenAll(listen: readonly ListenerUrl[], around: Surroundings): Promise<Listeners> {
  const listening: One[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(listening.map((each) => each.close()));
  };
  try {
    if (await lacksQuic(listen))
      around.print('no QUIC, but TCP: @matrixai/quic is missing, or has no build for this machine');
    for (const listener of listen) listening.push(await listenOn(listener, around));
  } catch (error) {
    await close();
    // Whoever came in by an earlier one would keep the process alive.
    around.chat.abandon();
    throw error;
  }
  return {
    urls: listening.map(({ url }) => url),
    entrances: listening.flatMap(({ entrances }) => entrances),
    stopping() {
      const at = around.chat.clock.now();
      for (const { journal } of listening) journal({ kind: 'stopping', at });
    },
    close,
  };
}

interface One {
  readonly url: string;
  readonly entrances: readonly Entrance[];
  readonly journal: Follower;
  close(): Promise<void>;
}

/** What was opened is closed again when the dialect will not have its options. */
async function listenOn(listener: ListenerUrl, around: Surroundings): Promise<One> {
  const { dialect, host, port } = listener;
  const gate = gateOf(around.links, around.log);
  const { onLink, onOver } = gate;
  const reporting = { ...reports(dialect.name, around.log), networkOf, ...(around.links && { onOver }) };
  const listening = await listenTcp({ host, port, descriptors: descriptorsForLinks(), ...reporting }, onLink);
  try {
    const { take, ...one } = openListener(listener, listening, gate, around);
    const door = { admit: gate.admit, first: gate.accept, further: gate.further(take), over: onOver };
    const surroundings = { ...reports(dialect.name, around.log), dir: around.dir, log: around.log };
    const quic = await listenOnQuic(listener, listening.port, door, surroundings);
    if (!quic) return one;
    const { url, certificate } = quic;
    const entrance: Entrance = { dialect: dialect.name, url, host, port: listening.port, certificate };
    announce(dialect, entrance, around);
    const entrances = [...one.entrances, entrance];
    return { ...one, entrances, close: async () => void (await Promise.all([one.close(), quic.close()])) };
  } catch (error) {
    await listening.close();
    throw error;
  }
}

function openListener(
  { dialect, host, policy, options }: ListenerUrl,
  listening: Listening,
  gate: Gate,
  around: Surroundings,
): One & { readonly take: (link: Link) => void } {
  const { chat, print } = around;
  const { address, port: realPort } = listening;
  const url = formatListenerUrl(dialect, host, realPort);
  const rules = rulesOf(url, dialect, { ...around.policy, ...policy }, isLoopback(host));
  const followers = followersOf(dialect, url, around);
  const followed = followers.length > 0;
  const journal = journalFor(followers);
  const take = dialect.listen(chat, { rules, options, journal, followed, place: { address, port: realPort }, version });
  gate.open(url, followed ? announced(take, journal, chat) : take);
  const note = around.notes?.get(dialect.name);
  const entrance: Entrance = { dialect: dialect.name, url, host, port: realPort, note };
  announce(dialect, entrance, around);
  if (options['lobby'] === 'yes') print(`${url} lobby: ${dialect.options?.['lobby']?.help ?? ''}`);
  if (!isLoopback(host)) print(exposureWarning(host, realPort));
  journal({ kind: 'listening', port: realPort, at: chat.clock.now() });
  return {
    url,
    entrances: [entrance],
    journal,
    take,
    close: () => listening.close(),
  };
}

/** A line for each address it is reached by. */
function announce(dialect: Dialect, entrance: Entrance, { print }: Surroundings): void {
  for (const command of joinCommands(dialect, entrance, ownProgram()))
    print(`listening ${entrance.url} join: ${command}`);
}

function followersOf(dialect: Dialect, url: string, { chat, pages, verbose, log }: Surroundings): readonly Follower[] {
  const chronicle = chronicleFollower(dialect, pages, log);
  if (chronicle) {
    chat.watch((entry) => {
      if (!isImported(entry)) chronicle({ kind: 'entry', entry, at: entry.at });
    });
  }
  return [...(chronicle ? [chronicle] : []), ...(verbose ? [verboseFollower(url, log)] : [])];
}

/** Nobody follows most listeners: then it costs nothing. */
function journalFor(followers: readonly Follower[]): Follower {
  if (followers.length === 0) return () => {};
  return (happening: Happening) => {
    for (const follower of followers) follower(happening);
  };
}

const announced =
  (take: (link: Link) => void, journal: Follower, { clock }: RunningChat) =>
  (link: Link): void => {
    journal({ kind: 'connected', peer: link.peer, at: clock.now() });
    take(link);
  };

/** What stands before a listener: the links come here first. */
interface Gate {
  /** False, and logged: it is one too many. */
  admit(connection: Pick<Link, 'peer'>): boolean;
  accept(link: Link): void;
  /** For the further streams of a connection: they come at no higher rate than links do. */
  further(take: (link: Link) => void): (link: Link) => void;
  onLink(link: Link): void;
  onOver(connection: Pick<Link, 'peer'>): void;
  /** From now on links are accepted. */
  open(listener: string, accept: (link: Link) => void): void;
}

function gateOf(links: LinkCount | undefined, log: Log): Gate {
  let url = '';
  // No connection is seen before the code that waits for the listener has run.
  let accept = (link: Link): void => link.abort();
  const refused = ({ peer }: Pick<Link, 'peer'>): false => {
    log('refused', { listener: url, address: peer.address });
    return false;
  };
  const admit = (connection: Pick<Link, 'peer'>): boolean => !links || links.begin(connection) || refused(connection);
  return {
    admit,
    accept: (link) => accept(link),
    further: (take) => (link) => (!links || links.further(link) || refused(link) ? take(link) : link.abort()),
    onLink: (link) => (admit(link) ? accept(link) : link.abort()),
    onOver: (connection) => links?.over(connection),
    open(listener, take) {
      [url, accept] = [listener, take];
    },
  };
}

/** What is logged of a listener's links. */
function reports(dialect: string, log: Log): Pick<ListenOptions, 'onSlow' | 'onError' | 'onAcceptError'> {
  const at = ({ peer }: Link): string => `${peer.address}:${peer.port}`;
  return {
    onSlow: (link) => log('slow-reader', { dialect, peer: at(link) }),
    onError: (error, link) => log('bug', { context: 'a link', dialect, peer: at(link), error: stackOf(error) }),
    onAcceptError: (error) => log('not-accepted', { dialect, error: error.message }),
  };
}
