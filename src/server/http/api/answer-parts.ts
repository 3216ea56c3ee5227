import type { Grant } from '#chat/rights/grant.ts';
import type { Answer } from '#chat/hub/session.ts';
import type { RefusalCode } from '#chat/refusal.ts';
import type { About } from '#dialects/refusals.ts';
import type { User, UserRef } from '#dialects/web/protocol.ts';
import { donePart } from '#dialects/web/done-part.ts';
import type { Done, GrantShown } from './answers.ts';
import { type ProblemCode, problemOf } from './problem.ts';
import type { Outcome } from './route.ts';

/** Parts of answers. */

export const userOf = ({ account: { id, name } }: Grant): User => ({ id, name, account: true });

const shown = ({ id, label, at, until, used }: Grant): GrantShown => ({ id, label, at, until, used });

export const deviceOf = (grant: Grant, asking: Grant): GrantShown & { current: boolean } => ({
  ...shown(grant),
  current: grant.id === asking.id,
});

export const botOf = (grant: Grant): GrantShown & { scopes: Grant['scopes'] } => ({
  ...shown(grant),
  scopes: grant.scopes,
});

export const webhookOf = (grant: Grant): GrantShown & { by: UserRef } => ({
  ...shown(grant),
  by: { id: grant.account.id, name: grant.account.name },
});

/** The answer to a request that was not refused. */
export type Accepted = Exclude<Answer, { readonly kind: 'refusal' }>;

/** The result of a requested event, or why it was refused. `about`: the name in that sentence. */
export const outcomeOf = <A>(
  answer: Answer,
  about: string | About | undefined,
  word: (done: Accepted) => A,
): Outcome<A> => (answer.kind === 'refusal' ? problemOf(answer, about) : { answer: word(answer) });

/** Its place in the order. */
export const doneOutcome = (answer: Answer, about?: string | About): Outcome<Done> =>
  outcomeOf(answer, about, donePart);

/** The result of a look-up, or why it was refused. */
export const found = <T, A>(value: T | RefusalCode, about: string | undefined, word: (value: T) => A): Outcome<A> =>
  isCode(value) ? problemOf(value, about) : { answer: word(value) };

const isCode = (value: unknown): value is RefusalCode => typeof value === 'string';

/** Problems of every request that posts to the order. */
export const ordered: readonly ProblemCode[] = ['too-fast', 'quota-used', 'disk-full', 'locked', 'unavailable'];

/** Problems of sending a message to a room. */
export const speaking: readonly ProblemCode[] = [
  'no-room',
  'not-member',
  'text-long',
  'moderated',
  'muted',
  'banned',
  'slow-mode',
  ...ordered,
];
