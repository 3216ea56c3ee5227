import { maxOnce } from '#chat/limits.ts';

import { donePart } from '../done-part.ts';
import { maxLine } from '../protocol.ts';
import type { Rows } from '../requesting-session.ts';
import { maxName } from './names.ts';

const styles = ['action', 'notice'] as const;
/** UTF-16 units of a reaction: more than the chat allows, which judges it. */
const maxEmoji = 64;

/** Posting messages, and changing them. */
export const speaking: Rows = {
  post(fields, session, request) {
    const room = fields.text('room', maxName);
    const text = fields.text('text', maxLine);
    const style = fields.optionalWord('style', styles);
    const replyTo = fields.optionalCount('replyTo', 1);
    const once = fields.optionalText('once', maxOnce);
    if (text.trim() === '') fields.bad ??= 'text';
    // Lone surrogates would all be stored as the same character.
    if (once?.isWellFormed() === false) fields.bad ??= 'once';
    return () =>
      session.post(
        request,
        { kind: 'message', text, ...(style && { style }), ...(replyTo !== undefined && { replyTo }) },
        (done) => ({
          ...donePart(done),
          ...(done.kind === 'again' && { again: true }),
          ...(done.kind === 'entry' && done.waits && { waits: true }),
          ...(done.kind === 'entry' && done.away !== undefined && { away: done.away }),
        }),
        { room, once, about: room },
      );
  },

  edit(fields, session, request) {
    const target = fields.count('target', 1);
    const text = fields.text('text', maxLine);
    if (text.trim() === '') fields.bad ??= 'text';
    return () => session.post(request, { kind: 'edited', target, text }, donePart);
  },

  redact(fields, session, request) {
    const target = fields.count('target', 1);
    const reason = fields.optionalText('reason', maxLine);
    return () => session.post(request, { kind: 'redacted', target, reason }, donePart);
  },

  react(fields, session, request) {
    const target = fields.count('target', 1);
    const emoji = fields.text('emoji', maxEmoji);
    const on = fields.flag('on');
    return () => session.post(request, { kind: 'reacted', target, emoji, on }, donePart, { about: emoji });
  },
};
