import type { RunningChat } from '#chat/chat.ts';
import type { Dialect, Happening } from '#dialects/dialect.ts';
import type { Link } from '#link/link.ts';
import { type Listening, type ListenOptions, listenTcp } from '#link/tcp.ts';
import { chronicleFollower, type Follower, type Pages, verboseFollower } from './chronicles.ts';
import type { LinkCount } from './connection-limits.ts';
import { type Policy, rulesOf } from './listener-policy.ts';
import { formatListenerUrl, isLoopback, type ListenerUrl } from './listener-url.ts';
import { type Log, stackOf } from './log.ts';
import { onceASecond } from './once-a-second.ts';
import { exposureWarning, outsideAddresses } from './outside.ts';
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
}

/** Listeners that accept links. */
export interface Listeners {
  /** Their URLs, with their real ports. */
  readonly urls: readonly string[];
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
    for (const listener of listen) listening.push(await listenOn(listener, around));
  } catch (error) {
    await close();
    // Whoever came in by an earlier one would keep the process alive.
    around.chat.abandon();
    throw error;
  }
  return {
    urls: listening.map(({ url }) => url),
    stopping() {
      const at = around.chat.clock.now();
      for (const { journal } of listening) journal({ kind: 'stopping', at });
    },
    close,
  };
}

interface One {
  readonly url: string;
  readonly journal: Follower;
  close(): Promise<void>;
}

/** What was opened is closed again when the dialect will not have its options. */
async function listenOn(listener: ListenerUrl, around: Surroundings): Promise<One> {
  const { dialect, host, port } = listener;
  const gate = gateOf(around.links, around.log);
  const { onLink, onOver } = gate;
  const reporting = { ...reports(dialect.name, around.log), ...(around.links && { onOver }) };
  const listening = await listenTcp({ host, port, ...reporting }, onLink);
  try {
    return openListener(listener, listening, gate, around);
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
): One {
  const { chat, print } = around;
  const { address, port: realPort } = listening;
  const url = formatListenerUrl(dialect, host, realPort);
  const rules = rulesOf(url, dialect, { ...around.policy, ...policy }, isLoopback(host));
  const followers = followersOf(dialect, url, around);
  const followed = followers.length > 0;
  const journal = journalFor(followers);
  const take = dialect.listen(chat, { rules, options, journal, followed, place: { address, port: realPort }, version });
  gate.open(url, followed ? announced(take, journal, chat) : take);
  print(`listening ${url} join: ${dialect.join(reachable(host), realPort)}`);
  if (!isLoopback(host)) print(exposureWarning(realPort));
  journal({ kind: 'listening', port: realPort, at: chat.clock.now() });
  return {
    url,
    journal,
    async close() {
      gate.flush();
      await listening.close();
    },
  };
}

/** Where others find a listener on this host. */
const reachable = (host: string): string => (isLoopback(host) ? host : (outsideAddresses()[0] ?? host));

function followersOf(dialect: Dialect, url: string, { chat, pages, verbose, log }: Surroundings): readonly Follower[] {
  const chronicle = chronicleFollower(dialect, pages, log);
  if (chronicle) chat.watch((entry) => chronicle({ kind: 'entry', entry, at: entry.at }));
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
  onLink(link: Link): void;
  onOver(link: Link): void;
  /** From now on links are accepted. */
  open(listener: string, accept: (link: Link) => void): void;
  flush(): void;
}

/** Closes links that are too many, and logs it once in a while. */
function gateOf(links: LinkCount | undefined, log: Log): Gate {
  let url = '';
  // No connection is seen before the code that waits for the listener has run.
  let accept = (link: Link): void => link.abort();
  const refused = onceASecond<Link>(({ peer }, count) =>
    log('refused', { listener: url, address: peer.address, count }),
  );
  return {
    onLink(link) {
      if (!links || links.begin(link)) return accept(link);
      refused(link);
      link.abort();
    },
    onOver: (link) => links?.over(link),
    open(listener, take) {
      [url, accept] = [listener, take];
    },
    flush: () => refused.flush(),
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
