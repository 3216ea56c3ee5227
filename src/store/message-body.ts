import type { Event, Mentions, Style } from '#chat/event.ts';
import { integer, isObject, list, text, wrong } from './body-values.ts';

/** The value of the column `kind` for a message with more than a text. */
export const messageWithHead = 'message+';
/** The value for an imported message with only a text and a time. */
export const importedMessage = 'imported';

/** A message that is not just its text: `HEAD\nTEXT`, the head as JSON. */
export function formatMessage({
  text,
  style,
  replyTo,
  mentions,
  said,
  by,
  edited,
  redacted,
}: Event<'message'>): string {
  const named = mentions && { users: mentions.users, ...(mentions.all && { all: 1 }) };
  const head = {
    style,
    replyTo,
    ...named,
    said,
    ...(by && { [by.kind]: by.label }),
    edited,
    redacted: redacted && 1,
  };
  return `${JSON.stringify(head)}\n${text}`;
}

export function parseMessage(body: string): Event<'message'> {
  const end = body.indexOf('\n');
  const head: unknown = JSON.parse(body.slice(0, end));
  if (!isObject(head)) return wrong(head);
  const { style, replyTo, users, all, said, bot, webhook, edited, redacted } = head;
  const mentions: Mentions | undefined =
    users === undefined ? undefined : { users: list(users).map(integer), all: all === 1 };
  return {
    kind: 'message',
    text: body.slice(end + 1),
    ...(style !== undefined && { style: styleOf(style) }),
    ...(replyTo !== undefined && { replyTo: integer(replyTo) }),
    ...(mentions && { mentions }),
    ...(said !== undefined && { said: integer(said) }),
    ...(bot !== undefined && { by: { kind: 'bot', label: text(bot) } }),
    ...(webhook !== undefined && { by: { kind: 'webhook', label: text(webhook) } }),
    ...(edited !== undefined && { edited: integer(edited) }),
    ...(redacted === 1 && { redacted: true }),
  };
}

/** `MILLIS TEXT`. */
export const formatImported = ({ said, text: words }: Event<'message'>): string => `${said} ${words}`;

export function parseImported(body: string): Event<'message'> {
  const end = body.indexOf(' ');
  return { kind: 'message', text: body.slice(end + 1), said: Number(body.slice(0, end)) };
}

/** The value of the column `kind`. */
export function messageKind({ style, replyTo, mentions, said, by, edited, redacted }: Event<'message'>): string {
  if (style ?? replyTo ?? mentions ?? by ?? edited ?? redacted) return messageWithHead;
  return said === undefined ? 'message' : importedMessage;
}

function styleOf(value: unknown): Style {
  const style = text(value);
  return style === 'action' || style === 'notice' ? style : wrong(style);
}
