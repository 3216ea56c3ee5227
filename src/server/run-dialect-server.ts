import { join } from 'node:path';
import type { Dialect } from '#dialects/dialect.ts';
import { quoted } from './command-line.ts';
import { type Command, type Given, UsageError } from './command.ts';
import { flagsOf, givenOf } from './dialect-options.ts';
import { hostOption, readHost } from './host-option.ts';
import { isLoopback, loopback } from './listener-url.ts';
import { runServer } from './run-serve.ts';
import { commonOptions, readCommonOptions, readData, readLogFile, type ServeOptions } from './serve-options.ts';
import { defaultData } from './default-data.ts';

/**
 * `polylogue <dialect> server`: takes the arguments of its original program, if there is one, and has its console and
 * log file.
 */
export function serverCommand(dialect: Dialect): Command {
  const { name, port } = dialect;
  const original = dialect.originalLog?.();
  const own = original?.log?.file;
  return {
    name: `${name} server`,
    args: '[PORT]',
    count: [0, 1],
    summary: `start a chat for ${name} alone${original ? ', like its original program' : ''} (port ${port})`,
    about: `The protocol: ${dialect.summary.replace(/\.$/, '')}.

${original ? printing(own) : ''}Port 0 takes any free one. To serve all dialects in one chat: polylogue serve`,
    options: {
      host: hostOption,
      data: {
        value: 'DIR',
        help: `where all data is kept (default ${name}-PORT in ./polylogue-data, or in $POLYLOGUE_DATA); :memory: keeps nothing`,
      },
      // Without an original program, events are neither printed nor written.
      ...(original && { 'log-file': { value: 'FILE', help: `append ${appended(own)}` } }),
      ...(own !== undefined && { 'no-log-file': { help: 'write no log file' } }),
      ...flagsOf(dialect.options),
      ...(dialect.demoAccounts && {
        'no-demo-accounts': { help: 'do not create them, even if only this machine can connect' },
      }),
      ...commonOptions,
    },
    aliases: dialect.aliases?.server,
    examples: [`polylogue ${name} server`, `polylogue ${name} server ${port} --host 0.0.0.0 --data :memory:`],
    run: (given, stdio) =>
      runServer(`polylogue ${name} server`, readDialectServerOptions(given, defaultData(), dialect), stdio),
  };
}

/** `own`: the file that the original writes, if any. */
const printing = (own: string | undefined): string =>
  `Prints what the original server prints${own === undefined ? '' : `, and appends what it writes to ./${own}`}.\n`;

const appended = (own: string | undefined): string =>
  own === undefined ? 'what is printed there, too' : `what the original writes there, and not to ./${own}`;

/** The options of `<dialect> server`. Throws `UsageError`. */
export function readDialectServerOptions(given: Given, data: string, dialect: Dialect): ServeOptions {
  const { values, positionals } = given;
  const port = readPort(positionals[0] ?? String(dialect.port));
  const host = readHost(values, loopback, (at, its) => `${dialect.name} server ${its} --host ${at}`);
  const file = readLogFile(values);
  if (file !== undefined && values['no-log-file'] === true) {
    throw new UsageError('--log-file and --no-log-file cannot be combined.');
  }
  const usualFile = values['no-log-file'] === true ? undefined : dialect.originalLog?.().log?.file;
  const options = {
    ...dialect.originalOptions,
    ...usualOptions(dialect, host, values),
    ...givenOf(dialect.options, given),
  };
  return Object.freeze({
    ...readCommonOptions(given, [dialect]),
    data: readData(values, data === ':memory:' ? data : join(data, `${dialect.name}-${port}`)),
    listen: [{ dialect, host, port, policy: {}, options }],
    console: true,
    logFile: file ?? usualFile,
  });
}

/** The accounts of the original exist, but only people on this machine can use them. */
function usualOptions(dialect: Dialect, host: string, values: Given['values']): Readonly<Record<string, string>> {
  const wanted = values['demo-accounts'] === true;
  const unwanted = values['no-demo-accounts'] === true;
  if (wanted && unwanted) throw new UsageError('--demo-accounts and --no-demo-accounts cannot be combined.');
  return dialect.demoAccounts && !unwanted && isLoopback(host) ? { 'demo-accounts': 'yes' } : {};
}

function readPort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Infinity;
  if (port > 65_535) throw new UsageError(`A port is a number from 0 to 65535, not ${quoted(text)}.`);
  return port;
}
