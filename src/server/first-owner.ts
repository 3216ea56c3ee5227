import type { RunningChat } from '#chat/chat.ts';
import type { Store } from '#chat/ports.ts';
import { web } from '#dialects/web/web.ts';
import type { Entrance } from './join-commands.ts';
import { addressesOf } from './own-addresses.ts';
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
  const pages = pagesOf(options, entrances);
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

/** The addresses of the page, as browsers reach it. */
function pagesOf({ listen }: Options, entrances: readonly Entrance[]): readonly string[] {
  const given = listen.flatMap(({ dialect, options }) => (dialect === web ? (options['public-url'] ?? []) : []));
  if (given.length > 0) return given.map((url) => url.replace(/\/$/, ''));
  return entrances
    .filter(({ dialect }) => dialect === web.name)
    .flatMap(({ host, port }) => addressesOf(host).map((address) => web.join(address, port, '')));
}
