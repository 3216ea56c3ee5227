/** Why there is no connection, in one sentence: `error` is Node's own. */
export function unreachedWords(host: string, port: number, error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ECONNREFUSED') return 'Connection to the server has been refused.';
  if (code === 'ENOTFOUND') return `There is no host called ${host}.`;
  if (code === 'EAI_AGAIN') return `The host ${host} cannot be looked up just now: no name server answers.`;
  // Several addresses that were tried in vain are one error without a message.
  const reason = error instanceof Error ? error.message || code : String(error);
  return `${host}:${port} cannot be reached: ${reason}.`;
}
