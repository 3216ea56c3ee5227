import type { Passwords } from '#chat/ports.ts';

/** Passwords of which some open nothing while this server runs. */
export interface LockablePasswords extends Passwords {
  /** From now on no password opens what has this hash. Another hash, as `account passwd` makes one, is not concerned. */
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
