import assert from 'node:assert/strict';
import { test } from 'node:test';
import { settingsShown } from '#chat/settings/chat-settings.ts';
import { UsageError } from '#server/command.ts';
import { auditText } from './audit-text.ts';
import { grantCells } from './grant-text.ts';
import { inColumns } from './columns.ts';
import { parseDuration } from './duration.ts';
import { readEnding } from './end-option.ts';
import { roomCells } from './rooms.ts';
import { readValue, settingCells } from './settings.ts';
import { personCells } from './who.ts';

const audited: readonly (readonly [event: { kind: string } & Record<string, unknown>, words: string, room?: string])[] =
  [
    [
      { kind: 'role', user: { name: 'bob' }, role: 'voice', before: 'member' },
      'changed the role of bob in #tea from member to voice',
      '#tea',
    ],
    [
      { kind: 'serverRole', user: { name: 'bob' }, role: 'owner', before: 'none' },
      'changed the role of bob on the whole server from none to owner',
    ],
    [
      { kind: 'setting', name: 'guests', value: '', before: 'no' },
      "changed the server's setting guests from no to the default",
    ],
    [{ kind: 'tokenMade', purpose: 'invite-server', uses: 1 }, 'made an invitation to register, to be used once'],
    [
      { kind: 'tokenMade', purpose: 'invite-room', uses: 3, to: { name: '#tea' } },
      'made an invitation to #tea, to be used 3 times',
    ],
    [
      { kind: 'tokenMade', purpose: 'password-reset', uses: 1, account: { name: 'bob' } },
      'made a code for a new password of bob, to be used once',
    ],
    [
      {
        kind: 'tokenMade',
        purpose: 'bot',
        uses: 1,
        account: { name: 'bob' },
        label: 'build',
        scopes: ['read', 'post'],
      },
      'made the bot build for bob (read,post)',
    ],
    [
      { kind: 'tokenMade', purpose: 'webhook', uses: 1, account: { name: 'bob' }, label: 'cal', to: { name: '#tea' } },
      'made the webhook cal for bob in #tea',
    ],
    [
      { kind: 'tokenRevoked', token: 9, purpose: 'bot', account: { name: 'bob' }, label: 'bot' },
      'removed the bot for bob',
    ],
    [
      { kind: 'tokenRevoked', token: 9, purpose: 'bot', account: { name: 'bob' }, label: 'bu\u001bild' },
      'removed the bot bu␛ild for bob',
    ],
    [
      { kind: 'tokenRevoked', token: 9, purpose: 'device', account: { name: 'bob' }, label: 'Firefox' },
      'logged out the device Firefox of bob',
    ],
    [{ kind: 'tokenRevoked', token: 0, purpose: 'device', account: { name: 'bob' } }, 'logged bob out everywhere'],
    [{ kind: 'credential' }, 'got another password'],
    [{ kind: 'joined', used: { token: 17, by: { name: 'alice' } } }, 'joined #tea with code 17 of alice', '#tea'],
    [{ kind: 'registeredWith', used: { token: 18, by: { name: 'server' } } }, 'registered with code 18 of server'],
    [{ kind: 'unregistered', here: true }, 'has no account any more'],
    [{ kind: 'tokenRevoked', token: 17, purpose: 'invite-room' }, 'revoked code 17'],
    [
      { kind: 'redacted', target: 7, of: { name: 'bob' }, reason: 'rude' },
      'removed a message of bob in #tea: rude',
      '#tea',
    ],
    [{ kind: 'kicked', user: { name: 'b\u001bob' } }, 'removed b␛ob from the server'],
    [
      { kind: 'listed', list: 'ban', mask: 'b*', kicked: [{ name: 'bob' }], reason: 'spam' },
      'banned b* from #tea, and removed bob: spam',
      '#tea',
    ],
    [{ kind: 'listed', list: 'ban', mask: 'b$&*' }, 'banned b$&* from the server'],
    [{ kind: 'unlisted', list: 'ban', mask: 'b*' }, 'lifted the ban of b* from the server'],
    [{ kind: 'unlisted', list: 'ban', mask: 'b*' }, 'lifted the ban of b* from #tea', '#tea'],
    [{ kind: 'listed', list: 'mute', mask: 'b*' }, 'muted b* on the whole server'],
    [{ kind: 'listed', list: 'mute', mask: 'b*' }, 'muted b* in #tea', '#tea'],
    [{ kind: 'unlisted', list: 'mute', mask: 'b*' }, 'lifted the mute of b* on the whole server'],
    [{ kind: 'listed', list: 'exception', mask: 'bob' }, 'excepted bob from bans and mutes on the whole server'],
    [
      { kind: 'unlisted', list: 'exception', mask: 'bob' },
      'ended the exception of bob from bans and mutes in #tea',
      '#tea',
    ],
    [{ kind: 'listed', list: 'invitation', mask: 'b*' }, 'invited b* to #tea', '#tea'],
    [{ kind: 'unlisted', list: 'invitation', mask: 'b*' }, 'withdrew the invitation of b* to #tea', '#tea'],
    [{ kind: 'set', name: 'slow', value: '10' }, 'changed the setting slow of #tea to 10', '#tea'],
    [{ kind: 'set', name: 'key', value: 'yes' }, 'set a key for #tea', '#tea'],
    [{ kind: 'set', name: 'key', value: '' }, 'removed the key of #tea', '#tea'],
    [{ kind: 'roomNamed', before: '#te' }, 'renamed #te to #tea', '#tea'],
    [{ kind: 'closed' }, 'closed #tea', '#tea'],
    [{ kind: 'sung\n' }, '(sung␊)'],
  ];

test('audit entries are one line each, with any text in them', () => {
  for (const [event, words, room] of audited) {
    const record = {
      seq: 1,
      at: '2026-11-28T19:00:00Z',
      from: { name: 'al\u0007' },
      event,
      ...(room && { room: { name: room } }),
    };
    assert.equal(
      auditText(record, () => 'now'),
      `now  al␇ ${words}\n`,
    );
  }
  const until = { kind: 'listed', list: 'ban', mask: 'b', until: '2026-11-28T19:00:00.000Z' };
  const record = { seq: 1, at: '2026-11-28T19:00:00Z', from: { name: 'al' }, event: until };
  assert.match(
    auditText(record, () => 'now'),
    / until 2026-11-2\d \d\d:\d\d\n$/,
  );
});

test('columns are as wide as their widest cell, up to a limit, and the last one is not padded', () => {
  assert.deepEqual(
    inColumns([
      ['a', 'bbb', 'c'],
      ['äää', 'b'],
    ]),
    ['a    bbb  c', 'äää  b'],
  );
  assert.deepEqual(
    inColumns([
      ['x'.repeat(50), 'y'],
      ['x', 'y'],
    ])[1],
    `x${' '.repeat(35)}y`,
  );
  assert.deepEqual(inColumns([]), []);
});

test('on a terminal the last column goes on below its beginning, if it has room', () => {
  const rows = [
    ['slow', '0', 'how long a member waits between two messages'],
    ['👍', 'yes', 'short'],
  ];
  assert.deepEqual(inColumns(rows, 40), [
    'slow  0    how long a member waits',
    '           between two messages',
    '👍     yes  short',
  ]);
  assert.equal(inColumns(rows, 30).length, 2, 'too narrow');
});

test('rooms and people in words', () => {
  const room = {
    id: 1,
    name: '#t\u001bea',
    members: 1,
    present: 0,
    owners: [],
    operators: [],
    topic: '',
    settings: {},
  };
  assert.deepEqual(roomCells(room), ['#t␛ea', '1 member, 0 here', '']);
  const more = { owners: ['alice', 'bob'], topic: 'gr\neen', settings: { secret: 'yes', slow: '10', key: 'yes' } };
  assert.equal(roomCells({ ...room, ...more })[2], 'owner alice, bob; secret, slow 10, key; "gr␊een"');
  const alice = { id: 1, name: 'alice', account: true, sessions: 2, role: 'owner', serverRole: 'operator' } as const;
  assert.deepEqual(personCells(alice), ['alice', 'account', 'owner', 'here, 2 sessions', 'operator of the server']);
  assert.deepEqual(personCells({ id: 1, name: 'bob', account: false, sessions: 1 }), ['bob', 'guest', 'here', '']);
});

test('a setting is shown with its possible values, and parsed to its stored form', () => {
  const [registration] = settingsShown({ registration: 'closed' });
  assert.ok(registration);
  assert.deepEqual(settingCells(registration), [
    'registration',
    'closed',
    'who may register an account: everybody, only with an invitation code, or nobody (open, invite or closed; default open)',
  ]);
  assert.deepEqual(
    ['15m', '1h', '0', 'none', '60', 'default'].map((text) => readValue('edit-window', text)),
    ['900', '3600', '0', 'none', '60', ''],
  );
  for (const [name, text] of [
    ['guests', '15m'],
    ['edit-window', '0s'],
    ['edit-window', '9000w'],
    ['max-rooms-per-user', '0'],
  ] as const) {
    assert.throws(() => readValue(name, text), UsageError, text);
  }
});

test('how long something lasts', () => {
  assert.deepEqual(
    ['30s', '15m', '2h', '7d', '1w'].map(parseDuration),
    [30_000, 900_000, 7_200_000, 604_800_000, 604_800_000],
  );
  for (const text of ['', '0s', '1', 's', '-1s', '1.5h', '1h30m', '1y', '9999999s'])
    assert.equal(parseDuration(text), undefined);
  const given = (value?: string): { values: Record<string, string | undefined>; positionals: [] } => ({
    values: { for: value },
    positionals: [],
  });
  assert.equal(readEnding(given(), 1000, '1h'), 3_601_000);
  assert.equal(readEnding(given('ever'), 1000, '1h'), undefined);
  assert.throws(
    () => readEnding(given('soon'), 0, '1h'),
    new UsageError('--for takes 30s, 15m, 2h, 7d or 1w, or ever, not "soon".'),
  );
});

test('grants are listed in columns', () => {
  const common = { id: 7, account: 'al\u0007ice', label: 'b', by: null, at: '2026-11-28T10:00:00.000Z' };
  const used = { used: null, until: null } as const;
  assert.deepEqual(grantCells({ ...common, ...used, purpose: 'bot', scopes: ['read', 'post'] }), [
    '7',
    'al␇ice',
    'b',
    'read,post',
    'not used yet',
    'without an end',
  ]);
  const later = { used: '2026-12-02T10:00:00.000Z', until: '2027-01-01T10:00:00.000Z' } as const;
  const cells = grantCells({ ...common, ...later, purpose: 'webhook', scopes: ['post'], room: '#tea' });
  assert.deepEqual(cells.slice(3, 5), ['#tea', 'used 2026-12-02']);
  assert.match(cells[5] ?? '', /^until 2027-01-01 /);
  assert.equal(grantCells({ ...common, ...later, purpose: 'device', scopes: [] }).length, 5);
});
