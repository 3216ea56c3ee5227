import { isIP } from 'node:net';

/** Types of records by their name (RFC 1035, 3596). */
export const recordTypes: Readonly<Record<string, number>> = {
  A: 1,
  NS: 2,
  CNAME: 5,
  SOA: 6,
  PTR: 12,
  MX: 15,
  TXT: 16,
  AAAA: 28,
  SRV: 33,
  ANY: 255,
};

/** What a row about DNS says. */
export interface DnsSentence {
  readonly answer: boolean;
  /** Undefined where the text names none. */
  readonly name: string | undefined;
  readonly type: string;
  readonly addresses: readonly string[];
  /** The other name to which a record leads, as of CNAME. */
  readonly target: string | undefined;
  /** Three: there is no such name. */
  readonly code: number;
  readonly id: number | undefined;
}

const label = '[\\p{L}\\p{N}_](?:[\\p{L}\\p{N}_-]{0,61}[\\p{L}\\p{N}_])?';
const names = new RegExp(`(?<![\\p{L}\\p{N}.@-])${label}(?:\\.${label})+\\.?(?![\\p{L}\\p{N}-])`, 'gu');

/**
 * Understands `A? example.com`, `Standard query 0x1a2b AAAA example.com`, `example.com -> 93.184.216.34`, `NXDOMAIN`.
 */
export function readDnsSentence(text: string): DnsSentence {
  const addresses = (text.match(/[0-9a-f.:]{3,}/gi) ?? [])
    .map((word) => word.replace(/[.:]$/, ''))
    .filter((word) => isIP(word) !== 0);
  const found = (text.match(names) ?? []).filter((name) => isIP(name) === 0 && !/^[\d.]+$/.test(name));
  const [, written] = /\b(A|AAAA|MX|NS|CNAME|TXT|PTR|SOA|SRV|ANY)\b(?=\W|$)/.exec(text.replace(names, ' ')) ?? [];
  const code = /nxdomain|no such name|not found|non-existent/i.test(text)
    ? 3
    : /servfail|server failure/i.test(text)
      ? 2
      : 0;
  const answer =
    code !== 0 ||
    /response|answer|reply|resolved|\bis at\b|->|=>|→|=/i.test(text) ||
    (addresses.length > 0 && !/query|lookup|resolve\b/i.test(text));
  const [name, target] = found;
  const ofAddress = addresses[0] !== undefined && isIP(addresses[0]) === 6 ? 'AAAA' : 'A';
  const [, id] = /\b0x([0-9a-f]{1,4})\b/i.exec(text) ?? [];
  return {
    answer,
    name: name?.replace(/\.$/, ''),
    type: written ?? ofAddress,
    addresses,
    target: target?.replace(/\.$/, ''),
    code,
    id: id === undefined ? undefined : Number.parseInt(id, 16),
  };
}
