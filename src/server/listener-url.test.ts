import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { Dialect } from '#dialects/dialect.ts';
import { nick } from '#dialects/nick/nick.ts';
import { rulesOf } from './listener-policy.ts';
import { nameOf, parseListenerUrl } from './listener-url.ts';

const urls: readonly (readonly [string, string, number, object])[] = [
  ['nick://127.0.0.1:4000', '127.0.0.1', 4000, {}],
  ['nick://', '127.0.0.1', 43_221, {}],
  ['nick://[::1]:1/', '::1', 1, {}],
  ['nick://a.example?guests=no', 'a.example', 43_221, { guests: false }],
  [
    'nick://:0?same-account=refuse&registration=closed&guests=yes',
    '127.0.0.1',
    0,
    { sameAccount: 'refuse', registration: 'closed', guests: true },
  ],
];
for (const [url, host, port, policy] of urls) {
  test(url, () => assert.deepEqual(parseListenerUrl(url, [nick]), { dialect: nick, host, port, policy, options: {} }));
}

const wrong: readonly (readonly [string, string])[] = [
  ['4000', 'A listener looks like nick://127.0.0.1:43221; "4000" does not.'],
  ['nik://x', 'No dialect is called "nik". Did you mean nick?'],
  ['gopher://x', 'No dialect is called "gopher". Choose one of: nick.'],
  ['nick://x:70000', '70000 is not a valid port (0–65535).'],
  ['nick://x?registraton=open', 'A listener has no option "registraton". Did you mean registration?'],
  [
    'nick://x?toString=1',
    'A listener has no option "toString". Choose one of: name, fault, registration, same-account, guests, news.',
  ],
  ['nick://x?registration=shut', 'registration is open, invite or closed, not "shut".'],
  ['nick://x?guests=maybe', 'guests is yes or no, not "maybe".'],
  [
    'nick://x?name=a%20b',
    'A listener\'s name has up to 64 letters, digits and any of . _ : - and begins with a letter or digit; "a b" does not.',
  ],
  ['nick://x?same-account', 'same-account is share, refuse or replace, not "".'],
];
for (const [url, sentence] of wrong) {
  test(`${url} is no listener`, () => assert.equal(parseListenerUrl(url, [nick]), sentence));
}

test('the default name of a listener is its dialect and its port', () => {
  const names = ['nick://0.0.0.0', 'nick://[::1]:0', 'nick://h:1?name=hall.2&guests=no'].map((url) => {
    const listener = parseListenerUrl(url, [nick]);
    return typeof listener === 'string' ? listener : nameOf(listener);
  });
  assert.deepEqual(names, ['nick:43221', 'nick:0', 'hall.2']);
});

test('other machines cannot register by default', () => {
  assert.equal(rulesOf('l', nick, {}, true).registration, 'open');
  assert.equal(rulesOf('l', nick, {}, false).registration, 'closed');
  assert.equal(rulesOf('l', nick, { registration: 'open' }, false).registration, 'open');
  assert.deepEqual(rulesOf('l', nick, {}, true), {
    listener: 'l',
    via: nick.number,
    sameAccount: 'share',
    registration: 'open',
    registrationFollows: true,
    guests: true,
  });
});

test('the dialect has the default policy for a second login of an account', () => {
  const refusing: Dialect = { ...nick, sameAccount: 'refuse' };
  assert.equal(rulesOf('l', refusing, {}, true).sameAccount, 'refuse');
  assert.equal(rulesOf('l', refusing, { sameAccount: 'share' }, true).sameAccount, 'share');
});
