import { formatAddress } from '#lab/capture/address.ts';
import { recordTypes } from '#lab/encapsulate/packets/dns-text.ts';

import { type HeaderReader, hexNumber } from './layer.ts';

const typeName = (type: number): string =>
  Object.entries(recordTypes).find(([, number]) => number === type)?.[0] ?? `type ${type}`;

const codes: Readonly<Record<number, string>> = {
  0: 'no error',
  2: 'the server has failed',
  3: 'there is no such name',
};

/** A message as `dnsMessage` makes it (RFC 1035): one question, and records whose name is the question's. */
export function dnsFields(header: HeaderReader, length: number): void {
  const start = isBehindLength(header, length) ? 2 : 0;
  if (start > 0) header.field(0, 2, 'Length', header.u16(0), 'of the message after it: over TCP only');
  const flags = header.u16(start + 2);
  const answer = flags >> 15;
  header.field(start, 2, 'Identification', hexNumber(header.u16(start), 4), 'the answer has the number of its query');
  header.field(start + 2, 2, 'Response', answer, answer === 1 ? 'an answer (bit 15)' : 'a query (bit 15)');
  header.field(start + 2, 2, 'Recursion desired', (flags >> 8) & 1, 'ask other servers for me (bit 8)');
  header.field(start + 2, 2, 'Recursion available', (flags >> 7) & 1, 'the server asks others (bit 7)');
  header.field(start + 2, 2, 'Response code', flags & 0x0f, `${codes[flags & 0x0f] ?? 'an error'} (lower 4 bits)`);
  const records = header.u16(start + 6);
  header.field(start + 4, 2, 'Questions', header.u16(start + 4), 'how many questions follow');
  header.field(start + 6, 2, 'Answers', records, 'how many records answer them');
  header.field(start + 8, 4, 'Authorities, additional records', 0, 'none');
  let at = start + 12;
  const name = nameAt(header, at);
  header.field(at, name.length, 'Name', name.text, 'the name that is asked for: labels after their lengths');
  at += name.length;
  header.field(at, 2, 'Type', typeName(header.u16(at)), 'what is asked for');
  header.field(at + 2, 2, 'Class', header.u16(at + 2), 'the Internet');
  at += 4;
  for (let nth = 1; nth <= records; nth++) at = recordFields(header, at, nth);
}

const isBehindLength = (header: HeaderReader, length: number): boolean => length > 2 && header.u16(0) === length - 2;

function nameAt(header: HeaderReader, at: number): { readonly text: string; readonly length: number } {
  const labels: string[] = [];
  let end = at;
  for (let size = header.u8(end); size > 0; size = header.u8(end)) {
    labels.push(new TextDecoder().decode(header.slice(end + 1, size)));
    end += size + 1;
  }
  return { text: labels.join('.'), length: end + 1 - at };
}

/** Returns where the next one begins. */
function recordFields(header: HeaderReader, at: number, nth: number): number {
  const type = header.u16(at + 2);
  const size = header.u16(at + 10);
  header.field(at, 2, `Answer ${nth}: name`, hexNumber(header.u16(at), 4), 'points to the name in the question');
  header.field(at + 2, 2, `Answer ${nth}: type`, typeName(type), 'what the record holds');
  header.field(at + 4, 2, `Answer ${nth}: class`, header.u16(at + 4), 'the Internet');
  header.field(at + 6, 4, `Answer ${nth}: time to live`, header.u32(at + 6), 'seconds for which it may be kept');
  header.field(at + 10, 2, `Answer ${nth}: length`, size, 'bytes of data');
  header.field(at + 12, size, `Answer ${nth}: data`, dataText(header, at + 12, size, type), 'what was asked for');
  return at + 12 + size;
}

function dataText(header: HeaderReader, at: number, size: number, type: number): string {
  const bytes = header.slice(at, size);
  if (type === recordTypes['A'] || type === recordTypes['AAAA']) return formatAddress(bytes);
  if (type === recordTypes['TXT']) return new TextDecoder().decode(bytes.subarray(1));
  return nameAt(header, type === recordTypes['MX'] ? at + 2 : at).text;
}
