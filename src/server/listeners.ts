import type { RunningChat } from '#chat/chat.ts';
import type { Dialect } from '#dialects/dialect.ts';
import type { Link } from '#link/link.ts';
import { formatFaults } from '#link/faults/faults.ts';
import { FaultyLink } from '#link/faults/faulty-link.ts';
import type { Captures } from './capture/captures.ts';
import { type CarrierListening, listenOnCarrier, missingTransports, usableCarriers } from './carrier-listener.ts';
import type { Follower } from './original-logs.ts';
import { withoutEffect } from './chat-flags.ts';
import type { LinkCount } from './connection-limits.ts';
import type { Policy } from './listener-policy.ts';
import { rulesFor } from './listener-rules.ts';
import { type JoinableListener, joinCommands } from './join-commands.ts';
import { connectionLimiter, type ConnectionLimiter } from './connection-limiter.ts';
import { isLoopback, type ListenerUrl } from './listener-url.ts';
import { createPlaygroundListeners, type PlaygroundListeners } from './playground-listeners.ts';
import { pagesOf } from './page-addresses.ts';
import { exposureWarning } from './own-addresses.ts';
import { ownProgram } from './program.ts';
import type { LinkShares } from './link-shares.ts';
import { version } from './version.ts';
import { followersOf, type FollowersOptions, journalFor, reports } from './listener-followers.ts';

/** Options shared by all listeners of a server. */
export interface ListenersOptions extends FollowersOptions {
  readonly policy: Policy;
  /** `undefined`: no limits. */
  readonly links: LinkCount | undefined;
  readonly shares?: LinkShares | undefined;
  readonly print: (line: string) => void;
  readonly captures?: Captures | undefined;
  /** The data directory. */
  readonly dir: string;
  /** Notes for users who join, by the dialect's name. */
  readonly notes?: ReadonlyMap<string, string>;
}

/** The listeners known so far, shared by all. */
interface SharedOptions extends ListenersOptions {
  readonly playground: PlaygroundListeners;
}

/** Listeners that accept links. */
export interface Listeners {
  /** Their URLs, with their real ports. */
  readonly urls: readonly string[];
  /** How to join them. */
  readonly joinable: readonly JoinableListener[];
  /** Tells the followers of all journals that the server is about to stop. */
  stopping(): void;
  /** Stops accepting; open links stay. */
  close(): Promise<void>;
  /** Called after `close`. Answers no further requests over HTTP; resolves when those under way are answered or cut off. */
  finish(): Promise<void>;
}

/** Opens all listeners, and prints a line for each. If one fails, closes all and rejects with Node's error. */
export async function listenAll(listen: readonly ListenerUrl[], around: ListenersOptions): Promise<Listeners> {
  const listening: One[] = [];
  const playground = createPlaygroundListeners();
  const close = async (): Promise<void> => {
    for (const { dialect } of listen) dialect.servers?.(around.chat)?.stop();
    await Promise.all(listening.map((each) => each.close()));
  };
  try {
    for (const sentence of await missingTransports(listen)) around.print(sentence);
    for (const listener of listen) listening.push(await listenOn(listener, { ...around, playground }));
  } catch (error) {
    await close();
    // Clients of the listeners opened first would keep the process alive.
    around.chat.abandon();
    throw error;
  }
  return {
    urls: listening.map(({ url }) => url),
    joinable: listening.flatMap(({ joinable }) => joinable),
    stopping() {
      const at = around.chat.clock.now();
      for (const { journal } of listening) journal({ kind: 'stopping', at });
    },
    close,
    finish: async () => void (await Promise.all(listening.map((each) => each.finish()))),
  };
}

interface One {
  readonly url: string;
  readonly joinable: readonly JoinableListener[];
  readonly journal: Follower;
  close(): Promise<void>;
  finish(): Promise<void>;
}

/** Closes what was opened if the dialect refuses its options, or a port is unavailable. */
async function listenOn(listener: ListenerUrl, around: SharedOptions): Promise<One> {
  const { dialect, host } = listener;
  const { dir, log, captures, shares } = around;
  const carrierOptions = { ...reports(dialect.name, log), dir, log, captures, ...shares };
  const limiter = connectionLimiter(around.links, log);
  const open: CarrierListening[] = [];
  const close = async (): Promise<void> => void (await Promise.all(open.map((each) => each.close())));
  const finish = async (): Promise<void> => void (await Promise.all(open.map((each) => each.finish())));
  try {
    const [usual, ...others] = await usableCarriers(dialect);
    if (!usual) throw new Error(`no transport of ${dialect.name} is available on this machine`);
    // Loaded when needed: most servers of one dialect have no HTTP.
    const page =
      usual.transport === 'http' ? (await import('./http/page.ts')).pageOf(listener, usual, around) : undefined;
    const first = await listenOnCarrier(listener, usual, listener.port, limiter, {
      ...carrierOptions,
      site: page?.site,
    });
    open.push(first);
    const { journal, ...one } = openListener(listener, first, limiter, around, page?.build);
    const joinable = [one.toJoin];
    for (const carrier of others) {
      const further = await listenOnCarrier(listener, carrier, first.port, limiter, carrierOptions);
      open.push(further);
      const { url, certificate } = further;
      const toJoin: JoinableListener = { dialect: dialect.name, url, host, port: first.port, certificate };
      announce(dialect, toJoin, around);
      joinable.push(toJoin);
    }
    const rules = rulesFor(listener, around.policy);
    const registers = (): boolean => around.chat.registration(rules) !== 'closed';
    const [address] = page ? pagesOf([listener], joinable) : [];
    around.playground.add(dialect, joinable, limiter, () => (registers() ? address : undefined));
    return { url: first.url, joinable, journal, close, finish };
  } catch (error) {
    await close();
    throw error;
  }
}

function openListener(
  listener: ListenerUrl,
  { url, address, port, certificate }: CarrierListening,
  limiter: ConnectionLimiter,
  around: SharedOptions,
  build: string | undefined,
): { readonly toJoin: JoinableListener; readonly journal: Follower } {
  const { dialect, host, policy, options } = listener;
  const { chat, print } = around;
  const rules = rulesFor(listener, around.policy);
  const followers = followersOf(dialect, url, around);
  const followed = followers.length > 0;
  const journal = journalFor([...followers, ...(around.captures ? [namesPeople(around.captures)] : [])]);
  const serve = dialect.listen(chat, {
    rules,
    options,
    journal,
    followed,
    place: { address, port },
    version,
    build,
    otherListeners: around.playground,
    note: around.log,
  });
  const { faults } = listener;
  const take = faults ? (link: Link) => serve(new FaultyLink(link, faults, chat.clock.after)) : serve;
  limiter.open(url, followed ? announced(take, journal, chat) : take, take);
  const note = around.notes?.get(dialect.name);
  const page = options['public-url']?.replace(/\/$/, '');
  const toJoin: JoinableListener = { dialect: dialect.name, url, host, port, certificate, page, note };
  announce(dialect, toJoin, around);
  if (options['lobby'] === 'yes') print(`${url} lobby: ${dialect.options?.['lobby']?.help ?? ''}`);
  if (faults) print(`warning: ${url} makes faults on purpose: ${formatFaults(faults)}`);
  for (const sentence of withoutEffect(chat, url, policy)) print(sentence);
  if (!isLoopback(host)) print(exposureWarning(host, port));
  journal({ kind: 'listening', port, at: chat.clock.now() });
  return { toJoin, journal };
}

/** A line for each address of the listener. */
function announce(dialect: Dialect, toJoin: JoinableListener, { print }: ListenersOptions): void {
  for (const command of joinCommands(dialect, toJoin, ownProgram())) print(`listening ${toJoin.url} join: ${command}`);
}

/** The users of links must be known before a capture begins. */
const namesPeople =
  (captures: Captures): Follower =>
  (happening) => {
    if (happening.kind !== 'came' && happening.kind !== 'renamed') return;
    for (const peer of [happening.peer, ...(happening.further ?? [])]) captures.named(peer, happening.user.name);
  };

const announced =
  (take: (link: Link) => void, journal: Follower, { clock }: RunningChat) =>
  (link: Link): void => {
    journal({ kind: 'connected', peer: link.peer, at: clock.now() });
    take(link);
  };
