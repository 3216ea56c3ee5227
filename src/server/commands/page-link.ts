import { web } from '#dialects/web/web.ts';
import { ask } from '#server/control/ask.ts';
import { parseJoinable } from '#server/control/parse-joinable.ts';
import { joinCommands } from '#server/join-commands.ts';

/**
 * The line with a link to a place of the page, such as `invite/CODE`; none where no server runs, or it has no page. A
 * browser does not send the part after `#`, so no server logs it.
 */
export async function pageLink(dir: string, place: string): Promise<readonly string[]> {
  for await (const item of ask(dir, { kind: 'listeners' })) {
    const listener = parseJoinable(item);
    if (listener?.dialect !== web.name) continue;
    const [page] = joinCommands(web, listener, '');
    if (page !== undefined) return [`On the page: ${page}/#/${place}`];
  }
  return [];
}
