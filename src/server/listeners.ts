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

async function listenOn({ dialect, host, port, policy }: ListenerUrl, around: Surroundings): Promise<One> {
  const { chat, links, log, print } = around;
  // No connection is seen before the code behind `await` has run.
  let accept = (link: Link): void => link.abort();
  let url = formatListenerUrl(dialect, host, port);
  const refused = onceASecond<Link>(({ peer }, count) =>
    log('refused', { listener: url, address: peer.address, count }),
  );
  const limited = links && limit(links, refused, (link) => accept(link));
  const onLink = limited ? limited.accept : (link: Link): void => accept(link);
  const options = { host, port, ...reports(dialect.name, log), ...(limited && { onOver: limited.over }) };
  const listening: Listening = await listenTcp(options, onLink);
  url = formatListenerUrl(dialect, host, listening.port);
  const rules = rulesOf(url, { ...around.policy, ...policy }, isLoopback(host));
  const followers = followersOf(dialect, url, around);
  const journal = journalFor(followers);
  const { address } = listening;
  const place = { address, port: listening.port };
  const take = dialect.listen(chat, { rules, journal, followed: followers.length > 0, place, version });
  accept = followers.length === 0 ? take : announced(take, journal, chat);
  print(`listening ${url} join: ${dialect.join(reachable(host), listening.port)}`);
  if (!isLoopback(host)) print(exposureWarning(listening.port));
  journal({ kind: 'listening', port: listening.port, at: chat.clock.now() });
  return {
    url,
    journal,
    async close() {
      refused.flush();
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

interface Limited {
  accept(link: Link): void;
  over(link: Link): void;
}

/** Closes links that are too many. */
const limit = (links: LinkCount, refused: (link: Link) => void, accept: (link: Link) => void): Limited => ({
  accept(link) {
    if (links.begin(link)) return accept(link);
    refused(link);
    link.abort();
  },
  over: (link) => links.over(link),
});

/** What is logged of a listener's links. */
function reports(dialect: string, log: Log): Pick<ListenOptions, 'onSlow' | 'onError' | 'onAcceptError'> {
  const at = ({ peer }: Link): string => `${peer.address}:${peer.port}`;
  return {
    onSlow: (link) => log('slow-reader', { dialect, peer: at(link) }),
    onError: (error, link) => log('bug', { context: 'a link', dialect, peer: at(link), error: stackOf(error) }),
    onAcceptError: (error) => log('not-accepted', { dialect, error: error.message }),
  };
}
