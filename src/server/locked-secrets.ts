import type { Passwords } from '#chat/ports.ts';

/** Password hashes, some of which are locked while this server runs. */
export interface LockablePasswords extends Passwords {
  /** Locks a hash: no password matches it any more. A new hash, for example from `account passwd`, is not affected. */
  lock(secret: string): void;
}

/** Takes as long as any other check. */
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
