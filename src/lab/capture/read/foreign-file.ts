import { type Buffer, isUtf8 } from 'node:buffer';

/** Kinds of files that are not captures, each with a sentence that says what to do. */

const signatures: readonly (readonly [begins: string, sentence: string])[] = [
  ['42 5a 68', 'It is compressed with bzip2: unpack it first.'],
  ['fd 37 7a 58 5a', 'It is compressed with xz: unpack it first.'],
  ['04 22 4d 18', 'It is compressed with LZ4: unpack it first, or save it again with Wireshark.'],
  ['50 4b 03 04', 'It is a ZIP archive (or an Office document): unpack it first.'],
  ['52 61 72 21', 'It is a RAR archive: unpack it first.'],
  ['37 7a bc af', 'It is a 7-Zip archive: unpack it first.'],
  ['47 4d 42 55', 'It is a capture of Microsoft Network Monitor: convert it with `editcap FILE OUT.pcapng`.'],
  ['52 54 53 53', 'It is a capture of Microsoft Network Monitor 1: convert it with `editcap FILE OUT.pcapng`.'],
  ['73 6e 6f 6f 70 00', 'It is a capture of snoop: convert it with `editcap FILE OUT.pcapng`.'],
  ['58 43 50 00', 'It is a capture of Sniffer: convert it with `editcap FILE OUT.pcapng`.'],
  ['00 10 00 00 00 00 00 00', 'It may be an event trace (.etl): convert it with `pktmon etl2pcap FILE`.'],
  ['25 50 44 46', 'It is a PDF: a capture is the file that Wireshark saves, as .pcapng.'],
  ['89 50 4e 47', 'It is a picture (PNG): a capture is the file that Wireshark saves, as .pcapng.'],
  ['ff d8 ff', 'It is a picture (JPEG): a capture is the file that Wireshark saves, as .pcapng.'],
  ['53 51 4c 69 74 65', 'It is an SQLite database.'],
];

const again =
  'It holds no packets that could be read, and cannot be repaired: save the capture again with File > Save As, as .pcapng, ' +
  'or make a new one.';

const texts: readonly (readonly [looksLike: RegExp, sentence: string])[] = [
  [
    /^(?:Cg0NC|1MOyoQ|TTyyoQ|H4sI)[A-Za-z0-9+/]{10}/,
    'It is packed as base64 text: unpack it with `base64 -d FILE > OUT.pcapng`.',
  ],
  [/^version https:\/\/git-lfs/, 'It is a pointer of Git LFS, not the file itself: run `git lfs pull`.'],
  [
    /^\s*<(?:!doctype html|html)/i,
    'It is a web page: download the file itself (on GitHub, the button for the raw file).',
  ],
  [
    /^\s*<(?:\?xml[^>]*>\s*)?(?:<[^>]*>\s*)*<?(?:pdml|psml)/i,
    `It is an XML export of Wireshark (PDML or PSML). ${again}`,
  ],
  [/^\s*\{\s*"cells"|"nbformat"/, 'It is a notebook of Jupyter: captures are files beside it, .pcap or .pcapng.'],
  [
    /^\s*\[?\s*\{[^{]*"_index"|^\s*\{"index"\s*:|"_source"\s*:\s*\{\s*"layers"/s,
    `It is a JSON export of Wireshark. ${again}`,
  ],
  [
    /^"?No\.?"?\s*[,;\t]\s*"?Time"?/i,
    `It is a CSV export of Wireshark's packet list. ${again} For \`polylogue encapsulate\`, CSV will do.`,
  ],
  [/^\s*No\.\s+Time\s+Source\s+Destination/m, `It is a text export of Wireshark's packet list. ${again}`],
  [/^\s*(?:\+-{5,}|0*0{3,8}:?\s+(?:[0-9a-f]{2}\s+){4})/im, textDump()],
  [/^\s*Frame \d+: \d+ bytes on wire/m, `It is a text export of packet details. ${again}`],
  [/^\s*\d+\s+\d+[.,]\d+\s+\S+\s+(?:→|->)\s+\S+\s+\S+/m, `It is the text that tshark prints. ${again}`],
  [/^\d\d:\d\d:\d\d\.\d+ (?:IP6?|ARP)\b/m, `It is the text that tcpdump prints. ${again}`],
];

function textDump(): string {
  return (
    'It is a hex dump as text: `text2pcap FILE OUT.pcapng` makes one of it where every packet was dumped ' +
    'whole. It cannot be repaired here.'
  );
}

/** A sentence or two about a file that is neither pcap nor pcapng; `head`: its first 64 kB, or all. */
export function foreignFile(head: Buffer): string {
  if (head.length === 0) return 'It is empty.';
  const hex = head.subarray(0, 16).toString('hex');
  for (const [begins, sentence] of signatures) if (hex.startsWith(begins.replaceAll(' ', ''))) return sentence;
  return captureAsText(head) ?? textSentence(head) ?? unknown(head);
}

const unknown = (head: Buffer): string =>
  `It begins with ${head.subarray(0, 8).toString('hex').replace(/../g, '$& ').trim()}: neither pcap nor pcapng, and nothing else that is known here.`;

/** A capture that went through an editor, a clipboard or a text mode, which changed its bytes. */
function captureAsText(head: Buffer): string | undefined {
  const { text, encoding } = decoded(head);
  const begin = text.slice(0, 64);
  const pcap =
    /^\uFEFF?(?:[Ô\uFFFD?]Ã²[¡\uFFFD?]|[Ô\uFFFD?][ò\uFFFD?Ã]{1,2}[²]?[¡\uFFFD?]|[¡\uFFFD?][²\uFFFD?][Ã\uFFFD?]{1,2}[Ô\uFFFD?]|M<[²\uFFFD?][¡\uFFFD?])/u.test(
      begin,
    );
  const pcapng = /^\uFEFF?[\r\n]{1,8}[^]{2,12}(?:M<\+\x1a|\x1a\+<M)/u.test(begin);
  if (!pcap && !pcapng) return undefined;
  // In an 8-bit encoding nothing but line ends can have changed.
  const lost = encoding === '8-bit' ? 0 : text.split('\uFFFD').length - 1;
  const how = encoding === '8-bit' ? 'with other line ends (a transfer in text mode, or git)' : `as ${encoding} text`;
  const count = lost > 0 ? ` At least ${lost} of its bytes are lost for good.` : '';
  return (
    `It was a ${pcap ? 'pcap' : 'pcapng'} file, but something saved it ${how} and changed its bytes.${count} It cannot be repaired: ` +
    'take the file that Wireshark saved (copy it in binary mode), or capture again.'
  );
}

/** The same, where the beginning still looks right: no real capture is valid UTF-8, or has CR before every LF. */
export function changedAsText(head: Buffer): string | undefined {
  const lineFeeds = head.filter((byte, at) => byte === 0x0a && at > 4).length;
  const bare = head.filter((byte, at) => byte === 0x0a && at > 4 && head[at - 1] !== 0x0d).length;
  const isText = head.length > 200 && isValidUtf8(head);
  if (isText) return captureAsText(head) ?? `It was a capture, but something saved it as text. ${again}`;
  if (lineFeeds < 16 || bare > 0) return undefined;
  return (
    'It is a capture whose line ends something has changed to CR LF: a transfer in text mode, or git. It cannot be ' +
    'repaired: copy the file again in binary mode, or capture again.'
  );
}

/** A character that is cut at the end does not count as invalid. */
const isValidUtf8 = (head: Buffer): boolean => [0, 1, 2, 3].some((cut) => isUtf8(head.subarray(0, head.length - cut)));

function textSentence(head: Buffer): string | undefined {
  const { text, encoding } = decoded(head);
  // Control characters that text does not have.
  if (/[\0-\x08\x0e-\x1a\x1c-\x1f]/.test(text.slice(0, 4096)) || text.slice(0, 4096).includes('\uFFFD'))
    return undefined;
  const bare = text.replace(/^\uFEFF/, '');
  const encoded = encoding.startsWith('UTF-16') ? ` (It is in ${encoding}.)` : '';
  for (const [looksLike, sentence] of texts) if (looksLike.test(bare.slice(0, 20_000))) return sentence + encoded;
  return `It is text${encoding === 'UTF-8' ? '' : ` in ${encoding}`}. ${again}`;
}

function decoded(head: Buffer): { readonly text: string; readonly encoding: string } {
  const utf16 = head[0] === 0xff && head[1] === 0xfe ? 'le' : head[0] === 0xfe && head[1] === 0xff ? 'be' : undefined;
  if (utf16 !== undefined) {
    return {
      text: new TextDecoder(`utf-16${utf16}`, { ignoreBOM: true }).decode(head),
      encoding: `UTF-16${utf16.toUpperCase()}`,
    };
  }
  // PowerShell's `>` writes UTF-16; some programs leave out its mark.
  if (
    head.length > 8 &&
    head[1] === 0 &&
    head[3] === 0 &&
    head[5] === 0 &&
    (head[0] ?? 0) >= 0x20 &&
    (head[2] ?? 0) >= 0x20
  ) {
    return { text: new TextDecoder('utf-16le').decode(head), encoding: 'UTF-16LE' };
  }
  const whole = head.subarray(0, head.length - (head.length === 65_536 ? 4 : 0));
  return { text: head.toString('utf8'), encoding: isUtf8(whole) || head.includes('\uFFFD') ? 'UTF-8' : '8-bit' };
}
