import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { tsharkMissing } from '../capture/tshark-missing.suite.ts';
import { latin1, shown, type Step } from './dissected.suite.ts';

const skip = await tsharkMissing();
const port = { nick: 43_221, direct: 8080, tsam: 4021 };
const greeting: Readonly<Record<string, readonly Step[]>> = {
  nick: [
    ['server', latin1('\0\x05HELLO')],
    ['client', 'NICKbob'],
    ['server', latin1('\0\x05READY')],
  ],
  direct: [['client', 'bob\n']],
  tsam: [],
};
const ends = { nick: '', direct: '\n', tsam: '\n' };
const commands = [
  '/register s3cret',
  '/RESET c0de s3cret',
  '/join #tea',
  '/join #tea  s3cret',
  '/set #tea key s3cret',
  '/set key s3cret',
  '/set slow 5',
  '/registers x',
];
const clear = '! A password in the clear';

describe('the dissector, of typed commands', { skip, concurrency: true }, () => {
  test('typed commands: known ones, and their secrets, on each dialect that has them', async () => {
    const rows = (['nick', 'direct', 'tsam'] as const).map(async (name) => {
      const says = commands.map((command): Step => ['client', command + ends[name]]);
      const steps = [...(greeting[name] ?? []), ...says];
      return [name, await shown([{ port: port[name], steps }], [`${name}.password`])] as const;
    });
    for (const [name, lines] of await Promise.all(rows)) {
      const secret = `  ${name}.password=`;
      assert.deepEqual(
        lines.slice(-commands.length).map((line) => line.replace(/ +/g, ' ').trim()),
        [
          `/register${secret}s3cret ${clear}`,
          `/RESET${secret}c0de s3cret ${clear}`,
          '/join #tea',
          `/join #tea${secret}s3cret ${clear}`,
          `/set #tea key${secret}s3cret ${clear}`,
          `/set key${secret}s3cret ${clear}`,
          '/set slow 5',
          '/registers x ! Unknown command /registers',
        ].map((line) => line.replace(/ +/g, ' ')),
        name,
      );
    }
  });

  test('tsam: commas between the words of a typed command', async () => {
    const steps: Step[] = [
      ['client', latin1('\x01/register,s3cret\x04')],
      ['client', latin1('\x01/join, #tea,s3cret\x04')],
    ];
    assert.deepEqual(await shown([{ port: port.tsam, steps }], ['tsam.password']), [
      `/register  tsam.password=s3cret  ${clear}`,
      `/join #tea,  tsam.password=s3cret  ${clear}`,
    ]);
  });
});
