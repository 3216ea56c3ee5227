/**
 * What an entry was sent by, by the number in its `via`: the name of a dialect (`Dialect.number`), or the HTTP API. The
 * numbers are stored: none is changed or used again.
 */
export const viaNames: Readonly<Record<number, string>> = {
  1: 'nick',
  2: 'direct',
  3: 'tsam',
  4: 'chatroom',
  5: 'pdu',
  6: 'web',
  7: 'API',
};
