import type { Message } from '#dialects/web/protocol.ts';
import { t } from './texts.ts';

/** Names of the dialects, by the number in `via`. That of the page is left out, because most messages come from it. */
const ways: Readonly<Record<number, string>> = {
  1: 'nick',
  2: 'direct',
  3: 'tsam',
  4: 'chatroom',
  5: 'pdu',
  7: 'API',
};

/** The bot, webhook or protocol with which a message was sent; undefined: a page. */
export function wayOf({
  via,
  by,
  from,
}: Pick<Message, 'via' | 'by' | 'from'>): { readonly label: string; readonly title: string } | undefined {
  if (by) return { label: t.program(by), title: t.programFor(by, from.name) };
  const way = via === undefined ? undefined : ways[via];
  return way === undefined ? undefined : { label: way, title: t.via(way) };
}
