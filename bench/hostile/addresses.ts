/** Local addresses: on Linux every 127.x.y.z is one. */

export const honestAddress = '127.0.0.9';
/** The default address of an attack. */
export const attackerAddress = '127.0.0.2';

/** One of several addresses of attackers, `index` from 0 to 199. */
export const oneOfSeveral = (index: number): string => `127.0.2.${index + 1}`;

/** One of thousands of addresses of attackers. */
export const oneOfMany = (index: number): string => `127.1.${Math.floor(index / 250)}.${(index % 250) + 1}`;

/** An address that was not used before. */
export const freshAddress = (nth: number): string => `127.0.${3 + Math.floor(nth / 250)}.${(nth % 250) + 1}`;
