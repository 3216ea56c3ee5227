import type { Rows } from '../talker.ts';
import { maxWindow, usualWindow, windowPart } from '../window.ts';
import { maxName } from './names.ts';

/** What was said before. */
export const reading: Rows = {
  window(fields, talker, question) {
    const room = fields.text('room', maxName);
    const before = fields.optionalCount('before', 1);
    const after = fields.optionalCount('after');
    const around = fields.optionalCount('around', 1);
    const limit = fields.optionalCount('limit', 1, maxWindow) ?? usualWindow;
    const places = [before, after, around].filter((place) => place !== undefined);
    if (places.length > 1) fields.bad ??= before === undefined ? 'around' : 'before';
    return () => talker.say(question, () => windowPart(talker, { room, before, after, around, limit }), room);
  },
};
