import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';

import { UsageError } from '#server/command.ts';
import { readCheckOptions } from '#server/commands/check-options.ts';

import { command, output } from './command.ts';

const dir = mkdtempSync(join(tmpdir(), 'polylogue-check-test-'));
after(() => rmSync(dir, { recursive: true, force: true }));

/** A student's `tsam` server without KEEPALIVE, which lists no clients. */
const server = join(dir, 'server.js');
writeFileSync(
  server,
  `require('node:net').createServer((socket) => {
     socket.on('error', () => {});
     socket.on('data', (chunk) => { if (String(chunk).includes('LISTSERVERS')) socket.write('SERVERS,nobody'); });
   }).listen(Number(process.argv[2]), '127.0.0.1');`,
);

describe('polylogue check', () => {
  test('says what failed first and why, gives points, and writes reports and evidence', async () => {
    const rubric = join(dir, 'rubric.txt');
    writeFileSync(rubric, 'listservers = 3\ngetmsg = 2\n');
    const [evidence, junit] = [join(dir, 'evidence'), join(dir, 'junit.xml')];
    const args = ['--rubric', rubric, '--evidence', evidence, '--junit', junit, '--timeout', '500', '--json'];
    const { code, stdout } = await command(['check', 'tsam', ...args, '--', server, '{port}']);
    assert.equal(code, 1);
    const report: unknown = JSON.parse(stdout);
    assert.ok(
      typeof report === 'object' && report !== null && 'checks' in report && 'points' in report && 'counts' in report,
    );
    assert.deepEqual(report.counts, { passed: 0, failed: 1, flaky: 0, 'not reached': 11, skipped: 0 });
    assert.deepEqual(
      Array.isArray(report.checks) && [report.checks[0].id, report.checks[0].verdict, report.checks[0].heard],
      ['listservers', 'failed', 'SERVERS,nobody'],
    );
    assert.deepEqual(readdirSync(evidence).toSorted(), ['listservers.mmd', 'listservers.pcapng', 'listservers.svg']);
    assert.match(readFileSync(join(evidence, 'listservers.mmd'), 'utf8'), /alice->>program: \\x01LISTSERVERS\\x04/);
    assert.match(readFileSync(junit, 'utf8'), /<testsuite name="tsam.server.code" .*failures="1" skipped="11"/);
  });

  for (const [positionals, values, says] of [
    [['nick'], {}, /There is nothing to check/],
    [['nick', 'server.py'], {}, /does not get its port/],
    [['nick', 'client.py'], { client: true }, /does not get our port/],
    [['pdu', '127.0.0.1:1'], { ca: 'x.pem' }, /--ca needs --transport quic/],
    [['pdu', '127.0.0.1:1'], { transport: 'udp' }, /--transport takes tcp or quic/],
    [['pdu', '127.0.0.1:1'], { transport: 'quic' }, /give it with --ca FILE, or write \{cert\}/],
    [['pdu', '127.0.0.1:1'], { transport: 'quic', ca: server }, /contains no certificate/],
    [['pdu', 'c.py', '{port}'], { client: true, transport: 'quic' }, /does not get our certificate/],
    [['nick', '127.0.0.1:1'], { transport: 'quic' }, /nick does not run over QUIC/],
    [['irc'], { list: true }, /no checks for a server of "irc"/],
    [['nick'], { list: true, spec: 'both' }, /--spec takes code or readme/],
    [['nick', '127.0.0.1:99999'], {}, /99999 is not a valid port/],
    [['nick', '127.0.0.1:1'], { json: true, tap: true }, /--json or --tap/],
  ] as const) {
    test(`refuses ${positionals.join(' ')} ${JSON.stringify(values)}`, () => {
      assert.throws(
        () => readCheckOptions({ positionals, values }),
        (error) => error instanceof UsageError && says.test(error.message),
      );
    });
  }

  for (const [id, spec] of [
    ['parrot', 'code'],
    ['getmsg-empty', 'readme'],
  ] as const) {
    test(`a rubric that gives points for ${id} is refused: no check of a tsam server in --spec ${spec} is called that`, async () => {
      const rubric = join(dir, `${id}.txt`);
      writeFileSync(rubric, `listservers = 1\n${id} = 2\n`);
      const { code, stderr } = await command([
        'check',
        'tsam',
        '--spec',
        spec,
        '--rubric',
        rubric,
        '--',
        server,
        '{port}',
      ]);
      assert.equal(code, 64);
      assert.ok(stderr.includes(`line 2: there is no check "${id}" for a server of tsam in --spec ${spec}`), stderr);
    });
  }

  test('--list shows the sentence that each check comes from', async () => {
    assert.match(
      await output(['check', 'nick', '--list']),
      /^hello +greets each client with HELLO\n +code: .*\n +readme: /m,
    );
  });
});
