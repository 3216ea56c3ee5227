import { alreadyRunning } from './already-running.ts';
import { addressesOption } from './capture/capture-options.ts';
import { type Command, type Given, UsageError } from './command.ts';
import { failureOf } from './failure.ts';
import { hostOption, readHost } from './host-option.ts';
import { loopback, type ListenerUrl, parseListenerUrl } from './listener-url.ts';
import { withDemoAccounts } from './demo-accounts.ts';
import type { Dialect } from '#dialects/dialect.ts';
import { createLog, type Log } from './log.ts';
import { standardError, standardOutput } from './log-outputs.ts';
import { serve, type Serving } from './serve.ts';
import { commonOptions, readCommonOptions, readData, readLogFile, type ServeOptions } from './serve-options.ts';
import { ignoreUserSignals, type StopSignals, stopSignals } from './stop-signals.ts';
import type { Stdio } from './stdio.ts';
import { defaultData } from './default-data.ts';

/** `polylogue serve`. */
export const serveCommand = (dialects: readonly Dialect[]): Command => ({
  name: 'serve',
  args: '',
  count: [0, 0],
  summary: 'start the chat, for all dialects at once',
  about: `Prints one line for each listener, with a command that joins there, then "ready". Ctrl-C announces the shutdown, waits for the grace time and stops; a second one stops at once.

The URL of a listener may contain options. They can only be stricter than the settings of the chat (polylogue settings):
  'nick://0.0.0.0:43221?registration=closed&same-account=refuse&guests=no'`,
  options: {
    data: {
      value: 'DIR',
      help: 'where all data is kept (default ./polylogue-data, or $POLYLOGUE_DATA); :memory: keeps nothing',
    },
    host: hostOption,
    listen: {
      value: 'URL',
      multiple: true,
      help: 'listen only there, such as nick://127.0.0.1:43221, instead of all dialects at their usual ports; port 0 takes any free one',
    },
    peer: {
      value: 'URL',
      multiple: true,
      help: 'link the tsam listeners to that server, such as tsam://10.0.0.7:4021?group=71 (docs/operating.md)',
    },
    'log-file': {
      value: 'FILE',
      help: 'append what the original programs log, all in this file',
    },
    ...commonOptions,
    addresses: { ...addressesOption, help: 'the same as --capture-addresses' },
  },
  examples: [
    'polylogue serve',
    'polylogue serve --host 0.0.0.0',
    'polylogue serve --capture evening.pcapng --capture-dialect tsam,direct',
    "polylogue serve --data /srv/chat --listen 'nick://0.0.0.0:43221?guests=no'",
  ],
  run: (given, stdio) =>
    runServer('polylogue serve', withDemoAccounts(readServeOptions(given, defaultData(), dialects)), stdio),
});

/** The options of `serve`. Throws `UsageError`. */
export function readServeOptions(given: Given, defaultData: string, dialects: readonly Dialect[]): ServeOptions {
  const addresses = given.values['addresses'] ?? given.values['capture-addresses'];
  const values: Given['values'] = { ...given.values, 'capture-addresses': addresses };
  return Object.freeze({
    ...readCommonOptions({ ...given, values }, dialects),
    data: readData(values, defaultData),
    listen: withPeers(listeners(values, dialects), values['peer']),
    console: false,
    logFile: readLogFile(values),
  });
}

const isPage = ({ carriers }: Dialect): boolean => carriers?.[0]?.transport === 'http';

function listeners(values: Given['values'], dialects: readonly Dialect[]): readonly ListenerUrl[] {
  const { listen: urls, host: given } = values;
  const host = readHost(values, loopback, (at, port) => `serve --listen nick://${at}:${port}`);
  if (!Array.isArray(urls)) {
    // The page first, because most people begin there.
    const [pages, wires] = [dialects.filter(isPage), dialects.filter((dialect) => !isPage(dialect))];
    return [...pages, ...wires].map((dialect) => {
      return { dialect, host, port: dialect.port, policy: {}, options: {} };
    });
  }
  if (given !== undefined) throw new UsageError('--host is for the usual listeners; --listen names its own host.');
  return urls.map((url: string) => {
    const listener = parseListenerUrl(url, dialects);
    if (typeof listener === 'string') throw new UsageError(listener);
    return listener;
  });
}

/** Passes the peer servers to the listeners that can link to servers. Throws `UsageError`. */
function withPeers(listen: readonly ListenerUrl[], urls: Given['values'][string]): readonly ListenerUrl[] {
  if (!Array.isArray(urls)) return listen;
  const links = listen.filter(({ dialect }) => dialect.servers !== undefined);
  if (links.length === 0) throw new UsageError('--peer links tsam servers, and nothing listens for tsam.');
  const peer = urls.join(',');
  return listen.map((each) => (links.includes(each) ? { ...each, options: { peer, ...each.options } } : each));
}

/** Serves until a signal or a failure. Resolves with the exit code after everything is closed. */
export async function runServer(command: string, options: ServeOptions, stdio: Stdio): Promise<number> {
  const [output, errors] = [standardOutput(stdio), standardError(stdio)];
  const log = withoutRepeats(createLog(errors, Date.now), stdio.stdout.isTTY === true && errors.terminal);
  const signals = stopSignals(() => log('hangup-ignored'), stdio.signals);
  const heedUserSignals = ignoreUserSignals((signal) => log('signal-ignored', { signal }), stdio.signals);
  try {
    const serving = await serve(options, { print: (line) => output.add(line), log });
    const exit = await untilStopped(serving, signals);
    // The second signal ends the wait, because an output that nobody reads is never emptied.
    await Promise.race([Promise.all([output.emptied(), errors.emptied()]), signals.second]);
    return exit;
  } catch (error) {
    const { sentence, exit } = failureOf(error);
    const running = await alreadyRunning(error, options.data);
    const [first = sentence, ...more] = running ?? [];
    for (const line of [`${command}: ${first}`, ...more]) errors.add(line);
    await Promise.race([errors.emptied(), signals.second]);
    return exit;
  } finally {
    signals.forget();
    heedUserSignals();
  }
}

/** If both outputs go to one terminal, listeners are not printed twice. */
const withoutRepeats = (log: Log, oneTerminal: boolean): Log =>
  oneTerminal ? (event, fields) => (event === 'listening' ? undefined : log(event, fields)) : log;

async function untilStopped(serving: Serving, signals: StopSignals): Promise<number> {
  await Promise.race([signals.first, serving.finished]);
  await serving.stop(signals.second);
  return 0;
}
