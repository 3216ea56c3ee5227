import { parseArgs } from 'node:util';

import type { ClientOptions, Dialect } from '#dialects/dialect.ts';
import { connectTcp } from '#link/tcp.ts';
import { createConsole } from '#term/console.ts';
import { systemClock } from './system-clock.ts';

const flags = { reconnect: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } as const;

/** `polylogue <dialect> client HOST PORT`. Resolves with the exit code. */
export async function runClient(dialect: Dialect, args: readonly string[]): Promise<number> {
  const command = `polylogue ${dialect.name} client`;
  const usage = `Usage: ${command} HOST PORT [--reconnect]\n\n  --reconnect   come back by itself when the server vanishes\n`;
  const options = readClientArgs(args);
  if (options === 'help') {
    process.stdout.write(usage);
    return 0;
  }
  if (typeof options === 'string') {
    process.stderr.write(`${command}: ${options}\n\n${usage}`);
    return 64;
  }
  const { host, port } = options;
  const console = createConsole(process.stdin, process.stdout);
  try {
    const connect: ClientOptions['connect'] = () => connectTcp({ host, port });
    return await dialect.client({ ...options, console, clock: systemClock, connect });
  } finally {
    console.close();
  }
}

/** `help`, when that is asked for; any other string is a sentence that says what is wrong with the arguments. */
export function readClientArgs(args: readonly string[]): Pick<ClientOptions, 'host' | 'port' | 'reconnect'> | string {
  let parsed;
  try {
    parsed = parseArgs({ args: [...args], options: flags, strict: true, allowPositionals: true });
  } catch (error) {
    // Its second sentence is about arguments that begin with a dash, which no host or port does.
    const [first = ''] = (error instanceof Error ? error.message : String(error)).split('. ');
    return `${first.replace(/\.$/, '')}.`;
  }
  if (parsed.values.help === true) return 'help';
  const [host, port, ...more] = parsed.positionals;
  if (host === undefined || host === '') return 'HOST and PORT are missing.';
  if (port === undefined) return 'PORT is missing.';
  if (more.length > 0) return `There is one argument too many: ${JSON.stringify(more[0])}.`;
  const number = /^\d{1,5}$/.test(port) ? Number(port) : 0;
  if (number < 1 || number > 65_535) return `A port is a number from 1 to 65535, not ${JSON.stringify(port)}.`;
  return { host, port: number, reconnect: parsed.values.reconnect === true };
}
