import { asRefusal } from '#chat/refusal.ts';
import { placeIn } from '#chat/search/search-query.ts';
import { maxWindow } from '#chat/reading/message-window.ts';

import { maxLine, type Hit } from '../protocol.ts';
import { foundPart, messagePart } from '../entry-part.ts';
import { queryOf } from '../search-text.ts';
import { Failed, Refused, type Rows } from '../requesting-session.ts';
import { placeAt, usualWindow, windowPart } from '../window.ts';
import { maxName } from './names.ts';

/** Messages in one answer to a search, at most, and where the client does not say. */
const [maxHits, usualHits] = [50, 20];

/** Requests for earlier messages. */
export const reading: Rows = {
  message(fields, session, request) {
    const seq = fields.count('seq', 1);
    return () =>
      session.say(request, () => {
        const found = session.chat.message(session.seat, seq);
        const message = found && messagePart(found);
        return message ? { message } : 'no-entry';
      });
  },

  window(fields, session, request) {
    const room = fields.text('room', maxName);
    const before = fields.optionalCount('before', 1);
    const after = fields.optionalCount('after');
    const around = fields.optionalCount('around', 1);
    const since = fields.optionalCount('since');
    const limit = fields.optionalCount('limit', 1, maxWindow) ?? usualWindow;
    const events = fields.optionalFlag('events');
    const places = { before, after, around, since };
    const given = Object.entries(places).filter(([, place]) => place !== undefined);
    if (given.length > 1) fields.bad ??= given[1]?.[0];
    return () =>
      session.say(
        request,
        () => {
          if (since === undefined) return windowPart(session, room, { before, after, around, limit, events });
          const place = placeAt(session, room, since);
          return typeof place === 'string' ? place : windowPart(session, room, { after: place, limit, events });
        },
        room,
      );
  },

  search(fields, session, request) {
    const text = fields.text('text', maxLine);
    const where = {
      in: fields.optionalText('in', maxName),
      from: fields.optionalText('from', maxName),
      before: fields.optionalCount('before'),
      after: fields.optionalCount('after'),
    };
    const limit = fields.optionalCount('limit', 1, maxHits) ?? usualHits;
    const cursor = fields.has('cursor') ? fields.anyText('cursor', 16) : '';
    if (!/^[0-9]{0,15}$/.test(cursor)) fields.bad ??= 'cursor';
    const below = cursor === '' ? undefined : Number(cursor);
    return () => {
      const query = queryOf(text, where);
      session.sayLater(request, session.chat.search(session.seat, query, { limit, below }), (found) => {
        if (typeof found === 'string' || 'code' in found) return new Refused(asRefusal(found), placeIn(query));
        if ('error' in found) return new Failed('bad-field', 'text', found.error);
        return {
          hits: found.hits.flatMap(({ entry, snippet }): readonly Hit[] => {
            const message = foundPart(entry);
            return message ? [{ entry: message, snippet: snippet.text, ranges: snippet.ranges }] : [];
          }),
          ...(found.more !== undefined && { cursor: String(found.more) }),
        };
      });
    };
  },
};
