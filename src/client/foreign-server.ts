import { visible } from '#text/visible.ts';

/** The first bytes of servers of other protocols, so that a client can say that it reached the wrong one. */

export interface Foreign {
  /** As shown to a person, with its article. */
  readonly what: string;
  /** Our dialect, if it is one. */
  readonly dialect?: string;
}

const dialects: Readonly<Record<string, RegExp>> = {
  nick: /^\0\x05HELLO/,
  chatroom: /^\d{1,8} {20}/,
  pdu: /^\{"mtype":/,
  direct:
    /^(?:Welcome \S+! You can now chat\.|Invalid (?:username\. |format\. Use: username)|Username already taken\. )/,
  tsam: /^(?:Error: (?:Unknown command |Invalid \S+ command format)|SERVERS,A5_|You are \S+ now\.$)/m,
};

const others: Readonly<Record<string, RegExp>> = {
  'a web server': /^(?:HTTP\/|<!doctype|<html)/i,
  'an SSH server': /^SSH-/,
  'a TLS server': /^[\x15\x16]\x03[\0-\x04]/,
  'an IRC server': /^(?::\S+ (?:NOTICE|\d{3}) |NOTICE |ERROR :|PING :)/,
  'a mail or file server': /^(?:[245]\d\d[ -]|\+OK|\* OK)/,
  'a VNC server': /^RFB \d/,
  'a database server': /^(?:.\0\0\0\x0a[\d.]+|-ERR )/,
};

/** The server that begins like this, if it is not one of `own`. `begin`: its first bytes, decoded. */
export function foreignServer(begin: string, own: string): Foreign | undefined {
  const [dialect] = Object.entries(dialects).find(([name, form]) => name !== own && form.test(begin)) ?? [];
  if (dialect !== undefined) return { what: `a ${dialect} server`, dialect };
  const [what] = Object.entries(others).find(([, form]) => form.test(begin)) ?? [];
  return what === undefined ? undefined : { what };
}

/** The end of a sentence that says why it is not a server of `own`. */
export function wrongProtocolReason(begin: string, own: string): string {
  const [line = ''] = begin.split(/[\r\n]/);
  const foreign = foreignServer(begin, own);
  return `it sent "${visible(line.slice(0, 60))}"${foreign ? `, as ${foreign.what} does` : ''}`;
}
