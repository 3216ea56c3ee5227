import { maxOnce } from '#chat/limits.ts';

import { donePart } from '../done.ts';
import { maxLine } from '../protocol.ts';
import type { Rows } from '../talker.ts';
import { maxName } from './names.ts';

/** What is said. */
export const speaking: Rows = {
  post(fields, talker, question) {
    const room = fields.text('room', maxName);
    const text = fields.text('text', maxLine);
    const once = fields.optionalText('once', maxOnce);
    if (text.trim() === '') fields.bad ??= 'text';
    return () =>
      talker.post(
        question,
        { kind: 'message', text },
        (done) => ({
          ...donePart(done),
          ...(done.kind === 'again' && { again: true }),
          ...(done.kind === 'entry' && done.waits && { waits: true }),
        }),
        { room, once, about: room },
      );
  },
};
