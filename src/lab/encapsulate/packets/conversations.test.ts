import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readMessages } from '#lab/encapsulate/csv/read-messages.ts';
import { type Conversations, conversationsOf } from './conversations.ts';
import { payloadsOf } from './payloads.ts';

const of = (csv: string, port?: number): Conversations =>
  conversationsOf(readMessages(new TextEncoder().encode(csv)).messages, { port });

/** `10.0.0.1:49152 > 10.0.0.2:8080: >hello <200 OK`. */
const told = ({ pairs }: Conversations): readonly string[] =>
  pairs.map(({ transport, client, server, rows }) => {
    const said = rows.map(({ message, from }) => `${from === 'client' ? '>' : '<'}${message.text}`);
    return `${transport} ${client.address}:${client.port} > ${server.address}:${server.port}: ${said.join(' ')}`;
  });

describe('conversations', () => {
  test('are one for each pair of names, with answers the other way', () => {
    const csv =
      'app_protocol,src_app,dst_app,message\nHTTP,browser,web_server,a\nHTTP,web_server,browser,b\nHTTP,phone,web_server,c\n';
    assert.deepEqual(told(of(csv)), [
      'tcp 10.0.0.1:49152 > 10.0.0.2:8080: >a <b',
      'tcp 10.0.0.3:49152 > 10.0.0.2:8080: >c',
    ]);
    assert.match(of(csv).assumed.join('\n'), /browser 10\.0\.0\.1[^]*HTTP server: 8080/);
    assert.match(told(of(csv, 80))[0] ?? '', /10\.0\.0\.2:80:/);
  });

  test('are one for each pair of ports', () => {
    const rows = ['50000,80,a', '80,50000,b', '50001,80,c', '80,50001,d', '7000,7000,e'];
    assert.deepEqual(told(of(`src_port,dst_port,message\n${rows.join('\n')}\n`)), [
      'tcp 127.0.0.1:50000 > 127.0.0.1:80: >a <b',
      'tcp 127.0.0.1:50001 > 127.0.0.1:80: >c <d',
      'tcp 127.0.0.1:7000 > 127.0.0.2:7000: >e',
    ]);
  });

  test('begin at the client, even if the server speaks first', () => {
    const first = (csv: string): string => told(of(csv))[0] ?? '';
    assert.match(
      first('src_port,dst_port,message\n25,50000,220 ready\n50000,25,EHLO\n'),
      /:50000 > 127\.0\.0\.1:25: <220 ready >EHLO/,
    );
    assert.match(first('from,to,message\nmail_server,bob,220 ready\n'), /<220 ready/);
    assert.match(first('from,to,message\nhub,bob,HTTP/1.1 200 OK\n'), /<HTTP/);
    assert.match(first('from,to,message\nalice,bob,hi\n'), />hi/);
  });

  test('take addresses of the file, and give names without one an address that is free', () => {
    const csv =
      'src_app,src_ip,src_port,dst_app,dst_ip,dst_port,message\nweb,10.0.0.1,8080,app,,50000,a\napp,,50000,web,,8080,b\nx,2001:db8::1,,y,,,c\n';
    assert.deepEqual(told(of(csv)), [
      'tcp 10.0.0.2:50000 > 10.0.0.1:8080: <a >b',
      'tcp 2001:db8::1:49152 > fd00::3:12345: >c',
    ]);
  });

  test('find the port of an endpoint in rows of the other direction', () => {
    const csv = 'src_ip,src_port,dst_ip,message\n10.0.0.1,50000,10.0.0.2,a\n10.0.0.2,8080,10.0.0.1,b\n';
    assert.deepEqual(told(of(csv)), ['tcp 10.0.0.1:50000 > 10.0.0.2:8080: >a <b']);
  });

  test('tell two machines with one application apart, and two names at one address', () => {
    assert.deepEqual(told(of('src_app,dst_app,message\nchat,chat,a\n')), ['tcp 10.0.0.1:49152 > 10.0.0.2:12345: >a']);
    const csv =
      'src_app,src_ip,dst_app,dst_ip,message\na,127.0.0.1,b,127.0.0.1,x\nb,127.0.0.1,a,127.0.0.1,y\nc,127.0.0.1,b,127.0.0.1,z\n';
    assert.deepEqual(told(of(csv)), [
      'tcp 127.0.0.1:49152 > 127.0.0.1:12345: >x <y',
      'tcp 127.0.0.1:49153 > 127.0.0.1:12345: >z',
    ]);
  });

  test('warn about packets that Wireshark marks', () => {
    const warned = (csv: string): string =>
      of(csv)
        .assumed.filter((sentence) => /Wireshark|over TCP/.test(sentence))
        .join('\n');
    assert.match(warned('app_protocol,src_port,dst_port,message\nTCP,50000,123,time please\n'), /Port 123 belongs/);
    assert.match(warned('src_port,dst_port,message\n50000,8080,"a: 1\nb"\n'), /Port 8080 belongs to HTTP/);
    assert.equal(warned('src_port,dst_port,message\n50000,8080,"GET / HTTP/1.1\nHost: x\n\n"\n'), '');
    assert.match(told(of('app_protocol,from,to,message\nHTTP,a,b,"x: 1\ny"\n'))[0] ?? '', /:12345: /);
  });

  test('of 150 pairs have 150 client ports', () => {
    const rows = Array.from({ length: 150 }, (_, nth) => `10.0.0.1,10.0.1.${nth},m${nth}`);
    const { pairs } = of(`src_ip,dst_ip,message\n${rows.join('\n')}\n`);
    assert.equal(new Set(pairs.map(({ client }) => client.port)).size, 150);
  });

  test('of DNS are datagrams with DNS messages: an answer has the number of its query', () => {
    const rows = [
      'a,dns,Query: www.example.com A',
      'dns,a,www.example.com -> 93.184.216.34',
      'a,dns,AAAA? example.org',
      'dns,a,NXDOMAIN',
    ];
    const [pair] = of(`app_protocol,src_app,dst_app,message\n${rows.map((row) => `DNS,${row}`).join('\n')}\n`).pairs;
    assert.ok(pair);
    assert.deepEqual([pair.transport, pair.server.port], ['udp', 53]);
    const hex = [...payloadsOf(pair).values()].map((bytes) => Buffer.from(bytes).toString('hex'));
    const question = '03777777076578616d706c6503636f6d00' + '00010001';
    assert.deepEqual(hex, [
      `1001010000010000${'0000'.repeat(2)}${question}`,
      `100181800001000100000000${question}c00c000100010000012c00045db8d822`,
      '100201000001000000000000076578616d706c65036f726700001c0001',
      '100281830001000000000000076578616d706c65036f726700001c0001',
    ]);
  });
});
