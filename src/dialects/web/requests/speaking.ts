import { maxOnce } from '#chat/limits.ts';

import { donePart } from '../done-part.ts';
import { maxLine } from '../protocol.ts';
import type { Rows } from '../talker.ts';
import { maxName } from './names.ts';

const styles = ['action', 'notice'] as const;
/** UTF-16 units of a reaction: more than the chat allows, which judges it. */
const maxEmoji = 64;

/** Posting messages, and changing them. */
export const speaking: Rows = {
  post(fields, talker, question) {
    const room = fields.text('room', maxName);
    const text = fields.text('text', maxLine);
    const style = fields.optionalWord('style', styles);
    const replyTo = fields.optionalCount('replyTo', 1);
    const once = fields.optionalText('once', maxOnce);
    if (text.trim() === '') fields.bad ??= 'text';
    // Lone surrogates would all be stored as the same character.
    if (once?.isWellFormed() === false) fields.bad ??= 'once';
    return () =>
      talker.post(
        question,
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

  edit(fields, talker, question) {
    const target = fields.count('target', 1);
    const text = fields.text('text', maxLine);
    if (text.trim() === '') fields.bad ??= 'text';
    return () => talker.post(question, { kind: 'edited', target, text }, donePart);
  },

  redact(fields, talker, question) {
    const target = fields.count('target', 1);
    const reason = fields.optionalText('reason', maxLine);
    return () => talker.post(question, { kind: 'redacted', target, reason }, donePart);
  },

  react(fields, talker, question) {
    const target = fields.count('target', 1);
    const emoji = fields.text('emoji', maxEmoji);
    const on = fields.flag('on');
    return () => talker.post(question, { kind: 'reacted', target, emoji, on }, donePart, { about: emoji });
  },
};
