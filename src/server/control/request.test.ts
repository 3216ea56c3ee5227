import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseRequest } from './request.ts';

const secret = `$argon2id$v=19$m=19456,t=2,p=1$${'a'.repeat(22)}$${'b'.repeat(43)}`;

test('a request is read as it was written', () => {
  for (const request of [
    { kind: 'history', room: '#lobby', account: 'alice', last: 20, since: 1_700_000_000_000 },
    { kind: 'history', room: '@7', account: undefined, last: undefined, since: 0, until: 1, follow: true },
    { kind: 'rooms', private: true },
    { kind: 'listeners' },
    { kind: 'accounts', name: 'alice' },
    { kind: 'account-add', name: 'alice', secret },
    { kind: 'account-passwd', name: 'alice', secret },
    { kind: 'account-remove', name: 'alice' },
    { kind: 'room-list' },
    { kind: 'who', room: '#lobby' },
    { kind: 'settings' },
    { kind: 'setting', name: 'guests', value: '' },
    { kind: 'codes', room: '#tea' },
    { kind: 'code-make', room: '#tea', uses: 3, until: 1_700_000_000_000 },
    { kind: 'code-revoke', id: 17 },
    { kind: 'account-role', name: 'alice', role: 'none' },
    { kind: 'account-reset', name: 'alice', until: 1_700_000_000_000 },
    { kind: 'kick', name: 'bob', room: '#tea', reason: 'spam' },
    { kind: 'invite-person', name: 'bob', room: '#tea', until: 9 },
    { kind: 'list-add', list: 'ban', mask: 'b*', room: '#tea', until: 9, reason: '', kick: true },
    { kind: 'list-remove', list: 'mute', mask: 'b*', room: '#tea' },
    { kind: 'list-hits', list: 'mute', mask: 'b*', room: '#tea' },
    { kind: 'list', list: 'exception', room: '#tea' },
    { kind: 'say', room: '#tea', text: 'hello' },
    { kind: 'grants', purpose: 'bot', name: 'alice', room: '#tea' },
    {
      kind: 'grant-make',
      purpose: 'webhook',
      name: 'alice',
      room: '#tea',
      label: 'x',
      scopes: ['read'],
      until: 9,
    },
    { kind: 'grant-revoke', purpose: 'device', id: 17 },
    { kind: 'account-logout', name: 'alice' },
    { kind: 'account-join', name: 'alice', room: '#tea' },
    { kind: 'audit', last: 3, since: 0, until: 9 },
  ]) {
    assert.deepEqual(parseRequest(JSON.stringify(request)), request);
  }
});

test('fields that nobody knows are dropped', () => {
  const line = '{"kind": "account-remove", "name": "alice", "__proto__": {"kind": "accounts"}, "secret": 1}';
  assert.deepEqual(parseRequest(line), { kind: 'account-remove', name: 'alice' });
});

const wrong: readonly (readonly [string, RegExp])[] = [
  ['', /one line with a JSON object/],
  ['{', /JSON object/],
  ['[]', /JSON object/],
  ['null', /JSON object/],
  ['"history"', /JSON object/],
  ['{}', /does not know/],
  ['{"kind": "toString"}', /does not know/],
  ['{"kind": "history"}', /room/],
  ['{"kind": "history", "room": ""}', /room/],
  ['{"kind": "history", "room": ["#a"]}', /room/],
  [`{"kind": "history", "room": "#${'a'.repeat(600)}"}`, /room/],
  ['{"kind": "history", "room": "#a", "account": 7}', /account/],
  ...['-1', '1.5', '1e300', '"1"', 'null', 'true'].flatMap((count): [string, RegExp][] => [
    [`{"kind": "history", "room": "#a", "last": ${count}}`, /last/],
    [`{"kind": "history", "room": "#a", "since": ${count}}`, /since/],
    [`{"kind": "history", "room": "#a", "until": ${count}}`, /until/],
  ]),
  ['{"kind": "history", "room": "#a", "follow": "yes"}', /follow/],
  ['{"kind": "rooms", "private": 1}', /private/],
  ['{"kind": "accounts", "name": {}}', /name/],
  ['{"kind": "account-remove"}', /name/],
  ['{"kind": "kick", "room": "#a"}', /name/],
  ['{"kind": "list-add", "list": "bans", "mask": "a"}', /list/],
  ['{"kind": "list-add", "list": "ban"}', /mask/],
  ['{"kind": "list-add", "list": "ban", "mask": "a", "kick": 1}', /kick/],
  ['{"kind": "list-hits", "list": "exception", "mask": "a"}', /list/],
  ['{"kind": "list-remove", "list": "ban", "mask": "a", "room": 1}', /room/],
  ['{"kind": "say", "room": "#a"}', /text/],
  ['{"kind": "who", "room": 3}', /room/],
  ['{"kind": "setting", "name": "guests"}', /value/],
  ['{"kind": "setting", "value": "no"}', /name/],
  ['{"kind": "code-make", "uses": "1"}', /uses/],
  ['{"kind": "code-make", "uses": 1, "until": "soon"}', /until/],
  ['{"kind": "code-revoke", "id": -1}', /id/],
  ['{"kind": "account-role", "name": "a", "role": "king"}', /role/],
  ['{"kind": "account-reset"}', /name/],
  ['{"kind": "grants", "purpose": "owner"}', /purpose/],
  ['{"kind": "grant-make", "purpose": "device", "name": "a", "label": "x"}', /purpose/],
  ['{"kind": "grant-make", "purpose": "bot", "name": "a", "label": "x", "scopes": ["sudo"]}', /scopes/],
  ['{"kind": "grant-make", "purpose": "bot", "name": "a", "label": "x", "scopes": [7]}', /scopes/],
  ['{"kind": "grant-make", "purpose": "bot", "name": "a"}', /label/],
  ['{"kind": "grant-revoke", "purpose": "bot", "id": "1"}', /id/],
  ['{"kind": "account-logout"}', /name/],
  ['{"kind": "account-join", "name": "a"}', /room/],
  ['{"kind": "audit", "last": []}', /last/],
  [`{"kind": "account-add", "secret": "${secret}"}`, /name/],
  ['{"kind": "account-add", "name": "a", "secret": "swordfish"}', /secret/],
  [`{"kind": "account-passwd", "name": "a", "secret": "${secret.replace('m=19456', 'm=99999999')}"}`, /secret/],
  [`{"kind": "account-passwd", "name": "a", "secret": "${secret.replace('m=19456', 'm=1')}"}`, /secret/],
  [`{"kind": "account-passwd", "name": "a", "secret": "${secret.replace('t=2', 't=0')}"}`, /secret/],
  [`{"kind": "account-passwd", "name": "a", "secret": "${secret.replace('a'.repeat(22), 'aaaa')}"}`, /secret/],
];
for (const [line, sentence] of wrong) {
  test(`what is wrong with ${line.slice(0, 70)}`, () => {
    const said = parseRequest(line);
    assert.ok(typeof said === 'string');
    assert.match(said, sentence);
    assert.match(said, /[.?]$/);
  });
}

test('any JSON is parsed or refused with a sentence', () => {
  const lines = fc.oneof(
    fc.json(),
    fc.string(),
    fc.json().map((json) => `{"kind": "history", "room": ${json}}`),
  );
  fc.assert(
    fc.property(lines, (line) => assert.ok(['string', 'object'].includes(typeof parseRequest(line)))),
    { seed: 6, numRuns: 1000 },
  );
});
