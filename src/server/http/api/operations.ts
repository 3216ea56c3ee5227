import { z } from 'zod';
import type { Chat } from '#chat/chat.ts';
import type { Answer } from '#chat/hub/session.ts';
import type { RefusalCode } from '#chat/refusal.ts';
import { askOnce, type Asker } from './ask-once.ts';

/** One thing that can be asked for by POST. */
export interface Operation<B extends z.ZodType = z.ZodType> {
  readonly path: string;
  readonly summary: string;
  readonly body: B;
  /** Undefined: it is done. `about`: the name in the sentence of a refusal. */
  run(chat: Chat, asker: Asker, body: z.infer<B>): Promise<Refused | undefined>;
}

export interface Refused {
  readonly code: RefusalCode;
  readonly about?: string;
}

/** Longer than the chat allows, which judges them. */
const name = z.string().min(1).max(256);
const password = z.string().min(1).max(1024);
const token = z.string().min(1).max(128);

const operation = <B extends z.ZodType>(row: Operation<B>): Operation<B> => row;

const refusedBy = (answer: Answer, about?: string): Refused | undefined =>
  answer.kind === 'refusal' ? { code: answer.code, ...(about !== undefined && { about }) } : undefined;

const becomeOwner = operation({
  path: '/api/v1/owner',
  summary: 'make the account of the first owner, by the code that the server printed at its start',
  body: z.object({ token, name, password }),
  async run(chat, asker, body) {
    const answer = await askOnce(chat, asker, (seat, give) =>
      chat.claim(seat, body.token, body.name, body.password, give),
    );
    return refusedBy(answer, body.name);
  },
});

const resetPassword = operation({
  path: '/api/v1/reset',
  summary: 'set another password, by a code that an operator made',
  body: z.object({ token, password }),
  async run(chat, asker, body) {
    return refusedBy(await askOnce(chat, asker, (seat, give) => chat.reset(seat, body.token, body.password, give)));
  },
});

/** All of them. */
export const operations: readonly Operation[] = [becomeOwner, resetPassword];
