import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { Dialect } from '#dialects/dialect.ts';
import { dialects } from '#dialects/index.ts';
import type { Link } from '#link/link.ts';
import { Recording } from '#link/recording-reader.suite.ts';
import { connectTcp, listenTcp } from '#link/tcp/tcp.ts';

import { createTestClock } from '../../test/test-clock.ts';
import { record } from './record.ts';

const dialectOf = (name: string): Dialect => {
  const found = dialects.find((dialect) => dialect.name === name);
  assert.ok(found);
  return found;
};

/** A server that says `answer` to each chunk it reads, and a recorder before it. */
async function recorded(dialect: string, answer: string, chunks: readonly string[]): Promise<string> {
  const server = await listenTcp({ port: 0 }, (link: Link) => {
    const take = (chunk: Uint8Array): number => {
      link.write(Buffer.from(answer));
      return chunk.length;
    };
    link.read({ take, ended: () => link.end() });
  });
  const { now, after } = createTestClock();
  let text = '';
  const recorder = await record({
    ...{ dialect, host: '127.0.0.1', port: server.port, listen: 0, mask: dialectOf(dialect).mask, now, after },
    write: (line) => (text += line),
    say: assert.fail,
  });
  const client = await connectTcp({ host: '127.0.0.1', port: recorder.port });
  const heard = new Recording();
  client.read(heard);
  for (const [nth, chunk] of chunks.entries()) {
    client.write(Buffer.from(chunk));
    // So that the network does not join them.
    await heard.until(() => heard.text.length === (nth + 1) * answer.length);
  }
  client.end();
  await heard.end();
  await recorder.stop();
  await server.close();
  return text;
}

const rows: readonly (readonly [string, string, readonly string[]])[] = [
  ['nick', '\0\x05RETRY', ['NICK alice s3', 'cr3t\n', '/register s3cr', '3t\n']],
  ['nick', '\0\x05RETRY', ['NICK alice s3', 'cr3t']],
  ['direct', 'no\n', ['alice s3', 'cr3t\n', '/regis', 'ter s3', 'cr3t\n']],
  ['direct', 'no\n', ['alice s3', 'cr3t']],
  ['tsam', 'no', ['\x01LOG', 'IN,alice,s3', 'cr3t\x04', 'login;alice;s3', 'cr3t\r\n']],
  ['pdu', '{"mtype":2,"payload":{"token":"s3cr3t"}}\n', ['{"mtype":1,"payload":{"name":"alice"}}\n']],
  ['pdu', 'no', ['{"mtype": 1, "payload": {"passw\\u00', '6frd": "s3', 'cr3t", "username": "alice"}}\n']],
];

for (const [dialect, answer, chunks] of rows) {
  test(`a secret on ${dialect} that is cut like ${JSON.stringify(chunks)} is in no part recorded`, async () => {
    const text = await recorded(dialect, answer, chunks);
    assert.ok(text.includes(`\nalice opens ${dialect}\n`) && text.includes('*'), text);
    assert.doesNotMatch(text, /s3|cr3t|s3cr/);
  });
}
