import type { Message } from '#dialects/web/protocol.ts';
import { t } from './texts.ts';

/** Names of the ways by the number in `via`. The page's own is left out: most messages come by it. */
const ways: Readonly<Record<number, string>> = {
  1: 'nick',
  2: 'direct',
  3: 'tsam',
  4: 'chatroom',
  5: 'pdu',
  7: 'API',
};

/** How a message came, where that is not by its sender on this page: the bot or webhook that said it, or the protocol. */
export function wayOf({
  via,
  by,
  from,
}: Pick<Message, 'via' | 'by' | 'from'>): { readonly label: string; readonly title: string } | undefined {
  if (by) return { label: t.program(by), title: t.programFor(by, from.name) };
  const way = via === undefined ? undefined : ways[via];
  return way === undefined ? undefined : { label: way, title: t.via(way) };
}
