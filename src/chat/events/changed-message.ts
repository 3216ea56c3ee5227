import type { Event, Seq } from '#chat/event.ts';

/** A message with another text since that place; undefined: it is removed. It keeps what it answers; only one that was not removed mentions anybody. */
export function withText(before: Event<'message'>, text: string | undefined, at: Seq): Event<'message'> {
  const { style, replyTo, mentions, said, by } = before;
  const kept = {
    kind: 'message',
    ...(style !== undefined && { style }),
    ...(replyTo !== undefined && { replyTo }),
    ...(said !== undefined && { said }),
    ...(by && { by }),
  } as const;
  if (text === undefined) return { ...kept, text: '', redacted: true };
  return { ...kept, text, edited: at, ...(mentions && { mentions }) };
}
