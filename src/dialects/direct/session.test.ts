import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import fc from 'fast-check';

import { maxLine } from './codec.ts';
import { bytes, Bench, textOf } from './session-bench.suite.ts';
import { noGuests } from './words.ts';

describe('a long line', () => {
  const held = (line: string): readonly string[] => {
    const bench = Bench.here();
    bench.hand(line);
    return bench.deeds.map((deed) => deed.slice(0, 23));
  };

  test('of a command waits alone, because its words keep all of it in memory', () => {
    const mistake = 'say There is no command';
    assert.deepEqual(held('/help xxx\n'), [mistake]);
    assert.deepEqual(held(`/help ${'x'.repeat(300)}\n`), ['hold', mistake, 'release', 'say undefined']);
    assert.deepEqual(held(`/topic -${' '.repeat(300)}\n`), ['hold', 'topic #lobby', 'release', 'say undefined']);
  });

  test('of spaces, with a short message, does so as well; a long message does not', () => {
    const spaces = ' '.repeat(1000);
    assert.deepEqual(held(`bob: ${'x'.repeat(1000)}\n`), [`message bob: ${'x'.repeat(10)}`]);
    assert.deepEqual(held(`bob: ${spaces}hello\n`), ['hold', 'message bob: hello', 'release', 'say undefined']);
    assert.deepEqual(held(`bob: hello${spaces}\n`), ['hold', 'message bob: hello', 'release', 'say undefined']);
  });
});

describe('coming', () => {
  test('asks for the name, and for no room', () => {
    const bench = new Bench();
    bench.hand('bob\n');
    assert.deepEqual(bench.deeds, ['come undefined: bob, none']);
  });

  test('takes nothing while the chat holds it, and continues then', () => {
    const bench = new Bench();
    assert.equal(bench.take('bob s3cret\nalice: hi\nx'), 11);
    assert.equal(bench.take('alice: hi\nx'), 0);
    assert.equal(bench.welcome(), 'Welcome bob! You can now chat.\n');
    assert.equal(bench.take('alice: hi\nx'), 11);
    assert.equal(bench.deeds.at(-1), 'message alice: hi');
  });

  test('a refusal is written before the link is closed, and later input is ignored', () => {
    const bench = new Bench();
    bench.hand('bob\n');
    const refusal = { kind: 'refusal', code: 'no-guests' } as const;
    assert.equal(bench.session.answer(refusal, { kind: 'came' }), undefined);
    bench.hand('alice: hi\n');
    assert.deepEqual(bench.deeds.slice(1), [`write ${textOf(noGuests({ page: undefined, byCode: true }))}`, 'close']);
  });

  test('every other refusal is written before the link is closed, too', () => {
    const refused = (
      code: 'name-reserved' | 'account-in-use' | 'password-wrong' | 'disk-full' | 'unavailable' | 'internal',
    ): string => {
      const bench = new Bench();
      bench.hand('bob\n');
      bench.session.answer({ kind: 'refusal', code }, { kind: 'came' });
      assert.equal(bench.deeds.at(-1), 'close');
      return bench.deeds.at(-2) ?? '';
    };
    assert.equal(refused('name-reserved'), 'write Invalid username. Connection closing.\n');
    assert.equal(refused('account-in-use'), 'write Username already taken. Connection closing.\n');
    assert.equal(refused('password-wrong'), 'write Wrong password. Connection closing.\n');
    assert.match(refused('disk-full'), /disk is full/);
    assert.match(refused('unavailable'), /try again later/);
    assert.match(refused('internal'), /Internal server error/);
  });

  test('its name may come without a line feed', () => {
    const bench = new Bench();
    bench.hand('bob');
    assert.deepEqual(bench.deeds, []);
    bench.pause();
    assert.deepEqual(bench.deeds, ['come undefined: bob, none']);
    assert.equal(bench.take('alice: hi'), 0);
  });

  test('the journal has who logged in and who left', () => {
    const bench = Bench.here();
    bench.session.closed();
    const [came, left] = bench.journal;
    const user = { id: 3, name: 'bob' };
    const peer = { address: '127.0.0.1', port: 50_000 };
    assert.deepEqual(came, { kind: 'came', peer, user, at: 0 });
    assert.deepEqual(left, { kind: 'left', peer, user, at: 0 });
    const nobody = new Bench();
    nobody.session.closed();
    assert.deepEqual(nobody.journal, [{ kind: 'left', peer, user: undefined, at: 0 }]);
  });
});

describe('rooms', () => {
  test('one is entered once, before what is said there, and again when it is asked for', () => {
    const bench = Bench.here();
    bench.hand('#lobby: one\n#LOBBY: two\n#kitchen:\n#lobby:\n');
    assert.deepEqual(bench.deeds, [
      'joined #lobby',
      'message #lobby: one',
      'message #lobby: two',
      'joined #kitchen',
      'joined #lobby',
    ]);
  });

  test('it hears only rooms that it has named, and joins a room again that it has left', () => {
    const bench = Bench.here();
    assert.ok(!bench.session.format.hears({ id: 1, name: '#lobby' }));
    bench.hand('#lobby:\n#LOBBY\n');
    assert.equal(bench.deeds.at(-1), 'left #LOBBY');
    bench.hand('#lobby: again\n');
    assert.deepEqual(bench.deeds.slice(-2), ['joined #lobby', 'message #lobby: again']);
  });

  test('a room that could not be joined is removed, and every line is answered once', () => {
    const bench = Bench.here();
    bench.hand('#lobby: one\n#lobby: two\n');
    const [joined, one, two] = bench.asks;
    const answer = (code: 'too-many-rooms' | 'not-member', ask = joined): string | undefined =>
      bench.answer({ kind: 'refusal', code }, ask);
    assert.equal(answer('too-many-rooms'), undefined);
    assert.equal(answer('not-member', one), 'You are in too many rooms to join #lobby.\n');
    assert.equal(answer('not-member', two), 'You are in too many rooms to join #lobby.\n');
  });

  test('a room in which nothing was said is removed and answered, too', () => {
    const bench = Bench.here();
    bench.hand('#lobby:\n');
    const refusal = { kind: 'refusal', code: 'too-many-rooms' } as const;
    assert.match(bench.answer(refusal, bench.asks[0]) ?? '', /too many rooms/);
  });

  test('one that another session has left is entered again', () => {
    const bench = Bench.here();
    bench.hand('#lobby: one\n');
    const gone = bench.answer({ kind: 'refusal', code: 'not-member' }, bench.asks[1]);
    assert.match(gone ?? '', /^Not sent: you are no longer in #lobby/);
    bench.hand('#lobby: two\n');
    assert.deepEqual(bench.deeds.slice(-2), ['joined #lobby', 'message #lobby: two']);
  });

  test('a refused text does not end it', () => {
    const bench = Bench.here();
    bench.hand('#lobby: one\n');
    bench.answer({ kind: 'refusal', code: 'text-long' }, bench.asks[1]);
    bench.hand('#lobby: two\n');
    assert.deepEqual(bench.deeds.at(-1), 'message #lobby: two');
  });
});

describe('a line', () => {
  test('is trimmed, and split at the first colon', () => {
    const bench = Bench.here();
    bench.hand(' alice : one: two \r\nalice:\n\n \t\nalice: #x: y\n');
    assert.deepEqual(bench.deeds, ['message alice: one: two', 'message alice: ', 'message alice: #x: y']);
  });

  test('with a slash before it is never sent as a message', () => {
    const bench = Bench.here();
    bench.hand('/register s3:cret\n/alice: hi\n');
    assert.deepEqual(bench.deeds, [
      'register s3:cret',
      'say Unknown command /alice:, not sent. /help lists all commands.\n',
    ]);
  });

  test('that is too long is answered, and is not a name', () => {
    const bench = Bench.here();
    bench.hand(`alice: ${'x'.repeat(maxLine)}\n`);
    assert.deepEqual(bench.deeds, ['say Not sent: the message is longer than 20480 bytes.\n']);
    const nobody = new Bench();
    nobody.hand('x'.repeat(maxLine + 1));
    assert.deepEqual(nobody.deeds, ['write Invalid username. Connection closing.\n', 'close']);
  });

  test('that is quoted is visible and short', () => {
    const { session } = Bench.here();
    const refused = (name: string): string | undefined =>
      textOf(session.answer({ kind: 'refusal', code: 'no-room' }, { kind: 'left', name }));
    assert.equal(refused(`#\x1b[2J${'x'.repeat(500)}`), `There is no room #␛[2J${'x'.repeat(28)}….\n`);
    assert.equal(refused('#$&'), 'There is no room #$&.\n');
  });

  test('waits while the chat takes nothing, with or without its line feed', () => {
    const bench = new Bench();
    bench.hand('bob');
    bench.takes = () => false;
    bench.pause();
    assert.equal(bench.take('x'), 0);
    assert.deepEqual(bench.deeds, []);
    bench.takes = () => true;
    bench.session.resume();
    assert.deepEqual(bench.deeds, ['come undefined: bob, none', 'resume']);
  });
});

const isEnd = (deed: string): boolean => deed === 'close' || deed === 'asks no more';

describe('its end', () => {
  test('an unfinished line is sent when the peer disconnects', () => {
    const bench = Bench.here();
    bench.hand('alice: last');
    bench.reader.ended('ended');
    assert.deepEqual(bench.deeds, ['message alice: last', 'asks no more']);
  });

  test('ends at once when the link is lost', () => {
    const bench = Bench.here();
    bench.reader.ended('reset');
    assert.deepEqual(bench.deeds, ['close']);
  });

  test('no timer is left after its end', () => {
    const bench = new Bench();
    bench.hand('bob');
    bench.session.closed();
    bench.pause();
    assert.deepEqual(bench.deeds, ['end']);
  });

  test('no input of a client throws', () => {
    const wild = fc.oneof(
      fc.uint8Array({ maxLength: 50 }),
      fc
        .constantFrom('bob', 'bob\n', ': ', '#lobby: x\n', '#lobby\n', '/register x\n', '\n', '\xf0\x9f', '\x91')
        .map(bytes),
    );
    fc.assert(
      fc.property(fc.array(wild), (chunks) => {
        const bench = new Bench();
        for (const chunk of chunks) bench.hand(chunk, () => void bench.welcome());
        bench.reader.ended('ended');
        const end = bench.deeds.findIndex(isEnd);
        assert.ok(end >= 0 && bench.deeds.slice(end).every(isEnd), 'input after its end is ignored');
      }),
    );
  });
});
