import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { command } from './command.ts';
import { TemporaryDirectory } from './local-server.ts';
import { patiently } from './patiently.ts';

const program = fileURLToPath(new URL('../bin/polylogue.js', import.meta.url));
const csv =
  'msg_id,app_protocol,src_app,dst_app,message,timestamp\n1,HTTP,client_browser,web_server,GET /index.html,0.015\n';

describe('polylogue encapsulate', { concurrency: 2 }, () => {
  const dir = new TemporaryDirectory();
  after(() => dir[Symbol.dispose]());
  /** Creates a directory with a file of messages; returns a function that resolves names in it. */
  function place(name: string, text = csv): (file: string) => string {
    mkdirSync(join(dir.path, name));
    writeFileSync(join(dir.path, name, 'messages.csv'), text);
    return (file) => join(dir.path, name, file);
  }

  test('shows every field, says what it assumes, and writes a file of each kind', async () => {
    const at = place('kinds');
    const files = ['report.html', 'packets.pcapng', 'packets.pcap', 'all.json', 'fields.csv'].map(at);
    const { code, stdout, stderr } = await command([
      'encapsulate',
      at('messages.csv'),
      ...files.flatMap((file) => ['--out', file]),
    ]);
    assert.equal(code, 0, stderr);
    assert.match(
      stdout,
      /^1 row, 1 conversation, 9 packets[^]*Application: HTTP[^]*Transport: TCP[^]*Network: IPv4[^]*Link: Ethernet II/,
    );
    assert.match(stderr, /^Text: UTF-8\. Columns are separated by a comma\.\n[^]*client_browser 10\.0\.0\.1/);
    assert.equal(readdirSync(at('.')).length, 6);
    const begins = files.map((file) => readFileSync(file).subarray(0, 4).toString('hex'));
    assert.deepEqual(begins, ['3c21646f', '0a0d0d0a', '4d3cb2a1', '7b0a2020', '726f772c']);
    assert.equal(statSync(at('packets.pcapng')).mode & 0o777, 0o600);
  });

  test('refuses a file with bad rows, names them, and writes nothing', async () => {
    const at = place('bad', `${csv}2,HTTP,client_browser,web_server,GET /,soon\n3,HTTP,,web_server,GET /,1\n`);
    const args = ['encapsulate', at('messages.csv'), '--out', at('report.html')];
    const { code, stdout, stderr } = await command(args);
    assert.deepEqual([code, stdout], [65, '']);
    assert.match(stderr, /line 3, column timestamp: "soon"[^]*line 4, column src_app: [^]*--skip-bad/);
    assert.deepEqual(readdirSync(at('.')), ['messages.csv']);
    const skipped = await command([...args, '--skip-bad', '--json']);
    assert.equal(skipped.code, 0);
    assert.equal(JSON.parse(skipped.stdout).rows.length, 1);
    assert.match(skipped.stderr, /Left out: line 3, column timestamp/);
  });

  test('overwrites a file only with --force, and never its input', async () => {
    const at = place('there');
    writeFileSync(at('report.html'), 'mine');
    const args = ['encapsulate', '-', '--csv', '--out', at('fields.json'), '--out', at('report.html')];
    const refused = await command(args, csv);
    assert.deepEqual([refused.code, readdirSync(at('.'))], [73, ['messages.csv', 'report.html']]);
    assert.match(refused.stderr, /report\.html exists already[^]*--force/);
    const { code, stdout } = await command([...args, '--force'], csv);
    assert.deepEqual([code, stdout.split('\n').length > 30], [0, true]);
    assert.match(readFileSync(at('report.html'), 'utf8'), /standard input in four layers/);
    const itself = await command(['encapsulate', at('messages.csv'), '--out', at('messages.csv'), '--force']);
    assert.match(itself.stderr, /is the input file/);
    assert.equal(readFileSync(at('messages.csv'), 'utf8'), csv);
  });

  test('sends the rows to polylogue listen, and reports a missing listener', async () => {
    const at = place('live');
    const listener = spawn(process.execPath, [program, 'listen', '0', '--once'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const lines = createInterface(listener.stdout);
    const said: string[] = [];
    const listening = once(
      lines.on('line', (line) => said.push(line)),
      'line',
    );
    const ended = once(listener, 'close');
    try {
      await patiently(listening, () => 'a line of the listener');
      const [, port = ''] = /^Listening on 127\.0\.0\.1:(\d+)$/.exec(said[0] ?? '') ?? [];
      const args = ['encapsulate', at('messages.csv'), '--mode', 'live', '--to', port, '--out', at('sent.pcapng')];
      const { code, stderr } = await command(args);
      assert.equal(code, 0, stderr);
      await patiently(ended, () => 'the end of the listener');
    } finally {
      listener.kill();
    }
    assert.match(
      said.join('\n'),
      /Connection from: \('127\.0\.0\.1', \d+\)\nReceived: GET \/index\.html\nConnection closed/,
    );
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    server.close();
    await once(server, 'close');
    assert.ok(address !== null && typeof address === 'object');
    const nobody = await command([
      'encapsulate',
      at('messages.csv'),
      '--mode',
      'live',
      '--to',
      `127.0.0.1:${address.port}`,
    ]);
    assert.deepEqual([nobody.code, /nobody listens at .*polylogue listen/.test(nobody.stderr)], [69, true]);
  });
});
