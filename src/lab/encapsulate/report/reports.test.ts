import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parse } from 'csv-parse/sync';
import { readMessages } from '#lab/encapsulate/csv/read-messages.ts';
import { encapsulate, type Encapsulation } from '#lab/encapsulate/encapsulate.ts';
import { csvReport } from './csv-report.ts';
import { htmlReport } from './html-report.ts';
import { jsonReport } from './json-report.ts';
import { packetView } from './packet-view.js';
import { textReport } from './text-report.ts';

const of = (csv: string): Encapsulation => encapsulate(readMessages(new TextEncoder().encode(csv)), 'stream');
const plain = { heading: (text: string): string => text, faint: (text: string): string => text };
const hostile = '<script>alert(1)</script>\u001b[31m"\u202e&';
const made = of(
  `app_protocol,src_app,dst_app,message,timestamp,note\nHTTP,client,<b>server</b>,"GET /index.html",0.5,x\nHTTP,<b>server</b>,client,"${hostile.replaceAll('"', '""')}",1\nHTTP,client,<b>server</b>,,2\n`,
);

interface JsonField {
  readonly name: string;
  readonly value: string;
  readonly bytes: string;
  readonly offset: number;
  readonly length: number;
  readonly meaning: string;
}
interface Json {
  readonly ignoredColumns: readonly string[];
  readonly packets: number;
  readonly rows: readonly {
    readonly row: number;
    readonly message: string;
    readonly packets: readonly {
      readonly number: number;
      readonly bytes: string;
      readonly layers: readonly {
        readonly layer: string;
        readonly protocol: string;
        readonly fields: readonly JsonField[];
      }[];
    }[];
  }[];
}

describe('a report', () => {
  const json: Json = JSON.parse([...jsonReport(made, 'test.csv')].join(''));

  test('as JSON has every field with its bytes', () => {
    assert.deepEqual(json.ignoredColumns, ['note']);
    assert.deepEqual(
      json.rows.map(({ message }) => message),
      ['GET /index.html', hostile, ''],
    );
    const [packet] = json.rows[0]?.packets ?? [];
    assert.ok(packet);
    assert.deepEqual(
      packet.layers.map(({ layer }) => layer),
      ['Application', 'Transport', 'Network', 'Link'],
    );
    for (const { fields } of packet.layers) {
      for (const { offset, length, bytes } of fields)
        assert.equal(bytes, packet.bytes.slice(2 * offset, 2 * (offset + length)));
    }
    assert.deepEqual(
      json.rows.map(({ packets }) => packets.map(({ number }) => number)),
      [[4], [6], []],
    );
  });

  test('as CSV has a line for each of these fields', () => {
    const rows: readonly Record<string, string>[] = parse([...csvReport(made)].join(''), { columns: true });
    const fromJson = json.rows.flatMap(({ row, message, packets }) =>
      packets.flatMap(({ number, layers }) =>
        layers.flatMap(({ layer, fields }) =>
          fields.map(({ name, value, bytes, meaning }) =>
            [row, message, number, layer, name, value, bytes, meaning].map(String),
          ),
        ),
      ),
    );
    const columns = ['row', 'message', 'packet', 'layer', 'field', 'value', 'bytes', 'meaning'];
    const fromCsv = rows.map((row) => columns.map((name) => row[name] ?? ''));
    assert.deepEqual(fromCsv.slice(0, -1), fromJson);
    assert.match(rows.at(-1)?.['meaning'] ?? '', /no packet: the message is empty/);
  });

  test('for a terminal shows the requested rows in full, without control characters', () => {
    const text = [...textReport(made, { style: plain, inFull: (row) => row === 2 })].join('');
    assert.match(
      text,
      /^3 rows, 1 conversation, 11 packets \(mode stream\)\n\nRow 1 {2}0\.500 {2}client → <b>server<\/b> {2}10\.0\.0\.1:49152 → /,
    );
    assert.match(text, /Row 2 [^]*Transport: TCP[^]*Header checksum[^]*Link: Ethernet II[^]*Row 3/);
    assert.doesNotMatch(text.slice(0, text.indexOf('Row 2')), /Transport/);
    assert.doesNotMatch(text, /[\u001b\u202e]/);
  });

  describe('as a page', () => {
    const page = [...htmlReport(made, '<x>.csv', 'test')].join('');

    test('needs nothing else', () => {
      assert.doesNotMatch(page, /\b(?:src|href)=|@import|url\(|https?:/);
      assert.match(page, /Content-Security-Policy" content="default-src 'none'/);
      assert.doesNotMatch(page, / on[a-z]+="/);
    });

    test('escapes all text of the file', () => {
      assert.doesNotMatch(page, /<script>alert|<b>server|<x>|[\u001b\u202e]/);
      assert.match(page, /&lt;script&gt;alert\(1\)/);
    });

    test('shows the four layers as boxes, bytes and fields', () => {
      const [, row = ''] = page.split('<details class="row"');
      assert.deepEqual(
        [...row.matchAll(/<g class="box (\w+)"/g)].map(([, layer]) => layer),
        ['link', 'network', 'transport', 'application'],
      );
      const bytes = [...row.matchAll(/data-b="(\d+)">[0-9a-f]{2}</g)].map(([, at]) => Number(at));
      assert.deepEqual(
        bytes,
        Array.from({ length: 69 }, (_, at) => at),
      );
      const fields = [...row.matchAll(/<tr tabindex="-1" data-at="(\d+)" data-size="(\d+)"><th scope="row">([^<]*)/g)];
      assert.deepEqual(fields.map(([, at, size, name]) => `${name} ${at} ${size}`).slice(0, 4), [
        'Method 54 3',
        'Target 58 11',
        'Message 54 15',
        'Source port 34 2',
      ]);
    });

    test('draws later rows when they are opened, and leaves out more than a browser can handle', () => {
      const many = of(`from,to,message\n${Array.from({ length: 9 }, (_, nth) => `a,b,m${nth}</script>`).join('\n')}\n`);
      const large = [...htmlReport(many, 'many.csv', 'test', { drawn: 2, most: 6 })].join('');
      const data: { readonly rows: Readonly<Record<string, readonly unknown[]>> } = JSON.parse(
        /<script type="application\/json" id="packets">(.*)<\/script>/.exec(large)?.[1] ?? '',
      );
      assert.deepEqual([Object.keys(data.rows).length, Object.keys(data.rows)[0]], [4, '3']);
      assert.match(large, /3 more rows are not shown here/);
      assert.equal(large.split('</script>').length, 3);
    });

    test('says how many bytes of a long packet are not drawn', () => {
      assert.match(packetView({ hex: '00'.repeat(5000), title: 'long', layers: [] }), /… 904 bytes more/);
    });
  });
});
