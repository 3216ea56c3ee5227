/** What a client says, in the original's words where it has some. */

import { parseName } from '#chat/names.ts';

/** UTF-8 bytes of one message: the original server reads 1024 at a time. */
export const maxTyped = 1023;

export const closedWords = 'Connection to the server has been closed.';

/** Why there is no connection: `error` is Node's own. */
export function unreachedWords(host: string, port: number, error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ECONNREFUSED') return 'Connection to the server has been refused.';
  if (code === 'ENOTFOUND') return `There is no host called ${host}.`;
  if (code === 'EAI_AGAIN') return `The host ${host} cannot be looked up just now: no name server answers.`;
  // Several addresses that were tried in vain are one error without a message.
  const reason = error instanceof Error ? error.message || code : String(error);
  return `${host}:${port} cannot be reached: ${reason}.`;
}

export const longWords = (length: number): string =>
  `This was not sent: it has ${length} bytes, and the original's server reads at most ${maxTyped} at once.`;

/** RETRY is all the wire has to say of a name. A hint stands there when no Polylogue would allow it either. */
export function takenWords(name: string): readonly string[] {
  const hint = parseName(name) === 'name-invalid' ? [allowed] : [];
  return ['Nickname already taken!', ...hint, ''];
}

const allowed = `(or not allowed: one word of at most 32 characters, without : , ; ! @ * ? / \\ " ' and not beginning with # & + ~ % $ -)`;
