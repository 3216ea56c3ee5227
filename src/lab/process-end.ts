import { constants } from 'node:os';

/**
 * How a process ended, in words: `exit code 1`, `signal SIGSEGV`. `wrapped`: it was started by another program, which
 * exits with 128 and the number of the signal, as a shell does.
 */
export function endOf(code: number | null, signal: string | null, wrapped: boolean): string {
  if (signal !== null) return `signal ${signal}`;
  const number = wrapped && code !== null && code > 128 ? code - 128 : undefined;
  const name = Object.entries(constants.signals).find(([, its]) => its === number)?.[0];
  return name === undefined ? `exit code ${code}` : `signal ${name}`;
}
