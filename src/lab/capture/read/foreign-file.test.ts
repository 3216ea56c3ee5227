import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { test } from 'node:test';

import { ours } from './sample-file.suite.ts';
import { readFileBytes } from './told-conversations.suite.ts';

test('a file that is not a capture is recognised by its content', () => {
  const pcapng = ours('pcapng');
  const pcapFile = ours('pcap');
  const utf16 = (text: string): Buffer => Buffer.from(`\uFEFF${text}`, 'utf16le');
  const rows: readonly (readonly [file: Buffer, says: RegExp])[] = [
    [Buffer.alloc(0), /empty/],
    [Buffer.from(pcapng.toString('base64')), /base64 -d/],
    [Buffer.from(pcapng.filter((byte) => byte < 0x80)), /was a pcapng file.*UTF-8 text.*cannot be repaired/],
    [Buffer.from('{"index":{"_index":"packets-2026-11-28"}}\n{"timestamp":"1"}'), /JSON export/],
    [Buffer.from(pcapng.toString('utf8')), /was a pcapng file.*lost for good.*cannot be repaired/],
    [Buffer.from(pcapFile.toString('utf8')), /was a pcap file.*lost for good.*cannot be repaired/],
    [Buffer.from(pcapFile.toString('latin1')), /was a pcap file.*cannot be repaired/],
    [utf16(pcapng.toString('latin1')), /was a pcapng file.*UTF-16LE.*cannot be repaired/],
    [
      Buffer.from(pcapng.toString('latin1').replaceAll('\n', '\r\n'), 'latin1'),
      /was a pcapng file.*cannot be repaired/,
    ],
    [Buffer.from('"No.","Time","Source","Destination","Protocol","Length","Info"\r\n"1","0.0"'), /CSV export/],
    [Buffer.from(pcapFile.toString('latin1').replaceAll('\n', '\r\n'), 'latin1'), /line ends.*cannot be repaired/],
    [utf16('No.     Time           Source                Destination'), /text export.*UTF-16LE/],
    [Buffer.from('    1 0.000000000    127.0.0.1 → 127.0.0.1    TCP 62 50001 → 8080 [SYN]\n'), /tshark prints/],
    [Buffer.from('0000  02 00 00 00 45 00 00 3c 1c 46 40 00 40 06 00 00   ....E..<\n'), /hex dump.*text2pcap/],
    [Buffer.from('12:00:01.123456 IP localhost.50001 > localhost.8080: Flags [S]'), /tcpdump prints/],
    [Buffer.from('[\n  {\n    "_index": "packets-2026",\n "_source": { "layers": {} } } ]'), /JSON export/],
    [Buffer.from('<?xml version="1.0"?>\n<pdml version="0">'), /XML export/],
    [Buffer.from('<!DOCTYPE html><html>'), /web page/],
    [Buffer.from('version https://git-lfs.github.com/spec/v1\n'), /git lfs pull/],
    [Buffer.from('PK\x03\x04....'), /ZIP/],
    [Buffer.from('Dear teacher, here is my capture.'), /It is text/],
    [Buffer.of(1, 2, 3, 4, 5), /begins with 01 02 03 04 05/],
  ];
  for (const [file, says] of rows) {
    const read = readFileBytes(file).file;
    assert.ok('unreadable' in read, String(says));
    assert.match(read.unreadable, says);
  }
});
