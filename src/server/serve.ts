import type { Passwords } from '#chat/ports.ts';
import type { RunningChat } from '#chat/chat.ts';
import type { WrongPassword } from '#chat/login/password-check.ts';
import { linkShares, type LinkShares } from './link-shares.ts';
import { openStore } from '#store/open-store.ts';
import { openSearch } from '#store/search/open-search.ts';
import type { StoreWarning } from '#store/store-warning.ts';
import { refuseServed } from './already-running.ts';
import { logAccounts } from './account-log.ts';
import { beginCaptures, forgetCaptures } from './capture/begin-captures.ts';
import type { Captures } from './capture/captures.ts';
import { givenCertificate } from './certificate.ts';
import { tellsPrivateWords } from './original-logs.ts';
import { warnOfClock } from './clock-warning.ts';
import { countLinks } from './connection-limits.ts';
import { linksOfOneAddress } from './descriptors.ts';
import { applyFlags } from './chat-flags.ts';
import { openControl } from './control/control-server.ts';
import { countedLog } from './counted-log.ts';
import { prepareDemoAccounts } from './demo-accounts.ts';
import { tellFirstOwner } from './first-owner.ts';
import { checkSiteOptions } from './http/site.ts';
import type { LineQueue } from './line-queue.ts';
import { type Listeners, listenAll } from './listeners.ts';
import type { ListenerUrl } from './listener-url.ts';
import { lockable } from './locked-secrets.ts';
import type { Log } from './log.ts';
import { fileOutput } from './log-outputs.ts';
import { argonPasswords } from './passwords.ts';
import { ratesOf } from './rates-of.ts';
import { keepLoginTimeout } from './login-timeout.ts';
import type { ServeOptions } from './serve-options.ts';
import { startChat } from './start-chat.ts';
import { pause, systemClock } from './system-clock.ts';
import { closeAnyway, endAfterFailure, type Kept, stopServing } from './stop-serving.ts';
import { version } from './version.ts';

/** A server that accepts links. */
export interface Serving {
  /** Stops accepting, tells all sessions, waits for the grace period unless hurried, then ends all sessions. */
  stop(hurry: Promise<void>): Promise<void>;
  /** Rejects when the server cannot continue, because entries that are not durable must not be shown. */
  readonly finished: Promise<void>;
}

/** The outputs of a server. */
export interface Outputs {
  /** Standard output: the lines of the listeners, `ready`, and what the original programs print. */
  readonly print: (line: string) => void;
  readonly log: Log;
}

/** Starts the server. Prints one line for each listener, and `ready`. */
export async function serve(
  options: ServeOptions,
  outputs: Outputs,
  shares: LinkShares = linkShares(ratesOf(options.limits).input),
): Promise<Serving> {
  options.listen.forEach(checkListener);
  await refuseServed(options.data);
  const warn = ({ event, sentence, fields }: StoreWarning): void => outputs.log(event, { sentence, ...fields });
  const store = await openStore({ dir: options.data, durability: options.durability, warn });
  const searchWarns = (sentence: string): void => outputs.log('search', { sentence });
  const search = openSearch({ dir: options.data, store, clock: systemClock, warn: searchWarns });
  const kept: Kept = {
    store,
    search,
    async close() {
      await search.close();
      await store.close();
    },
  };
  try {
    return await serveFrom(kept, options, outputs, shares);
  } catch (error) {
    await closeAnyway(kept);
    throw error;
  }
}

/** Throws an `OptionError` before anything is made or migrated, and before a listener is open. */
function checkListener({ dialect, options }: ListenerUrl): void {
  dialect.checkOptions?.(options);
  givenCertificate(options);
  checkSiteOptions(options);
}

async function serveFrom(kept: Kept, options: ServeOptions, outputs: Outputs, shares: LinkShares): Promise<Serving> {
  const began = performance.now();
  const { print } = outputs;
  const log = countedLog(outputs.log);
  const counted = { print, log };
  const passwords = lockable(argonPasswords());
  const chat = await openChat(kept, options, passwords, outputs.log, log);
  const entries = logAccounts(chat, log);
  const notes = await prepareDemoAccounts(chat, passwords, options.listen, print);
  const file = openLogFile(options, counted);
  const captures = await beginCaptures({ choice: options.capture, data: options.data, ...counted });
  const listeners = await listen(chat, options, { file, notes, captures, shares }, counted);
  const { joinable } = listeners;
  await openControl({ dir: options.data, store: chat.kept, chat, log, joinable, captures });
  const stopLoginTimeout = options.limits ? keepLoginTimeout(chat, options.limits.loginTimeout, log) : () => {};
  await tellFirstOwner(chat, kept.store, options, joinable, print);
  print('ready');
  const parts = { chat, kept, captures, listeners, stopLoginTimeout, file, grace: options.grace, print, log };
  return {
    finished: chat.finished.catch(async (error: unknown) => {
      await endAfterFailure(parts);
      throw error;
    }),
    async stop(hurry) {
      await stopServing(parts, hurry);
      log('stopped', { seconds: Math.round((performance.now() - began) / 1000), entries: entries() });
    },
  };
}

/** Begins the run of the chat. `warn`: logs without counting, for events that occur once. */
async function openChat(
  { store, search }: Kept,
  { limits, policy }: ServeOptions,
  passwords: Passwords,
  warn: Log,
  log: Log,
): Promise<RunningChat> {
  warnOfClock(store, systemClock.now(), warn);
  const onWrongPassword = (wrong: WrongPassword): void => log('wrong-password', { ...wrong });
  const { asks: rates, registrations } = ratesOf(limits);
  const given = { store, search, clock: systemClock, log, pause, passwords };
  const chat = await startChat({ ...given, rates, registrations, onWrongPassword });
  // From now on, while another program holds the lock, requests are refused and sessions stay.
  store.waitForLock(Infinity);
  await applyFlags(chat, policy, warn);
  return chat;
}

function openLogFile({ logFile, listen }: ServeOptions, { print, log }: Outputs): LineQueue | undefined {
  if (logFile === undefined) return undefined;
  const indiscreet = new Set(
    listen.filter(({ dialect }) => tellsPrivateWords(dialect)).map(({ dialect }) => dialect.name),
  );
  if (indiscreet.size > 0) {
    print(
      `warning: what people say in private on ${[...indiscreet].join(' and ')} is written to ${logFile} unencrypted`,
    );
  }
  return fileOutput(logFile, (error) =>
    log('log-file', { file: logFile, error: error instanceof Error ? error.message : String(error) }),
  );
}

async function listen(
  chat: RunningChat,
  { listen: urls, policy, console, limits, verbose, data, durability }: ServeOptions,
  shared: {
    readonly file: LineQueue | undefined;
    readonly notes: ReadonlyMap<string, string>;
    readonly captures: Captures;
    readonly shares: LinkShares;
  },
  { print, log }: Outputs,
): Promise<Listeners> {
  const { file, ...around } = shared;
  const originalLogs = { console: console ? { add: print } : undefined, file };
  const links =
    limits &&
    countLinks({ ...limits, perAddress: linksOfOneAddress(limits.perAddress) }, chat.clock.elapsed, (address) =>
      chat.makeSpace(address),
    );
  const options = { ...around, chat, policy, originalLogs, verbose, links, print, log, dir: data };
  const listeners = await listenAll(urls, options).catch(async (error: unknown) => {
    await forgetCaptures(around.captures);
    throw error;
  });
  log('started', { version, data, durability, listeners: listeners.urls.length });
  for (const listener of listeners.urls) log('listening', { listener });
  return listeners;
}
