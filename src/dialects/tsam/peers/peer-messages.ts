/** The messages between servers of the botnet assignment. Specification: ../README.md, "Links between servers". */

/** A server as another one lists it. */
export interface ServerEntry {
  readonly group: string;
  readonly address: string;
  /** 0 where none was given that can be dialled. */
  readonly port: number;
}

export type PeerMessage =
  | { readonly kind: 'helo'; readonly group: string }
  | { readonly kind: 'servers'; readonly entries: readonly ServerEntry[] }
  /** `waiting`: messages that wait there for us. */
  | { readonly kind: 'keepalive'; readonly waiting: number }
  | { readonly kind: 'getmsgs'; readonly group: string }
  | { readonly kind: 'sendmsg'; readonly to: string; readonly from: string; readonly text: string }
  | { readonly kind: 'statusreq' }
  | { readonly kind: 'statusresp'; readonly held: readonly (readonly [group: string, count: number])[] }
  /** A text that was not understood. It is not answered. `word`: the text up to the first comma, for the log. */
  | { readonly kind: 'unknown'; readonly word: string };

/** Entries taken from one SERVERS. */
const maxEntries = 64;
/** Messages taken from one reply that contains several. */
const maxTogether = 200;

/** An id as groups and their instructors use it: `A5_71`, `Instr_1`, `ORACLE`. */
export const isServerId = (text: string): boolean => /^[A-Za-z][A-Za-z0-9_.]{0,31}$/.test(text);

const words = 'HELO|SERVERS|KEEPALIVE|GETMSGS|SENDMSG|STATUSREQ|STATUSRESP|MESSAGES';
/** Matches before each command that follows another one without a separator. */
const together = new RegExp(`(?=(?:${words}),)`);

/**
 * What a server has said: the text of a frame, or raw text, in which several replies may run together. `sender`: the id
 * of the server, for mail without a sender; `self`: our id, for mail without a recipient.
 */
export function messagesIn(text: string, raw: boolean, sender: string, self: string): readonly PeerMessage[] {
  const pieces = raw ? text.split(together).slice(0, maxTogether) : [text];
  return pieces.flatMap((piece) => parse(bare(piece), sender, self));
}

/**
 * Without blanks, 02 and 03 at both ends. Without a regular expression, whose time would grow with the square of the
 * number of spaces.
 */
function bare(text: string): string {
  let [from, to] = [0, text.length];
  while (from < to && isAround(text.charCodeAt(from))) from++;
  while (to > from && isAround(text.charCodeAt(to - 1))) to--;
  return text.slice(from, to);
}

const isAround = (code: number): boolean => code <= 0x20;

function parse(text: string, sender: string, self: string): readonly PeerMessage[] {
  if (text === '') return [];
  const comma = text.indexOf(',');
  const word = comma === -1 ? text : text.slice(0, comma);
  const rest = comma === -1 ? '' : text.slice(comma + 1);
  switch (word.replace(/;$/, '').trim()) {
    case 'HELO':
      return [{ kind: 'helo', group: field(rest) }];
    case 'SERVERS':
      return [{ kind: 'servers', entries: entriesIn(rest) }];
    case 'KEEPALIVE':
      return [{ kind: 'keepalive', waiting: countIn(rest) }];
    case 'GETMSGS':
      return [{ kind: 'getmsgs', group: field(rest) || sender }];
    case 'SENDMSG':
      return mailIn(rest);
    case 'STATUSREQ':
      return [{ kind: 'statusreq' }];
    case 'STATUSRESP':
      return [{ kind: 'statusresp', held: pairsIn(rest) }];
    case 'MESSAGES':
      return lettersIn(rest, field(rest), sender);
    default:
      if (/^From [^:]{1,64}: /.test(text)) return lettersIn(text, self, sender);
      return [{ kind: 'unknown', word: word.slice(0, 32) }];
  }
}

/** The first field, without the spaces that some servers put after a comma. */
const field = (rest: string): string => (rest.split(/[,;]/, 1)[0] ?? '').trim();

/** Whether the text is a host name or address: it is shown to others, and may be dialled. */
export const isHost = (text: string): boolean => /^[A-Za-z0-9.:-]{1,64}$/.test(text);

const countIn = (rest: string): number => {
  const digits = /^\s*(\d{1,9})/.exec(rest)?.[1];
  return digits === undefined ? 0 : Number(digits);
};

function mailIn(rest: string): readonly PeerMessage[] {
  const first = rest.indexOf(',');
  const second = rest.indexOf(',', first + 1);
  const [to, from, text] = [rest.slice(0, first).trim(), rest.slice(first + 1, second).trim(), rest.slice(second + 1)];
  if (first === -1 || second === -1 || to === '' || from === '' || text === '')
    return [{ kind: 'unknown', word: 'SENDMSG' }];
  return [{ kind: 'sendmsg', to, from, text }];
}

/** `A5_1,10.0.0.1,4021;A5_2,…;`, in which fields may be missing. */
function entriesIn(rest: string): readonly ServerEntry[] {
  const items = rest.split(';').slice(0, maxEntries);
  return items.flatMap((item) => {
    const [group = '', address = '', port = ''] = item.split(',').map((each) => each.trim());
    if (!isServerId(group)) return [];
    const number = /^\d{1,5}$/.test(port) ? Number(port) : 0;
    return [{ group, address: isHost(address) ? address : '', port: number <= 65_535 ? number : 0 }];
  });
}

/** `A5_4,20,A5_71,2`; some write a count of pairs before them. */
function pairsIn(rest: string): readonly (readonly [string, number])[] {
  const fields = rest.split(/[,;]/, 2 * maxEntries).map((each) => each.trim());
  const pairs: (readonly [string, number])[] = [];
  for (let at = 0; at + 1 < fields.length; at++) {
    const [group = '', count = ''] = [fields[at], fields[at + 1]];
    if (!isServerId(group) || !/^\d{1,9}$/.test(count)) continue;
    pairs.push([group, Number(count)]);
    at++;
  }
  return pairs;
}

/** `From x: text,From y: text`, the form in which some servers hand over waiting messages. */
function lettersIn(rest: string, to: string, sender: string): readonly PeerMessage[] {
  const heads = [...rest.matchAll(/From ([^:,]{1,64}): /g)].slice(0, maxTogether);
  return heads.map(({ 0: head, 1: from = '', index }, nth) => {
    const text = rest.slice(index + head.length, heads[nth + 1]?.index);
    return {
      kind: 'sendmsg',
      to,
      from: from === 'self' || !isServerId(from) ? sender : from,
      text: nth + 1 < heads.length ? text.trimEnd().replace(/,$/, '').trimEnd() : text,
    };
  });
}

/** `A5_1,10.0.0.1,4021;A5_2,10.0.0.2,4022;` after `SERVERS,`. */
export const serversMessage = (entries: readonly ServerEntry[]): string =>
  `SERVERS,${entries.map(({ group, address, port }) => `${group},${address},${port};`).join('')}`;

/** The most bytes of a STATUSRESP: other servers drop a longer one. */
const maxStatus = 4900;

/** `A5_1,2,A5_71,3` after `STATUSRESP,`: as many groups as fit; ours when there are none. */
export function statusMessage(self: string, held: readonly (readonly [group: string, count: number])[]): string {
  let text = 'STATUSRESP';
  for (const [group, count] of held.length > 0 ? held : [[self, 0] as const]) {
    const pair = `,${group},${count}`;
    if (text.length + pair.length > maxStatus) break;
    text += pair;
  }
  return text;
}
