import type { Passwords } from '#chat/ports.ts';

/** Password hashes, some of which are locked while this server runs. */
export interface LockablePasswords extends Passwords {
  /** From now on no password matches this hash. A new hash, as `account passwd` makes one, is not affected. */
  lock(secret: string): void;
}

/** A refusal takes as long as any other. */
export function lockable(passwords: Passwords): LockablePasswords {
  const locked = new Set<string>();
  return {
    ...passwords,
    async verify(password, secret) {
      const fits = await passwords.verify(password, secret);
      return fits && secret !== undefined && !locked.has(secret);
    },
    lock: (secret) => void locked.add(secret),
  };
}
