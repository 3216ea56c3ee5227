import { isIP } from 'node:net';

import type { Side } from '#lab/capture/tcp-conversation.ts';
import type { Message } from '#lab/encapsulate/csv/read-messages.ts';

import { dnsMessage, type DnsRecord } from './dns-message.ts';
import { type DnsSentence, readDnsSentence } from './dns-text.ts';

/** The side that sends a row within its conversation. */
export interface Spoken {
  readonly message: Message;
  readonly from: Side;
}

interface Question {
  readonly id: number;
  readonly name: string;
  readonly type: string;
}

/** Records whose data is an address, a text, or one name; others need more than a row says. */
const writable: ReadonlySet<string> = new Set(['A', 'AAAA', 'CNAME', 'NS', 'PTR', 'MX', 'TXT']);

/**
 * The DNS messages for the rows of one conversation. An answer has the number and the question of the query before it.
 */
export function dnsPayloads(rows: readonly Spoken[]): readonly Uint8Array[] {
  const open: Question[] = [];
  let next = 0x1001;
  return rows.map(({ message: { text }, from }) => {
    const said = readDnsSentence(text);
    const answer = from === 'server' || /\b(?:response|answer)\b/i.test(text);
    const asked = answer ? takeQuestion(open, said) : undefined;
    const name = asked?.name ?? said.name ?? text.trim().replaceAll('.', ' ');
    const type = asked?.type ?? said.type;
    const id = asked?.id ?? said.id ?? next++;
    if (!answer) open.push({ id, name, type });
    return dnsMessage({
      id,
      answer,
      code: answer ? said.code : 0,
      name,
      type,
      records: answer ? recordsOf(said, type, text) : [],
    });
  });
}

/** The query with this number, or for this name, or the oldest without an answer. */
function takeQuestion(open: Question[], { id, name }: DnsSentence): Question | undefined {
  const fits = [open.findIndex((one) => one.id === id), open.findIndex((one) => one.name === name), 0];
  const at = fits.find((place) => place >= 0 && open[place] !== undefined);
  return at === undefined ? undefined : open.splice(at, 1)[0];
}

function recordsOf({ addresses, target, code }: DnsSentence, type: string, text: string): readonly DnsRecord[] {
  if (code !== 0) return [];
  if (addresses.length > 0) return addresses.map((value) => ({ type: isIP(value) === 6 ? 'AAAA' : 'A', value }));
  if (!writable.has(type) || type === 'A' || type === 'AAAA') return [];
  if (type === 'TXT') return [{ type, value: text }];
  return target === undefined ? [] : [{ type, value: target }];
}
