import { donePart } from '../done.ts';
import { maxLine } from '../protocol.ts';
import type { Rows } from '../talker.ts';
import { maxName } from './names.ts';

/** What a room is, and who may do what in it. */
export const governing: Rows = {
  topic(fields, talker, question) {
    const room = fields.text('room', maxName);
    const text = fields.anyText('text', maxLine);
    return () => talker.post(question, { kind: 'topic', text }, donePart, { room, about: room });
  },
};
