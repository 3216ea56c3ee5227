import { z } from 'zod';
import type { Operation } from './operations.ts';

const problem = z.object({
  type: z.literal('about:blank'),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  detail: z.string(),
});

const json = (media: string, schema: z.ZodType): object => ({
  content: { [media]: { schema: z.toJSONSchema(schema) } },
});

/** The description of the API (OpenAPI 3.1), made from what reads the requests. */
export const openApi = (version: string, operations: readonly Operation[]): object => ({
  openapi: '3.1.0',
  info: { title: 'Polylogue', version },
  paths: Object.fromEntries(
    operations.map(({ path, summary, body }) => [
      path,
      {
        post: {
          summary,
          requestBody: { required: true, ...json('application/json', body) },
          responses: {
            204: { description: 'it is done' },
            default: { description: 'why it is not', ...json('application/problem+json', problem) },
          },
        },
      },
    ]),
  ),
});
