import { systemReason } from '#text/system-reason.ts';

/** `127.0.0.1:43221`, `[::1]:43221`. */
export const placeOf = (host: string, port: number): string => `${host.includes(':') ? `[${host}]` : host}:${port}`;

const isThisMachine = (host: string): boolean => host === 'localhost' || host === '::1' || host.startsWith('127.');

/** Why the connection failed, and what to do. `error`: Node's own; `dialect`: what the server should speak. */
export function unreachedWords(host: string, port: number, dialect: string, error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const place = placeOf(host, port);
  if (code === 'ECONNREFUSED')
    return `Connection to the server has been refused: nothing listens at ${place}. ${remedy(host, dialect)}`;
  if (code === 'ENOTFOUND') return `Unknown host: ${host}.`;
  if (code === 'EAI_AGAIN') return `Cannot look up the host ${host}: no name server answers.`;
  if (code === 'ETIMEDOUT') return `${place} does not answer. ${remedy(host, dialect)}`;
  return `${place} cannot be reached: ${systemReason(error)}.`;
}

const remedy = (host: string, dialect: string): string =>
  isThisMachine(host)
    ? `Start a server with "npm start" or "polylogue serve", or give its HOST and PORT: polylogue ${dialect} client HOST PORT`
    : 'Is the server running there, and is this the right port?';
