import { z } from 'zod';
import { foundPart } from '#dialects/web/entry-part.ts';
import { queryOf } from '#dialects/web/search-text.ts';
import type { Hit } from '#dialects/web/protocol.ts';
import { id, list, message } from '#server/http/api/answers.ts';
import { placeIn } from '#chat/search/search-query.ts';
import { problemOf } from '#server/http/api/problem.ts';
import { readRoute, type Route } from '#server/http/api/route.ts';
import { name, place, said, upto } from '#server/http/api/values.ts';

/** Messages in one answer: the most, and the default. */
const [maxHits, usualHits] = [50, 20];

const hit: z.ZodType<Hit> = z
  .strictObject({
    entry: message,
    snippet: z.string(),
    ranges: z.array(z.tuple([id, id])).meta({ description: 'what matched, as UTF-16 offsets in the snippet' }),
  })
  .meta({ id: 'Hit' });

export const search: readonly Route[] = [
  readRoute({
    method: 'get',
    path: '/search',
    summary: 'messages that have these words, the newest first: "a phrase", begin*, -without, sort:best',
    access: 'read',
    fields: z.strictObject({
      q: said,
      in: name.optional(),
      from: name.optional(),
      limit: upto(maxHits).optional(),
      before: place.optional().meta({ description: 'the next of the last answer' }),
    }),
    answer: z.strictObject({ hits: list(hit), next: id.exactOptional() }),
    problems: ['search-busy', 'no-room', 'unavailable'],
    async run({ q, in: room, from, limit = usualHits, before }, { chat, reader }) {
      const query = queryOf(q, { in: room, from, before: undefined, after: undefined });
      const result = await chat.search(reader, query, { limit, below: before });
      if (typeof result === 'string' || 'code' in result) return problemOf(result, placeIn(query));
      if ('error' in result) return { ...problemOf('bad-field'), detail: result.error, field: 'q' };
      const hits = result.hits.flatMap(({ entry, snippet }): readonly Hit[] => {
        const found = foundPart(entry);
        return found ? [{ entry: found, snippet: snippet.text, ranges: snippet.ranges }] : [];
      });
      return { answer: { hits, ...(result.more !== undefined && { next: result.more }) } };
    },
  }),
];
