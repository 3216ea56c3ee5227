import { isIP } from 'node:net';
import { listen } from '#lab/live/listen.ts';
import { visible } from '#text/visible.ts';
import { type Command, textOf, UsageError } from '#server/command.ts';
import { isLoopback } from '#server/listener-url.ts';
import { stopSignals } from '#server/stop-signals.ts';
import { say } from './report-refusals.ts';

const usualPort = '8080';

/** `polylogue listen`: a receiver for tests. */
export const listenCommand: Command = {
  name: 'listen',
  args: '[PORT]',
  count: [0, 1],
  summary: 'accept TCP connections and print what they send, without answering',
  about: `A receiver for polylogue encapsulate --mode live --to HOST:PORT, for a notebook, or for nc. It prints each connection
and each chunk of bytes as text, one line each, until Ctrl-C. It is not a chat server, and answers nothing.
PORT is ${usualPort} when left out; 0 takes any free one.`,
  options: {
    host: { value: 'ADDR', help: 'the address to listen on (default: 127.0.0.1)' },
    once: { help: 'stop when the first connection has ended' },
  },
  examples: ['polylogue listen 8080', 'polylogue listen 0 --once'],
  async run({ values, positionals: [port = usualPort] }, stdio) {
    const host = textOf(values, 'host') ?? '127.0.0.1';
    if (isIP(host) === 0) throw new UsageError(`--host is an address such as 127.0.0.1, not ${JSON.stringify(host)}.`);
    if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) {
      throw new UsageError(`A port is a number from 0 to 65535, not ${JSON.stringify(port)}.`);
    }
    const signals = stopSignals(() => {});
    const broken = new Promise<void>((resolve) => void stdio.stdout.once('error', () => resolve()));
    try {
      const listening = await listen({
        host,
        port: Number(port),
        print: (line) => stdio.stdout.write(`${visible(line)}\n`),
      });
      if (!isLoopback(host)) say(stdio, `Warning: everybody who can reach ${host} can connect.`);
      await Promise.race([signals.first, broken, ...(values['once'] === true ? [listening.first] : [])]);
      await listening.close();
      return 0;
    } finally {
      signals.forget();
    }
  },
};
