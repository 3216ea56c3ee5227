import { z } from 'zod';
import { allScopes, type Scope } from '#chat/rights/grant-scope.ts';
import type { Message, Program, Reaction, ReplyHead, RoomRef, User, UserRef, Window } from '#dialects/web/protocol.ts';
import { viaNames } from '#text/via-names.ts';

/** Schemas of answers, with the same fields as in the web dialect. */

export const id: z.ZodInt = z.int().min(0);
export const millis: z.ZodType<number> = z.int().min(0).meta({ description: 'ms since 1970; 0: never' });

export const user: z.ZodType<User> = z
  .strictObject({ id, name: z.string(), account: z.boolean() })
  .meta({ id: 'User', description: 'a guest has another id with every login' });

export const userRef: z.ZodType<UserRef> = z.strictObject({ id, name: z.string() }).meta({ id: 'UserRef' });

export const roomRef: z.ZodType<RoomRef> = z
  .strictObject({ id, name: z.string() })
  .meta({ id: 'RoomRef', description: 'a channel, whose name begins with #, or the private room with that user' });

const reaction: z.ZodType<Reaction> = z
  .strictObject({ emoji: z.string(), count: id, users: z.array(z.string()).max(20), mine: z.boolean() })
  .meta({ id: 'Reaction' });

const replyHead: z.ZodType<ReplyHead> = z
  .strictObject({ seq: id, from: user, text: z.string(), redacted: z.literal(true).exactOptional() })
  .meta({ id: 'ReplyHead', description: 'the beginning of the message that is answered, if you may read that' });

const mentions = z.strictObject({ users: z.array(id), all: z.boolean() });

const program: z.ZodType<Program> = z
  .strictObject({ kind: z.enum(['bot', 'webhook']), label: z.string() })
  .meta({ id: 'Program', description: 'what said it in the name of the sender, as its owner called it then' });

export const message: z.ZodType<Message> = z
  .strictObject({
    kind: z.literal('message'),
    seq: id,
    at: millis,
    from: user,
    room: roomRef.exactOptional(),
    via: id.exactOptional().meta({
      description: Object.entries(viaNames)
        .map((numbered) => numbered.join(' '))
        .join(', '),
    }),
    text: z.string(),
    style: z.enum(['action', 'notice']).exactOptional(),
    replyTo: id.exactOptional(),
    mentions: mentions.exactOptional(),
    by: program.exactOptional(),
    imported: z.literal(true).exactOptional(),
    edited: z.literal(true).exactOptional(),
    redacted: z.literal(true).exactOptional(),
    reply: replyHead.exactOptional(),
    reactions: z.array(reaction).exactOptional(),
  })
  .meta({ id: 'Message', description: 'a message as it is now; the text of a removed one is empty' });

export const window: z.ZodType<Window & { readonly messages: readonly Message[] }> = z
  .strictObject({
    room: roomRef,
    messages: z.array(message).max(200),
    earlier: z.boolean(),
    later: z.boolean(),
    after: id.exactOptional(),
    before: id.exactOptional(),
  })
  .meta({ id: 'Window', description: 'all messages with after < seq < before, oldest first' });

export interface Done {
  readonly seq?: number;
  readonly at?: number;
  readonly room?: RoomRef;
  readonly already?: true;
}

const doneShape = {
  seq: id.exactOptional(),
  at: millis.exactOptional(),
  room: roomRef.exactOptional(),
  already: z.literal(true).exactOptional(),
} as const;

export const doneAnswer: z.ZodType<Done> = z
  .strictObject(doneShape)
  .meta({ id: 'Done', description: 'seq: its place in the order; already: nothing had to be changed' });

export interface Posted extends Done {
  readonly again?: true;
  readonly waits?: true;
  readonly away?: string;
}

export const posted: z.ZodType<Posted> = z
  .strictObject({
    ...doneShape,
    again: z.literal(true).exactOptional(),
    waits: z.literal(true).exactOptional(),
    away: z.string().exactOptional(),
  })
  .meta({
    id: 'Posted',
    description: 'again: posted before with the same once; waits: the receiver gets it later; away: what it has left',
  });

/** A grant as lists show it. */
export interface GrantShown {
  readonly id: number;
  readonly label: string;
  readonly at: number;
  readonly until: number;
  readonly used: number;
}

const grantShape = { id, label: z.string(), at: millis, until: millis, used: millis } as const;

export const device: z.ZodType<GrantShown & { current: boolean }> = z
  .strictObject({ ...grantShape, current: z.boolean() })
  .meta({
    id: 'Device',
    description: 'used: the last use, to about a day, 0: not used yet; current: the device that sent this request',
  });

export const bot: z.ZodType<GrantShown & { scopes: readonly Scope[] }> = z
  .strictObject({ ...grantShape, scopes: z.array(z.enum(allScopes)) })
  .meta({ id: 'Bot' });

export const webhook: z.ZodType<GrantShown & { by: UserRef }> = z
  .strictObject({ ...grantShape, by: userRef })
  .meta({ id: 'Webhook', description: 'by: who made it, and in whose name it speaks' });

/** A code is only in the answer to the request that creates it. */
export const freshCode: z.ZodType<string> = z.string().meta({ description: 'secret, and shown only once' });

export const list = <T>(item: z.ZodType<T>): z.ZodType<readonly T[]> => z.array(item);
