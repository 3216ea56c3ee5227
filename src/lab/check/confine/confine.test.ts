import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env, geteuid } from 'node:process';
import { after, describe, test } from 'node:test';

import { ProgramProcess } from '#lab/program-process.ts';

import { terminals } from '../terminal/pty.ts';
import { TerminalProgram } from '../terminal/terminal-program.ts';
import { confine } from './confine.ts';
import { findIsolation } from './find-isolation.ts';
import { firstUser, type Limits, isolationLevels, Stops, usualLimits } from './isolation.ts';
import { isMarked, processes } from './processes.ts';

/** Only a test that fails waits for it. */
const timeout = 60_000;

const top = mkdtempSync(join(tmpdir(), 'polylogue-confine-test-'));
// Programs run under another user id where they can.
chmodSync(top, 0o755);
writeFileSync(join(top, 'grades.txt'), 'the marks of all');
// As an interpreter that is installed below /tmp.
mkdirSync(join(top, 'shown'));
writeFileSync(join(top, 'shown/library'), 'a library');
env['TEACHERS_SECRET'] = 'correct horse';

const limits: Limits = { ...usualLimits, memory: 48 << 20, processes: 12, disk: 4 << 20, output: 1 << 20 };
let runs = 0;

const found = await Promise.all(
  isolationLevels.map((level) => findIsolation(level).catch((error: unknown) => String(error))),
);

describe('what is confined', () => {
  after(() => rmSync(top, { recursive: true, force: true }));
  for (const [index, level] of isolationLevels.entries()) {
    const isolation = found[index] ?? '';
    // Namespaces inside a worker need no root; here there is no worker.
    const lack =
      typeof isolation === 'string' ? isolation : geteuid?.() === 0 || level === 'group' ? undefined : 'not root';
    describe(`confined by ${level}`, { skip: lack ?? false, concurrency: false }, () => {
      /** A place for a shell script, as `program.sh`. */
      function confined(script: string) {
        assert.ok(typeof isolation !== 'string');
        const stops = new Stops();
        const mark = `mark-${process.pid}-${runs++}`;
        const base = join(top, mark);
        const confinement = confine({
          ...{ isolation, limits, stops, base, mark, hasPrlimit: level !== 'group' || existsSync('/usr/bin/prlimit') },
          ...{
            user: level === 'group' ? undefined : firstUser + 499,
            shown: [join(top, 'shown')],
            environment: {},
            path: '/usr/local/bin:/usr/bin:/bin',
          },
          fill: (dir) => writeFileSync(join(dir, 'program.sh'), `${script}\n`),
        });
        return { confinement, stops, mark };
      }

      /** Starts a shell script; `ready` resolves when it has printed that word, or has ended. */
      function run(script: string) {
        const { confinement, stops, mark } = confined(script);
        const dir = confinement.makeDir();
        const program = new ProgramProcess(['sh', './program.sh'], dir, confinement);
        const ready = async (): Promise<void> => {
          while (!program.printed.stdout.includes('ready') && program.end === undefined) await program.ended(20);
        };
        const left = (): readonly number[] => processes().flatMap(({ pid }) => (isMarked(pid, mark) ? [pid] : []));
        return { program, stops, ready, left };
      }

      test('has nothing of our environment, a home of its own, and is told how it ended', async () => {
        const { program, left } = run(
          `env; echo home > "$HOME/file" && cat "$HOME/file"; cat ${join(top, 'grades.txt')} ${join(top, 'shown/library')}; ls -A /root | head -c 300; exit 3`,
        );
        await program.ended(timeout);
        assert.equal(program.end, 'exit code 3');
        const { stdout } = program.printed;
        assert.match(stdout, /^home$/m);
        assert.match(stdout, /a library/, program.printed.stderr);
        assert.doesNotMatch(stdout, /TEACHERS_SECRET|correct horse/);
        // Only namespaces keep it away from what the user may read.
        assert.equal(stdout.includes('the marks of all'), level === 'group');
        if (level !== 'group') assert.doesNotMatch(stdout, /bashrc|profile/);
        await program.kill();
        assert.deepEqual(left(), []);
      });

      test('is interrupted alone, and its own signal is told', async () => {
        const { program, ready } = run(
          `trap 'echo caught; kill -SEGV $$' INT; echo ready; while :; do sleep 0.05; done`,
        );
        await ready();
        program.signal('SIGINT');
        await program.ended(timeout);
        assert.equal(program.end, 'signal SIGSEGV');
        assert.match(program.printed.stdout, /caught/);
        await program.kill();
      });

      const noTerminal = terminals() === 'none' && 'no terminals here';
      test(
        'at a terminal its own exit code is told, and nothing is shown but its output',
        { skip: noTerminal },
        async () => {
          const { confinement } = confined(`echo Name:; read name; echo "got $name" >&2; exit 7`);
          const program = new TerminalProgram({ path: 'sh', args: ['./program.sh'], confinement }, {});
          assert.ok(await program.shows(/Name:/, performance.now() + timeout));
          program.type('bob\n');
          assert.ok(await program.ends(performance.now() + timeout));
          assert.equal(program.end, 'exit code 7');
          assert.equal(program.shown, 'Name:\nbob\ngot bob\n');
          await program.close();
        },
      );

      test('leaves nothing running, also what ignores SIGTERM and has left its session', async () => {
        const { program, stops, ready, left } = run(
          `trap '' TERM; (setsid sh -c 'sleep 600 & echo ready; wait' &); while :; do sleep 60; done`,
        );
        await ready();
        assert.ok(left().length > 0);
        await program.kill();
        assert.deepEqual(left(), []);
        const said = stops.sentences.join('\n');
        assert.match(said, /^background: .* in the background/m);
        assert.match(said, /^SIGTERM: it ignores this signal/m);
      });

      for (const [bound, script] of [
        ['processes', 'for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do sleep 600 & done; wait'],
        ['memory', 'head -c 400000000 /dev/zero | tail > /dev/null; sleep 600'],
        ['output', 'while :; do echo 0123456789012345678901234567890123456789012345678901234567890123456789; done'],
        ['disk', 'head -c 9000000 /dev/zero > big; echo ends'],
      ] as const) {
        test(`stops what passes its bound of ${bound}, and says so`, async () => {
          const { program, stops, left } = run(script);
          await program.ended(timeout);
          assert.notEqual(program.end, undefined, program.printed.stderr);
          await program.kill();
          assert.match(stops.sentences.join('\n'), new RegExp(`^${bound}: it `));
          assert.deepEqual(left(), []);
        });
      }
    });
  }
});
