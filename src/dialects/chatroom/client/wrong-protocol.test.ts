import type { Clock } from '#chat/ports.ts';
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import type { Link } from '#link/link.ts';
import { pipe } from '#link/pipe.ts';
import { systemClock } from '#server/system-clock.ts';
import { ownKeys } from '../encryption.ts';
import { come, patient } from './comer.suite.ts';

/** The machine's time a hundred times as fast, deadlines too, for what does not come at all. */
const hurried: Clock = { ...systemClock, after: (ms, call) => systemClock.after(ms / 100, call) };

const keys = await ownKeys();

describe('something else than a chatroom server', () => {
  /** `behaves`: on the first link of all. */
  const meets = async (behaves: (link: Link) => void, clock = patient): Promise<readonly string[]> => {
    let calls = 0;
    const connect = async (): Promise<Link> => {
      const [ours, theirs] = pipe();
      theirs.read({ take: (chunk) => chunk.length, ended: () => {} });
      if (++calls === 1) behaves(theirs);
      return ours;
    };
    const { person, exit } = come(connect, { name: 'alice', clock });
    assert.equal(await exit, 1);
    return person.screen;
  };
  const wrongProtocol = (why: string, remedy = 'The connection was to 127.0.0.1:9999.'): readonly string[] => [
    `This does not look like a chatroom server: ${why}.`,
    remedy,
  ];

  test('that says hello', async () => {
    const screen = await meets((link) => link.write(Buffer.from('\0\x05HELLO')));
    const why = 'it sent "␀␅HELLO", as a nick server does';
    assert.deepEqual(screen, wrongProtocol(why, 'Try: polylogue nick client 127.0.0.1 9999'));
  });

  test('that says nothing', async () => {
    assert.deepEqual(await meets(() => {}, hurried), wrongProtocol('it sent no key within 10 seconds'));
  });

  test('that stops talking in the middle of a login is lost', async () => {
    const screen = await meets((link) => {
      link.write(Buffer.from('604'.padEnd(1024)));
      link.write(Buffer.from(keys.shown));
    }, hurried);
    assert.deepEqual(screen, ['Connection to the server has been closed.']);
  });

  test('that closes', async () => {
    const connect = async (): Promise<Link> => {
      const [ours, theirs] = pipe();
      theirs.end();
      return ours;
    };
    const { person, exit } = come(connect, { name: 'alice' });
    assert.equal(await exit, 1);
    assert.deepEqual(person.screen, wrongProtocol('it closed the connection without a key'));
  });

  test('that sends no key', async () => {
    const screen = await meets((link) => {
      link.write(Buffer.from('3'.padEnd(1024)));
      link.write(Buffer.from('key'));
    });
    assert.deepEqual(screen, wrongProtocol('what it sent is not a public key'));
  });
});
