import type { Message } from '#dialects/web/protocol.ts';
import { viaNames } from '#text/via-names.ts';
import { t } from './texts.ts';

/** The bot, webhook or protocol with which a message was sent; undefined: a page, as most messages are. */
export function sentWith({
  via,
  by,
  from,
}: Pick<Message, 'via' | 'by' | 'from'>): { readonly label: string; readonly title: string } | undefined {
  if (by) return { label: t.program(by), title: t.programFor(by, from.name) };
  const way = via === undefined ? undefined : viaNames[via];
  return way === undefined || way === 'web' ? undefined : { label: way, title: t.via(way) };
}
