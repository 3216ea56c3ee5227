import type { Passwords } from '#chat/ports.ts';
import { argon2, type Argon2Parameters, randomBytes, timingSafeEqual } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { promisify } from 'node:util';
import { Semaphore } from '#server/semaphore.ts';
import { PasswordThread } from './password-thread.ts';

/** The cost parameters of a hash (RFC 9106). */
export interface Costs {
  /** KiB. */
  readonly memory: number;
  readonly passes: number;
  readonly parallelism: number;
}

/** OWASP's first choice for argon2id: about 20 ms of one core. */
export const usualCosts: Costs = { memory: 19_456, passes: 2, parallelism: 1 };

/**
 * More at a time would use up the thread pool, which also syncs the disk. With one core, two would leave the chat a third of
 * it, and finish no sooner than one after the other. The chat itself passes on at most two, in a fair order, so only other
 * hashes wait here, such as those of demo accounts at the start, or the second one on one core.
 */
const hasOneCore = availableParallelism() === 1;
const atOnce = hasOneCore ? 1 : 2;
/** Accounts that may be created from one address in an hour: more than a class needs that registers at once. */
export const registrationsPerHour = 250;

const tagBytes = 32;
const saltBytes = 16;

type Derive = (parameters: Argon2Parameters) => Promise<Uint8Array>;

const pooled = promisify(argon2);
const inPool: Derive = (parameters) => pooled('argon2id', parameters);

function onThread(): Derive {
  const thread = new PasswordThread();
  return (parameters) => thread.derive(parameters);
}

/** Argon2id, in the PHC string format: `$argon2id$v=19$m=19456,t=2,p=1$salt$hash`. */
export function argonPasswords(
  costs: Costs = usualCosts,
  derive: Derive = hasOneCore && process.platform === 'linux' ? onThread() : inPool,
): Passwords {
  const turns = new Semaphore(atOnce);
  const tagOf = (password: string, salt: Uint8Array, { memory, passes, parallelism }: Costs): Promise<Uint8Array> =>
    turns.take(() => derive({ message: password, nonce: salt, memory, passes, parallelism, tagLength: tagBytes }));
  return {
    async hash(password) {
      const salt = randomBytes(saltBytes);
      return format(costs, salt, await tagOf(password, salt, costs));
    },
    async verify(password, secret) {
      const { costs: its, salt, tag } = secret === undefined ? unlike(costs) : parse(secret);
      return timingSafeEqual(tag, await tagOf(password, salt, its)) && secret !== undefined;
    },
  };
}

/** A hash with these cost parameters that no password matches. */
const unlike = (costs: Costs): Hash => ({ costs, salt: randomBytes(saltBytes), tag: randomBytes(tagBytes) });

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64').replace(/=+$/, '');

const format = ({ memory, passes, parallelism }: Costs, salt: Uint8Array, tag: Uint8Array): string =>
  `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${base64(salt)}$${base64(tag)}`;

const form = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]{43})$/;

/** Whether a hash has our format, and costs that are acceptable at every login. */
export function isSecret(text: string): boolean {
  const [, memory = 0, passes = 0, parallelism = 0, salt = ''] = form.exec(text) ?? [];
  const [kilobytes, rounds, lanes] = [Number(memory), Number(passes), Number(parallelism)];
  return kilobytes >= 8 * lanes && kilobytes <= 1_048_576 && isFew(rounds) && isFew(lanes) && salt.length >= 11;
}

const isFew = (count: number): boolean => count >= 1 && count <= 64;

interface Hash {
  readonly costs: Costs;
  readonly salt: Buffer;
  readonly tag: Buffer;
}

function parse(secret: string): Hash {
  const [, memory, passes, parallelism, salt = '', tag = ''] = form.exec(secret) ?? [];
  if (memory === undefined) throw new Error('the database holds a password hash that is not argon2id');
  return {
    costs: { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) },
    salt: Buffer.from(salt, 'base64'),
    tag: Buffer.from(tag, 'base64'),
  };
}
