import { networkInterfaces } from 'node:os';
import type { RunningChat } from '#chat/chat.ts';
import type { Rules } from '#chat/rules.ts';
import type { Store } from '#chat/store.ts';
import type { Link } from '#link/link.ts';
import { type Listening, type ListenOptions, listenTcp } from '#link/tcp.ts';
import { openStore } from '#store/open-store.ts';
import { formatListenerUrl, isLoopback, type ListenerUrl } from './listener-url.ts';
import { type Log, stackOf } from './log.ts';
import type { ServeOptions } from './serve-options.ts';
import { startChat } from './start-chat.ts';
import { breathe, systemClock } from './system-clock.ts';

/** A server that accepts links. */
export interface Serving {
  /** Stops accepting, tells everybody, lets chat go on for the grace unless hurried, then ends every session. */
  stop(hurry: Promise<void>): Promise<void>;
  /** Rejects when the server can not go on: what is not durable must not be shown. */
  readonly finished: Promise<void>;
}

/** Starts everything the options name. Prints one line for each listener and `ready`. */
export async function serve(options: ServeOptions, print: (line: string) => void, log: Log): Promise<Serving> {
  const store = await openStore({ dir: options.data, durability: options.durability });
  try {
    const chat = await startChat({ store, clock: systemClock, log, breathe });
    const listening = await listenAll(chat, options.listen, print, log);
    print('ready');
    return {
      finished: chat.finished.catch(async (error: unknown) => {
        await Promise.all(listening.map((each) => each.close()));
        chat.abandon();
        await closeAnyway(store);
        throw error;
      }),
      async stop(hurry) {
        await Promise.all(listening.map((each) => each.close()));
        await farewell(chat, options.grace, hurry, print);
        await chat.closeAll();
        await chat.stop();
        await store.close();
      },
    };
  } catch (error) {
    await closeAnyway(store);
    throw error;
  }
}

/** The error that ended the server is the one to tell, not what a failing disk adds to it on the way out. */
const closeAnyway = (store: Store): Promise<void> => store.close().catch(() => {});

/** Lets chat go on for the grace, unless everybody has left before. */
async function farewell(
  chat: RunningChat,
  grace: number,
  hurry: Promise<void>,
  print: (line: string) => void,
): Promise<void> {
  if (chat.sessions === 0) return;
  if (grace > 0) print(`stopping in ${grace / 1000} seconds; everybody was told. A second signal stops at once.`);
  chat.announce(grace);
  let callOff = (): void => {};
  const waited = new Promise<void>((resolve) => {
    callOff = chat.clock.after(grace, resolve);
  });
  // Nobody is left to wait for when the chat has ended by itself; `stop` tells why.
  await Promise.race([waited, hurry, chat.deserted(), chat.finished.catch(() => {})]);
  callOff();
}

async function listenAll(
  chat: RunningChat,
  urls: readonly ListenerUrl[],
  print: (line: string) => void,
  log: Log,
): Promise<readonly Listening[]> {
  const listening: Listening[] = [];
  try {
    for (const { dialect, host, port } of urls) {
      const registration = isLoopback(host) ? 'open' : 'closed';
      const rules: Rules = {
        listener: formatListenerUrl(dialect, host, port),
        sameAccount: 'share',
        registration,
        guests: true,
      };
      const accept = dialect.listen(chat, { rules, journal: () => {} });
      const listener = await listenTcp({ host, port, ...reports(dialect.name, log) }, accept);
      listening.push(listener);
      const joinHost = isLoopback(host) ? host : (outsideAddresses()[0] ?? host);
      print(
        `listening ${formatListenerUrl(dialect, host, listener.port)} join: ${dialect.join(joinHost, listener.port)}`,
      );
      if (!isLoopback(host)) print(exposureWarning(listener.port));
    }
    return listening;
  } catch (error) {
    await Promise.all(listening.map((each) => each.close()));
    // Whoever came in by an earlier one would keep the process alive.
    chat.abandon();
    throw error;
  }
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

function exposureWarning(port: number): string {
  const where = outsideAddresses().map((address) => `${address}:${port}`);
  return `warning: other machines can reach this listener, at ${where.join(' or ') || 'whatever address this machine has'}`;
}

/** Addresses of this machine by which others reach it. */
function outsideAddresses(): readonly string[] {
  return Object.values(networkInterfaces())
    .flat()
    .filter((each) => each !== undefined && !each.internal && each.family === 'IPv4')
    .map((each) => each?.address ?? '');
}
