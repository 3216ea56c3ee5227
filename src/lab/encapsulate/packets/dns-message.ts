import { domainToASCII } from 'node:url';

import { parseAddress } from '#lab/capture/address.ts';

import { recordTypes } from './dns-text.ts';

/** A DNS message (RFC 1035) with one question. */
export interface DnsMessage {
  readonly id: number;
  readonly answer: boolean;
  readonly code: number;
  readonly name: string;
  readonly type: string;
  readonly records: readonly DnsRecord[];
}

/** An address for A and AAAA, a name for the types that lead to one, a text for TXT. */
export interface DnsRecord {
  readonly type: string;
  readonly value: string;
}

const utf8 = new TextEncoder();
const internet = 1;
const timeToLive = 300;
/** Points at the name in the question, after the header of 12 bytes. */
const nameInQuestion = [0xc0, 12] as const;

export function dnsMessage({ id, answer, code, name, type, records }: DnsMessage): Uint8Array {
  const flags = answer ? 0x8180 | code : 0x0100;
  const words = [id, flags, 1, records.length, 0, 0];
  const question = [...encodeName(name), ...word(recordTypes[type] ?? 1), ...word(internet)];
  const answers = records.flatMap((record) => {
    const data = dataOf(record);
    return [
      ...nameInQuestion,
      ...word(recordTypes[record.type] ?? 1),
      ...word(internet),
      0,
      0,
      ...word(timeToLive),
      ...word(data.length),
      ...data,
    ];
  });
  return Uint8Array.from([...words.flatMap(word), ...question, ...answers]);
}

const word = (value: number): readonly number[] => [(value >> 8) & 0xff, value & 0xff];

/** Labels of at most 63 bytes, 253 in all; longer ones are cut. */
function encodeName(name: string): readonly number[] {
  const bytes: number[] = [];
  for (const part of (domainToASCII(name) || name).split('.')) {
    const label = utf8.encode(part).subarray(0, 63);
    if (label.length === 0 || bytes.length + label.length > 252) continue;
    bytes.push(label.length, ...label);
  }
  return [...bytes, 0];
}

function dataOf({ type, value }: DnsRecord): readonly number[] {
  switch (type) {
    case 'A':
    case 'AAAA':
      return [...parseAddress(value)];
    case 'MX':
      return [0, 10, ...encodeName(value)];
    case 'TXT': {
      const text = utf8.encode(value).subarray(0, 255);
      return [text.length, ...text];
    }
    default:
      return encodeName(value);
  }
}
