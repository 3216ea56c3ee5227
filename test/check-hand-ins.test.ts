import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { parse } from 'csv-parse/sync';

import { findIsolation } from '#lab/check/confine/find-isolation.ts';
import { processes } from '#lab/check/confine/processes.ts';
import { UsageError } from '#server/command.ts';
import { jobsOf, readHandInsOptions } from '#server/commands/check-hand-ins-options.ts';

import { command } from './command.ts';
import { patiently } from './patiently.ts';

const dir = mkdtempSync(join(tmpdir(), 'polylogue-class-test-'));
after(() => rmSync(dir, { recursive: true, force: true }));

/** A `tsam` server that passes only the first check. */
const server = `require('node:net').createServer((socket) => {
  socket.on('error', () => {});
  socket.on('data', (chunk) => {
    if (String(chunk).includes('LISTSERVERS')) socket.write('SERVERS,A5_1,127.0.0.1,4001;');
    else socket.destroy();
  });
}).listen(Number(process.argv[2]), '127.0.0.1');`;

function handIn(name: string, text: string, file = 'server.js'): void {
  mkdirSync(join(dir, 'class', name), { recursive: true });
  writeFileSync(join(dir, 'class', name, file), text);
}

handIn('good', server);
handIn('=HYPERLINK("x")', 'process.exit(3)');
handIn('calls', "require('node:net').connect(80, '10.9.8.7').on('error', () => process.exit(3));");
handIn('source', 'int main(void) { return no_such_thing; }', 'server.c');
handIn('writes', "require('node:fs').writeFileSync('kept.txt', 'x');");

const quick = ['--timeout', '20000', '--silence', '20', '--jobs', '3'] as const;

describe('polylogue check --all', () => {
  test('gives each hand-in its points and its report, unaffected by others, and removes all files', async () => {
    const [csv, reports] = [join(dir, 'points.csv'), join(dir, 'reports')];
    const args = ['--all', join(dir, 'class'), '--csv', csv, '--reports', reports, ...quick];
    const { code, stdout, stderr } = await command(['check', 'tsam', ...args]);
    assert.equal(code, 1, stderr);
    const { level } = await findIsolation();
    const rows: readonly Record<string, string>[] = parse(readFileSync(csv), { columns: true });
    const row = (name: string): Record<string, string> => rows.find((each) => each['name'] === name) ?? {};
    assert.equal(rows.length, 5);
    const { passed, isolation } = row('good');
    assert.equal(isolation, level);
    assert.ok(Number(passed) >= 1, stdout);
    assert.match(row(`'=HYPERLINK("x")`)['first diagnosis'] ?? '', /exit code 3/);
    assert.match(row('source')['first diagnosis'] ?? '', /^it cannot be built/);
    assert.equal(row('calls')['stopped'], level === 'group' ? '' : 'network: it tried to reach other machines');
    assert.match(stdout, /^5 hand-ins, 3 at a time\.\nIsolation: /);
    assert.match(stdout, /^✘ source .*\n {4}it cannot be built/m);
    assert.ok(!existsSync(join(dir, 'class/writes/kept.txt')), 'it worked on a copy');
    assert.ok(readdirSync(join(reports, 'good')).some((name) => name.endsWith('.pcapng')));
    assert.match(readFileSync(join(reports, 'good/report.txt'), 'utf8'), /^✔ listservers/m);
  });

  test('a command line starts them, a fixed port is kept, flaky checks are named, and JSON tells all', async () => {
    const args = ['--all', join(dir, 'class/writes/server.js'), '--repeat', '2', '--json', ...quick];
    const { stdout } = await command(['check', 'tsam', ...args, '--', process.execPath, '{file}', '{port}']);
    const told: unknown = JSON.parse(stdout);
    assert.ok(typeof told === 'object' && told !== null && 'submissions' in told && Array.isArray(told.submissions));
    const [only] = told.submissions;
    assert.equal(only.program, 'server.js');
    assert.equal(only.report.checks[0].runs, 2);
    assert.deepEqual(only.flaky, []);
    assert.equal(only.counts.failed, 1);
  });

  test('Ctrl-C ends everything, and keeps finished results', async () => {
    handIn('../slow/hangs', 'setInterval(() => {}, 1000); // polylogue-slow-hand-in', 'server.js');
    const program = fileURLToPath(new URL('../bin/polylogue.js', import.meta.url));
    const args = [
      'check',
      'tsam',
      '--all',
      join(dir, 'slow'),
      '--csv',
      join(dir, 'slow.csv'),
      '--start-timeout',
      '600000',
    ];
    const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'ignore'] });
    const family = (): readonly number[] =>
      processes().flatMap((each) => (each.parent === child.pid ? [each.pid] : []));
    const started = (): boolean =>
      readdirSync('/proc').some((pid) => cmdline(pid).includes('./server.js') && isBelow(pid, child.pid));
    await once(child.stdout, 'data');
    if (existsSync('/proc/self')) while (!started()) await new Promise((resolve) => setTimeout(resolve, 20));
    const workers = family();
    child.kill('SIGINT');
    await patiently(once(child, 'close'), () => 'the end of polylogue check');
    assert.equal(child.exitCode, 130);
    const left = processes().filter(({ pid }) => workers.includes(pid));
    assert.deepEqual(left, []);
    assert.ok(existsSync(join(dir, 'slow.csv')));
  });

  for (const [positionals, values, says] of [
    [['tsam'], { all: ['nobody/*.py'] }, /nothing matches/],
    [['tsam', 'python3', '{file}'], { all: [join(dir, 'class')] }, /do not get their port/],
    [['tsam'], { all: [join(dir, 'class')], isolation: 'docker' }, /--isolation takes bwrap, unshare, group/],
    [['tsam'], { all: [join(dir, 'class')], junit: 'x' }, /--junit is for one program/],
    [['tsam'], { all: [join(dir, 'class')], memory: '0' }, /--memory takes a number/],
    [['irc'], { all: [join(dir, 'class')] }, /no checks for a server of "irc"/],
  ] as const) {
    test(`refuses ${JSON.stringify(values).replaceAll(dir, '')}`, () => {
      assert.throws(
        () => readHandInsOptions({ positionals, values }),
        (error) => error instanceof UsageError && says.test(error.message),
      );
    });
  }

  test('with a fixed port in one network, one after the other', () => {
    const options = readHandInsOptions({ positionals: ['tsam'], values: { all: [join(dir, 'class')], port: '8080' } });
    assert.equal(jobsOf(options, 'group'), 1);
    assert.ok(jobsOf({ ...options, jobs: 4 }, 'unshare') === 4);
    assert.deepEqual(options.handIns.find(({ handIn: { name } }) => name === 'good')?.start?.line.slice(1), [
      './server.js',
    ]);
  });
});

function cmdline(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'latin1');
  } catch {
    return '';
  }
}

/** Whether a process descends from another. */
function isBelow(pid: string, ancestor: number | undefined): boolean {
  const all = new Map(processes().map((each) => [each.pid, each.parent]));
  for (let at: number | undefined = Number(pid); at !== undefined && at > 1; at = all.get(at))
    if (at === ancestor) return true;
  return false;
}
