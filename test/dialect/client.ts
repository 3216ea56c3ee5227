import type { ClientOptions } from '#dialects/dialect.ts';

import { line, LineReader } from './codec.ts';

/** Shows what comes and sends what is typed. */
export async function talk({ connect, console: terminal }: ClientOptions): Promise<number> {
  const link = await connect();
  const reader = new LineReader();
  const over = Promise.withResolvers<void>();
  link.read({
    take(chunk) {
      return reader.read(chunk, (text = '') => {
        terminal.show(text);
        return true;
      });
    },
    ended: () => over.resolve(),
  });
  async function type(): Promise<void> {
    for (let typed = await terminal.line(); typed !== undefined; typed = await terminal.line()) link.write(line(typed));
    link.end();
  }
  await Promise.race([type(), over.promise, terminal.interrupted]);
  link.end();
  await over.promise;
  terminal.close();
  return 0;
}
