import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import fc from 'fast-check';

import { assertHarmless, assertHidden, assertShown } from '../../../test/mask-cuts.ts';
import { loginRequest } from './codec.ts';
import { pduMask } from './mask.ts';

describe('passwords are masked, wherever they are cut', () => {
  for (const [wrote, shown] of [
    ['{"username": "user1", "password": "pass1"}', '{"username": "user1", "password": "*****"}'],
    ['{"password" : "a\\"b\\\\", "x": "y"}', '{"password" : "******", "x": "y"}'],
    ['{"passw\\u006frd": "p", "\\u0070ASSWORD":"q"}', '{"passw\\u006frd": "*", "\\u0070ASSWORD":"*"}'],
    ['{"password": "cut', '{"password": "***'],
    ['{"password": ""}{"password": "p"}\n', '{"password": ""}{"password": "*"}\n'],
    ['{"token": "0af3", "name": "bob"}', '{"token": "****", "name": "bob"}'],
    ['{"room": "#den", "key": "s3cret"}', '{"room": "#den", "key": "******"}'],
    ['{"name": "key", "value": "s3cret"}', '{"name": "key", "value": "******"}'],
    ['{"code": "4vgxw4ev", "password": "p"}', '{"code": "********", "password": "*"}'],
    [
      '{"code": 10, "key": true, "c\\u006fde": ["p", 1], "x": "y"}',
      '{"code": 10, "key": true, "c\\u006fde": ["*", 1], "x": "y"}',
    ],
    ['{"password": 12345, "x": 1}', '{"password": *****, "x": 1}'],
    ['{"password": ["p", {"a": "q"}], "x": ["y"]}', '{"password": ["*", {"*": "*"}], "x": ["y"]}'],
    ['{\n "password"\n:\n "p"\n}', '{\n "password"\n:\n "*"\n}'],
    ['{"password": "p\nq\n{"x": "y"}', '{"password": "*\n*\n{"x": "y"}'],
    ["{'password': 'p\"q', 'x': 'y'}", "{'password': '***', 'x': 'y'}"],
    ['{"x": "cut\n{"password": "p"}', '{"x": "cut\n{"password": "*"}'],
  ] as const) {
    test(JSON.stringify(wrote), () => assertShown(pduMask, wrote, shown));
  }

  for (const [wrote, shown] of [
    ['{"x": "cut {"username": "u", "password": "p1"}', '{"x": "cut {"username": "u", "password": "**"}'],
    ['{"x": cut" {"password": "p1"}{"password": "p2"}', '{"x": cut" {"password": "**"}{"password": "**"}'],
    ['{"username": "u, "password": "p1"}', '{"username": "u, "password": "**"}'],
    ['{"username: "u", "password": "p1"}\n{"x": "y"}', '{"username: "u", "password": "**"}\n{"x": "y"}'],
    ['{"username": "u", "password: "p1"}', '{"username": "u", "password: "**"}'],
    ['{"username": "u", password": "p1"}', '{"username": "u", password": "**"}'],
    ['{username: "u", password: "p1"}', '{username: "u", password: "**"}'],
    ['{username: u, pass_word: p1, password : p2}', '{username: u, pass_word: p1, password : **}'],
    ["{'x: 'u', 'password': 'p1'}", "{'x: 'u', 'password': '**'}"],
  ] as const) {
    test(`also where a quote is missing: ${wrote}`, () => assertShown(pduMask, wrote, shown));
  }

  test('other text is not masked', () => {
    for (const text of [
      '{"message": "password"}',
      '["password", "x"]',
      '{"passwords": "x", "pass me": "y"}',
      '{"message": "my password: ", "x": "y"}',
      '',
    ]) {
      assertShown(pduMask, text, text);
    }
  });
});

test('the token that the server gives is masked in what it writes, wherever it is cut', () => {
  const wrote = Buffer.from('{"type": 21, "token": "0af3", "user": "bob"}\n');
  for (let cut = 0; cut <= wrote.length; cut++) {
    const mask = pduMask();
    const shown = [wrote.subarray(0, cut), wrote.subarray(cut)].map((piece) => mask.server?.(piece) ?? piece);
    assert.equal(String(Buffer.concat(shown)), '{"type": 21, "token": "****", "user": "bob"}\n');
  }
});

test('a code of an invitation is masked in what the server writes; those of errors, and settings, are not', () => {
  const wrote = Buffer.from(
    '{"code": "4vgxw4ev", "uses": 1}\n{"code": 10, "name": "bad-field"}\n{"setting": "slow", "value": "5"}\n',
  );
  const shown = pduMask().server?.(wrote) ?? wrote;
  assert.equal(
    String(Buffer.from(shown)),
    '{"code": "********", "uses": 1}\n{"code": 10, "name": "bad-field"}\n{"setting": "slow", "value": "5"}\n',
  );
});

test('for any password, cut at any place', () => {
  const login = Buffer.from(loginRequest('user1', 'PASSWORD')).toString();
  const escaped = fc.string().map((text) => Buffer.from(JSON.stringify(text).slice(1, -1)).toString('latin1'));
  const texts = [
    login.replace('"PASSWORD"', '"<secret>"'),
    '{"\\u0070assword": "<secret>", "message": "password"}\n{"password":"<secret>"}',
  ];
  assert.ok(texts[0]?.includes('<secret>'));
  assertHidden(pduMask, texts, escaped);
  assertHarmless(pduMask);
});
