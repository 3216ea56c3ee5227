import type { Dialect } from '#dialects/dialect.ts';
import { connectTcp } from '#link/tcp.ts';
import { createConsole } from '#term/console.ts';
import { systemClock } from './system-clock.ts';

/** `polylogue <dialect> client HOST PORT`. Resolves with the exit code. */
export async function runClient(dialect: Dialect, args: readonly string[]): Promise<number> {
  const usage = `Usage: polylogue ${dialect.name} client HOST PORT [--reconnect]\n\n  --reconnect   come back by itself when the server vanishes\n`;
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(usage);
    return 0;
  }
  const reconnect = args.includes('--reconnect');
  const [host, portText, ...more] = args.filter((arg) => arg !== '--reconnect');
  const port = Number(portText);
  if (host === undefined || more.length > 0 || !Number.isInteger(port) || port < 1 || port > 65_535) {
    process.stderr.write(usage);
    return 64;
  }
  const console = createConsole(process.stdin, process.stdout);
  try {
    return await dialect.client({
      host,
      port,
      console,
      clock: systemClock,
      connect: () => connectTcp({ host, port }),
      reconnect,
    });
  } finally {
    console.close();
  }
}
