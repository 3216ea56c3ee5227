import { web } from '#dialects/web/web.ts';
import { controlAddress } from '#server/control/address.ts';
import { CommandError } from '#server/control/command-error.ts';
import { askServer, reach } from '#server/control/control-client.ts';
import { parseJoinable } from '#server/control/parse-joinable.ts';
import { joinCommands } from '#server/join-commands.ts';

/**
 * The line with a link to a place of the page, such as `invite/CODE`; none where no server runs, it has no page, or it does not
 * answer: the code that the link is for was made already. A browser does not send the part after `#`, so no server logs it.
 */
export async function pageLink(dir: string, place: string): Promise<readonly string[]> {
  try {
    const page = await pageOf(dir);
    return page === undefined ? [] : [`On the page: ${page}/#/${place}`];
  } catch (error) {
    if (error instanceof CommandError) return [];
    throw error;
  }
}

async function pageOf(dir: string): Promise<string | undefined> {
  const address = controlAddress(dir);
  const socket = address === undefined ? undefined : await reach(address);
  if (!socket) return undefined;
  for await (const item of askServer(socket, { kind: 'listeners' })) {
    const listener = parseJoinable(item);
    const [page] = listener?.dialect === web.name ? joinCommands(web, listener, '') : [];
    if (page !== undefined) return page;
  }
  return undefined;
}
