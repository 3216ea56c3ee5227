import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { best, completable, completed } from './completion.ts';
import { invitationAddress, parseRoute, roomAddress } from './route.ts';

suite('addresses', () => {
  test('rooms, messages and tokens', () => {
    assert.deepEqual(parseRoute(''), { kind: 'home' });
    assert.deepEqual(parseRoute('#/lobby'), { kind: 'room', name: '#lobby' });
    assert.deepEqual(parseRoute('#/@alice/m/12'), { kind: 'room', name: 'alice', message: 12 });
    assert.deepEqual(parseRoute('#/invite/abc'), { kind: 'invite', token: 'abc' });
    assert.deepEqual(parseRoute(invitationAddress(undefined, 'ab-c')), { kind: 'invite', token: 'ab-c' });
    assert.deepEqual(parseRoute(invitationAddress('#tea', 'ab-c')), { kind: 'room', name: '#tea', code: 'ab-c' });
    assert.deepEqual(parseRoute('#/owner'), { kind: 'room', name: '#owner' });
    assert.deepEqual(parseRoute('#/lobby/m/x'), { kind: 'room', name: '#lobby' });
  });
  test('every name comes back, and no fragment throws', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.boolean(), fc.nat(), (text, isChannel, seq) => {
        const name = isChannel ? `#${text}` : text.replace(/^#+/, '') || 'a';
        assert.deepEqual(parseRoute(roomAddress(name, seq)), { kind: 'room', name, message: seq });
        parseRoute(text);
        parseRoute(`#/%${text}`);
      }),
    );
  });
});

suite('completion', () => {
  const kindOf = (text: string, asked = false): string | undefined => {
    const found = completable(text, text.length, asked);
    return found && `${found.kind} ${found.query} ${found.from}`;
  };
  test('what is completed', () => {
    assert.equal(kindOf('hi @al'), 'person al 3');
    assert.equal(kindOf('see #lo'), 'room lo 4');
    assert.equal(kindOf(':tad'), 'emoji tad 0');
    assert.equal(kindOf('at 10:3'), undefined);
    assert.equal(kindOf('a :x'), undefined);
    assert.equal(kindOf('/jo'), 'command jo 0');
    assert.equal(kindOf('a /jo'), undefined);
    assert.equal(kindOf('al'), undefined);
    assert.equal(kindOf('al', true), 'person al 0');
    assert.equal(kindOf('', true), undefined);
    // At once, also behind a very long word.
    assert.equal(kindOf(`${'x'.repeat(300_000)} @al`), 'person al 300001');
  });
  test('the best first: equal, at the beginning, at that of a word, within', () => {
    const names = ['xtea', 'a-tea', 'teapot', 'tea', 'other'];
    assert.deepEqual(
      best(names, 'TEA', (name) => name),
      ['tea', 'teapot', 'a-tea', 'xtea'],
    );
  });
  test('it is put in the place of what was typed, with one space behind it', () => {
    const text = 'hi @al and';
    const word = completable(text, 6, false);
    assert.ok(word);
    assert.deepEqual(completed(text, 6, word, { insert: '@alice', label: '' }), { text: 'hi @alice and', caret: 10 });
    assert.deepEqual(completed('@al', 3, { kind: 'person', query: 'al', from: 0 }, { insert: '@alice', label: '' }), {
      text: '@alice ',
      caret: 7,
    });
  });
});
