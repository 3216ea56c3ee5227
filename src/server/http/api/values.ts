import { z } from 'zod';
import { allScopes, isScope, type Scope } from '#chat/rights/grant-scope.ts';
import { maxLabel } from '#chat/rights/grant.ts';
import { maxText } from '#chat/limits.ts';
import { maxUses } from '#chat/rights/token.ts';

/** Schemas of the fields of requests. Their bounds of text are wider than those of the chat, which checks them. */

const atMost = (max: number): string => `it has more than ${max} characters`;
const text = (max: number): z.ZodString => z.string().min(1, 'it is empty').max(max, atMost(max));

/** The id of a user or a room. */
export const name: z.ZodType<string> = text(256);
export const password: z.ZodType<string> = text(1024);
/** A code, as given to a person. */
export const code: z.ZodType<string> = text(128);
/** The text of a message. The chat refuses it if it is too long. */
export const said: z.ZodType<string> = z
  .string()
  .min(1, 'it is empty')
  .refine((written) => written.trim() !== '', 'it is empty')
  .meta({ description: `at most ${maxText} bytes of UTF-8`, maxLength: maxText });
export const anyText: z.ZodType<string> = z.string().max(1024, atMost(1024));
export const label: z.ZodType<string> = text(4 * maxLabel);
export const once: z.ZodType<string> = text(64)
  // Unpaired surrogates are all stored as the same character.
  .refine((id) => id.isWellFormed(), 'it has half a character')
  .meta({ description: 'an id that the client chooses: a request repeated with the same id is carried out once' });

/** A channel: with or without the `#` before its name. */
export const channel: z.ZodType<string, string> = text(256)
  .transform((written) => (written.startsWith('#') ? written : `#${written}`))
  .meta({ description: 'a channel; the # may be left out' });

/** The other user of a private room. */
export const partner: z.ZodType<string> = text(256).refine(
  (written) => !written.startsWith('#'),
  'it is the name of a user: rooms are at /rooms/{name}',
);

/** A number in a path or a query. */
const written = (least: number, most: number): z.ZodType<number, string> =>
  z
    .string()
    .regex(/^\d{1,15}$/, 'it is a whole number')
    .transform(Number)
    .refine((number) => number >= least && number <= most, `it is a number from ${least} to ${most}`)
    .meta({ type: 'integer', minimum: least, maximum: most });

const greatest = 999_999_999_999_999;

/** The seq of a message. */
export const place: z.ZodType<number, string> = written(0, greatest);
/** The most results. */
export const upto = (most: number): z.ZodType<number, string> => written(1, most);

/** A number in a body. */
const number = (least: number, most: number): z.ZodType<number> => z.int().min(least).max(most);

export const seq: z.ZodType<number> = number(0, greatest);
export const uses: z.ZodType<number> = number(1, maxUses);
/** A duration in seconds, at most ten years. */
export const seconds: z.ZodType<number> = number(1, 315_360_000);

export const scopes: z.ZodType<readonly Scope[]> = z
  .array(z.string().refine(isScope, `the scopes are ${allScopes.join(', ')}`))
  .min(1, 'it names no scope')
  .max(allScopes.length, `there are ${allScopes.length} scopes`)
  .meta({ items: { type: 'string', enum: [...allScopes] } });

export const none: z.ZodType<Record<never, never>> = z.strictObject({});
