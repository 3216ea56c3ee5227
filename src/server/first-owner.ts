import type { RunningChat } from '#chat/chat.ts';
import type { Store } from '#chat/ports.ts';
import type { JoinableListener } from './join-commands.ts';
import { pagesOf } from './page-addresses.ts';
import { asArgument, ownProgram } from './program.ts';
import type { ServeOptions } from './serve-options.ts';
import { defaultData } from './default-data.ts';

/** How long the link for the first owner is valid, in ms. The next start prints a new one. */
const valid = 24 * 60 * 60 * 1000;

type Options = Pick<ServeOptions, 'console' | 'data' | 'listen'>;

/**
 * While the server has no owner, prints how to become its owner: a link for a browser, valid once, or a command. A
 * server of one dialect does not print it, because its output is that of its original program.
 */
export async function tellFirstOwner(
  chat: RunningChat,
  store: Store,
  options: Options,
  joinable: readonly JoinableListener[],
  print: (line: string) => void,
): Promise<void> {
  const { console, data } = options;
  if (console || store.serverOwnersAndOperators().some(({ role }) => role === 'owner')) return;
  const pages = pagesOf(options.listen, joinable);
  if (pages.length > 0) {
    const { code, hash } = chat.newCode();
    const until = chat.clock.now() + valid;
    const answer = await chat.command({ kind: 'tokenMade', purpose: 'owner', hash, uses: 1, until });
    // A browser does not send the part after #, so no server logs it.
    if (answer.kind === 'entry') for (const page of pages) print(`owner: ${page}/#/owner/${code} (once, within a day)`);
  } else if (data !== ':memory:') {
    const where = data === defaultData() ? '' : ` --data ${asArgument(data)}`;
    print(`owner: nobody yet; make one: ${ownProgram()} account add NAME --role owner${where}`);
  }
}
