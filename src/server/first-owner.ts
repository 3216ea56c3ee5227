import type { RunningChat } from '#chat/chat.ts';
import type { Store } from '#chat/ports.ts';
import type { Entrance } from './join-commands.ts';
import { pagesOf } from './page-addresses.ts';
import { asArgument, ownProgram } from './program.ts';
import type { ServeOptions } from './serve-options.ts';
import { defaultData } from './default-data.ts';

/** How long the link for the first owner can be used, in ms; the next start prints another one. */
const valid = 24 * 60 * 60 * 1000;

type Options = Pick<ServeOptions, 'console' | 'data' | 'listen'>;

/**
 * While nobody owns the server, prints how to become its owner: a link for a browser, which can be used once, or the
 * command. Not for a server of one dialect, whose output is that of its original.
 */
export async function tellFirstOwner(
  chat: RunningChat,
  store: Store,
  options: Options,
  entrances: readonly Entrance[],
  print: (line: string) => void,
): Promise<void> {
  const { console, data } = options;
  if (console || store.serverKeepers().some(({ role }) => role === 'owner')) return;
  const pages = pagesOf(options.listen, entrances);
  if (pages.length > 0) {
    const { code, hash } = chat.newCode();
    const until = chat.clock.now() + valid;
    const answer = await chat.command({ kind: 'tokenMade', purpose: 'owner', hash, uses: 1, until });
    // The part behind # reaches no server and no server's log.
    if (answer.kind === 'entry') for (const page of pages) print(`owner: ${page}/#/owner/${code} (once, within a day)`);
  } else if (data !== ':memory:') {
    const where = data === defaultData() ? '' : ` --data ${asArgument(data)}`;
    print(`owner: nobody yet; make one: ${ownProgram()} account add NAME --role owner${where}`);
  }
}
