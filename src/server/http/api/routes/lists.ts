import { z } from 'zod';
import { listNames } from '#chat/rights/moderation-lists.ts';
import type { ShownListing } from '#chat/reading/moderation.ts';
import { refPart } from '#dialects/web/entry-part.ts';
import type { Mask } from '#dialects/web/protocol.ts';
import { doneAnswer, list, millis, userRef } from '#server/http/api/answers.ts';
import { doneOutcome, found, ordered } from '#server/http/api/answer-parts.ts';
import { actRoute, readRoute, type Route } from '#server/http/api/route.ts';
import { anyText, channel, name, seconds } from '#server/http/api/values.ts';

const mask: z.ZodType<Mask> = z
  .strictObject({ mask: z.string(), by: userRef, at: millis, until: millis, reason: z.string().exactOptional() })
  .meta({ id: 'Mask' });

const maskPart = ({ mask, hash, by, at, until, reason }: ShownListing): Mask => ({
  mask: hash === undefined ? mask : `address:${hash}`,
  by: refPart(by),
  at,
  until,
  ...(reason !== '' && { reason }),
});

/** A list of a room, or of the server. */
interface Owner {
  readonly path: string;
  readonly of: string;
  /** Reads the `name` of a room from the path; undefined for the lists of the server. */
  readonly name: z.ZodType<string | undefined>;
}

const owners: readonly Owner[] = [
  { path: '/rooms/{name}', of: 'a room', name: channel },
  { path: '', of: 'the server', name: z.never().optional() },
];

/** Routes for bans, mutes, exceptions and invitations. */
export const lists: readonly Route[] = owners.flatMap((owner) => {
  const common = { name: owner.name, list: z.enum(listNames) } as const;
  const path = `${owner.path}/lists/{list}`;
  return [
    readRoute({
      method: 'get',
      path,
      summary: `the bans, mutes, exceptions or invitations of ${owner.of}`,
      access: 'read',
      alsoNeeds: 'moderate',
      fields: z.strictObject(common),
      answer: z.strictObject({ masks: list(mask) }),
      problems: ['no-room', 'not-member', 'not-allowed'],
      run: ({ name, list }, { chat, reader }) =>
        found(chat.lists(reader, list, name), name, (rows) => ({ masks: rows.map(maskPart) })),
    }),
    actRoute({
      method: 'put',
      path: `${path}/{mask}`,
      summary: `put a mask on a list of ${owner.of}; with kick, members whom a ban hits are removed`,
      access: 'moderate',
      fields: z.strictObject({
        ...common,
        mask: name,
        seconds: seconds.optional(),
        reason: anyText.optional(),
        kick: z.boolean().optional(),
      }),
      answer: doneAnswer,
      problems: [
        'no-room',
        'not-member',
        'not-allowed',
        'mask-invalid',
        'no-user',
        'no-address',
        'list-full',
        'too-many-hit',
        'reason-long',
        ...ordered,
      ],
      async run({ name, list, mask, seconds, reason, kick = false }, { act, chat }) {
        const until = seconds === undefined ? undefined : chat.clock.now() + seconds * 1000;
        const asked = { kind: 'listed', list, mask, until, reason, ...(kick && { kick }) } as const;
        return doneOutcome(await act(asked, name), { room: name, other: mask });
      },
    }),
    actRoute({
      method: 'delete',
      path: `${path}/{mask}`,
      summary: `take a mask off a list of ${owner.of}`,
      access: 'moderate',
      fields: z.strictObject({ ...common, mask: name }),
      answer: doneAnswer,
      problems: ['no-room', 'not-member', 'not-allowed', 'not-listed', 'mask-invalid', ...ordered],
      run: async ({ name, list, mask }, { act }) =>
        doneOutcome(await act({ kind: 'unlisted', list, mask }, name), { room: name, other: mask }),
    }),
  ];
});
