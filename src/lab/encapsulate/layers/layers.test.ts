import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readMessages } from '#lab/encapsulate/csv/read-messages.ts';
import { encapsulate, type Encapsulation } from '#lab/encapsulate/encapsulate.ts';
import type { Layer } from './layer.ts';
import { layersOf } from './layers.ts';

const made = (csv: string, mode: 'stream' | 'isolated' = 'stream'): Encapsulation =>
  encapsulate(readMessages(new TextEncoder().encode(csv)), mode);

function layersOfRow(csv: string, mode?: 'stream' | 'isolated'): readonly Layer[] {
  const encapsulation = made(csv, mode);
  const frame = encapsulation.frames.find(({ message }) => message !== undefined);
  assert.ok(frame);
  return layersOf(frame, encapsulation.conversations);
}

const fieldsOf = (layers: readonly Layer[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    layers.flatMap(({ layer, fields }) => fields.map(({ name, value }) => [`${layer} ${name}`, value])),
  );

test('an isolated row is the packet of the course’s notebook', () => {
  const layers = layersOfRow('app_protocol,src_port,dst_port,message\nHTTP,50000,12345,GET /index.html\n', 'isolated');
  assert.deepEqual(
    layers.map(({ protocol, offset, length }) => `${protocol} ${offset} ${length}`),
    ['HTTP 54 15', 'TCP 34 20', 'IPv4 14 20', 'Ethernet II 0 14'],
  );
  const fields = fieldsOf(layers);
  const expected = {
    'Application Method': 'GET',
    'Application Target': '/index.html',
    'Application Message': 'GET /index.html',
    'Transport Source port': '50000',
    'Transport Destination port': '12345',
    'Transport Acknowledgement number': '0',
    'Transport Data offset': '5',
    'Transport PSH': '1',
    'Transport ACK': '1',
    'Transport SYN': '0',
    'Transport Window': '65535',
    'Transport Urgent pointer': '0',
    'Network Version': '4',
    'Network Header length': '5',
    'Network DSCP': '0',
    'Network Total length': '55',
    "Network Don't fragment": '0',
    'Network Fragment offset': '0',
    'Network Time to live': '64',
    'Network Protocol': '6',
    'Network Source address': '127.0.0.1',
    'Network Destination address': '127.0.0.1',
    'Link Type': '0x0800',
  };
  assert.deepEqual({ ...fields, ...expected }, fields);
});

test('HTTP is taken apart into its start line, headers and body', () => {
  const csv =
    'app_protocol,src_port,dst_port,message\nHTTP,8080,50000,"HTTP/1.1 200 OK\\r\\nX-Name: שלום\\r\\n\\r\\n<p>"\n';
  const [application] = layersOfRow(csv);
  assert.deepEqual(
    application?.fields.map(({ name, value, length }) => [name, value, length]),
    [
      ['Version', 'HTTP/1.1', 8],
      ['Status', '200', 3],
      ['Reason', 'OK', 2],
      ['Header X-Name', 'שלום', 18],
      ['Blank line', '', 2],
      ['Body', '<p>', 3],
      ['Message', 'HTTP/1.1 200 OK\r\nX-Name: שלום\r\n\r\n<p>', 40],
    ],
  );
});

test('DNS over UDP and IPv6 is taken apart as well', () => {
  const csv =
    'app_protocol,src_ip,dst_ip,message\nDNS,2001:db8::1,2001:db8::53,A? example.com\nDNS,2001:db8::53,2001:db8::1,example.com = 192.0.2.1\n';
  const encapsulation = made(csv);
  const [query, answer] = encapsulation.frames.map((frame) => fieldsOf(layersOf(frame, encapsulation.conversations)));
  assert.equal(query?.['Application Name'], 'example.com');
  assert.equal(query?.['Application Response'], '0');
  assert.equal(answer?.['Application Identification'], query?.['Application Identification']);
  assert.equal(answer?.['Application Answer 1: data'], '192.0.2.1');
  assert.equal(answer?.['Network Hop limit'], '64');
  assert.equal(answer?.['Transport Length'], String(8 + 12 + 17 + 16));
});

test('NTP has the times of its rows', () => {
  const encapsulation = made(
    'app_protocol,src_ip,dst_ip,message,timestamp\nNTP,10.0.0.1,10.0.0.2,time?,1768943405.25\nNTP,10.0.0.2,10.0.0.1,now,1768943405.5\n',
  );
  const [query, answer] = encapsulation.frames.map((frame) => fieldsOf(layersOf(frame, encapsulation.conversations)));
  const shown = ['Mode', 'Stratum', 'Receive time', 'Transmit time'].map((name) => [
    query?.[`Application ${name}`],
    answer?.[`Application ${name}`],
  ]);
  assert.deepEqual(shown, [
    ['3', '4'],
    ['0', '2'],
    ['not given', '2026-01-20T21:10:05.500Z'],
    ['2026-01-20T21:10:05.250Z', '2026-01-20T21:10:05.500Z'],
  ]);
});

test('a message of several segments says which part each carries', () => {
  const encapsulation = made(`src_port,dst_port,message\n50000,8080,${'x'.repeat(3000)}\n`);
  const parts = encapsulation.frames
    .filter(({ message }) => message !== undefined)
    .map((frame) => layersOf(frame, encapsulation.conversations)[0]?.fields[0]?.value);
  assert.deepEqual(parts, ['bytes 0 to 1459', 'bytes 1460 to 2919', 'bytes 2920 to 2999']);
});

test('every byte of every packet belongs to a field, and every field lies in its layer', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 40 }).map((said) => said.replaceAll(/["\\]/g, ''));
  const protocol = fc.constantFrom('HTTP', 'DNS', 'CHAT', 'UDP');
  const hosts = fc.constantFrom('10.0.0.1,10.0.0.2', '2001:db8::1,2001:db8::2', 'a,b');
  const row = fc.tuple(protocol, hosts, text).map(([name, ends, said]) => `${name},${ends},"${said}"`);
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 4 }), fc.constantFrom('stream', 'isolated'), (rows, mode) => {
      const encapsulation = made(`app_protocol,from,to,message\n${rows.join('\n')}\n`, mode);
      for (const frame of encapsulation.frames) {
        const covered = new Uint8Array(frame.bytes.length);
        for (const { offset, length, fields } of layersOf(frame, encapsulation.conversations)) {
          for (const field of fields) {
            assert.ok(field.offset >= offset && field.offset + field.length <= offset + length, field.name);
            covered.fill(1, field.offset, field.offset + field.length);
          }
        }
        assert.equal(covered.indexOf(0), -1);
      }
    }),
    { numRuns: 60 },
  );
});
