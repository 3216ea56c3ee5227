import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { auditedKinds } from '#chat/events/audit.ts';
import { listNames } from '#chat/rights/moderation-lists.ts';
import { parseRoomSetting, roomSettingNames } from '#chat/settings/room-settings.ts';
import { chatSettingNames, isSettingValue, settingsShown } from '#chat/settings/chat-settings.ts';
import { parseTyped } from '#commands/parse.ts';
import { commandNames } from '#commands/table.ts';
import { dialects } from '#dialects/index.ts';
import { ownCodes } from '#dialects/web/errors.ts';
import type { Entry } from '#dialects/web/protocol.ts';
import { problemCodes } from '#server/http/api/problem.ts';
import { whatWasDone } from '#text/audit-words.ts';
import { errorText, fieldError } from '#web/browser/error-text.ts';
import { RequestError } from '#web/browser/request-error.ts';
import { germanAudit, inGerman } from '#web/settings/german-audit.ts';
import { english, german } from '#web/settings/texts.ts';
import { eventText } from '#web/view/event-text.ts';
import { speak, t } from '#web/words/texts.ts';

const at = 1_795_210_260_000;
const user = { id: 4, name: 'bob' };
const room = { id: 3, name: '#tea' };
const used = { token: 17, by: user };

/** One event of every kind of which there are several. */
const events: readonly { readonly kind: string; readonly [field: string]: unknown }[] = [
  { kind: 'role', user, role: 'owner', before: 'member' },
  { kind: 'serverRole', user, role: 'operator', before: 'none' },
  { kind: 'setting', name: 'guests', value: 'no', before: '' },
  { kind: 'joined', used },
  { kind: 'registeredWith', used },
  { kind: 'credential', used },
  { kind: 'unregistered', here: false },
  { kind: 'tokenMade', purpose: 'invite-room', uses: 10, until: at, to: room },
  { kind: 'tokenMade', purpose: 'bot', uses: 1, account: user, scopes: ['read', 'post'], label: 'ci' },
  { kind: 'tokenMade', purpose: 'webhook', uses: 1, account: user, to: room, label: 'deploys' },
  { kind: 'tokenMade', purpose: 'password-reset', uses: 1, account: user },
  { kind: 'tokenMade', purpose: 'owner', uses: 1 },
  { kind: 'tokenMade', purpose: 'invite-server', uses: 1 },
  { kind: 'tokenRevoked', token: 17, purpose: 'invite-server' },
  { kind: 'tokenRevoked', token: 17, purpose: 'bot', account: user, label: 'ci' },
  { kind: 'tokenRevoked', token: 17, purpose: 'webhook', account: user, label: 'deploys' },
  { kind: 'tokenRevoked', token: 17, purpose: 'device', account: user, label: 'Firefox' },
  { kind: 'tokenRevoked', token: 0, purpose: 'device', account: user },
  { kind: 'redacted', target: 9, of: user, reason: 'spam' },
  { kind: 'kicked', user, reason: 'spam' },
  ...['ban', 'mute', 'exception', 'invitation'].flatMap((list) => [
    { kind: 'listed', list, mask: '$&*', until: at, reason: 'spam', kicked: [user] },
    { kind: 'unlisted', list, mask: 'b*' },
  ]),
  { kind: 'set', name: 'slow', value: '' },
  { kind: 'set', name: 'invite-only', value: 'yes' },
  { kind: 'roomNamed', before: '#coffee' },
  { kind: 'closed', reason: 'spam' },
];

test('a user whose own name is taken is told that it is free again after a minute', () => {
  const taken = new RequestError('name-taken', 'The name gus is taken.');
  assert.match(fieldError(taken).text, /^The name gus is taken\. If it was you, .* free again after a minute\.$/);
  assert.doesNotMatch(errorText(taken), /minute/, 'a user who changes the name has left no window');
});

suite('the German page', () => {
  before(() => speak(['de']));
  after(() => speak(['en']));

  test('has its own text for every error', (context) => {
    context.mock.timers.enable({ apis: ['Date'] });
    for (const code of [...problemCodes.keys(), ...ownCodes, 'offline']) {
      for (const more of [{}, { until: Date.now() + 60_000, reason: 'Werbung', room: '#tee', field: 'text' }]) {
        const told = errorText(new RequestError(code, 'In English.', more));
        assert.notEqual(told, 'In English.', code);
        assert.notEqual(told, code);
        assert.match(told, /^[A-ZÄÖÜ][^{}]*[.]$/, code);
        assert.doesNotMatch(told, /undefined|\b(the|you|is|not|that)\b/i, code);
      }
    }
    const renamed = new RequestError('room-renamed', '#tea is now called #tee.', { room: '#tee' });
    assert.equal(errorText(renamed), 'Dieser Raum heißt jetzt #tee.');
    assert.match(errorText(new RequestError('slow-mode', '', { until: Date.now() + 3500 })), /Warte 4 s\.$/);
    assert.equal(errorText(new RequestError('of-tomorrow', 'In English.')), 'In English.', 'better than nothing');
  });

  test('describes commands and dialects', () => {
    for (const name of commandNames) assert.ok(t.commands[name], name);
    const mistake = parseTyped('/kick');
    assert.ok(mistake.kind === 'mistake');
    assert.equal(
      t.mistake(mistake),
      'So wird das geschrieben: /kick NAME [#RAUM] [GRUND], zum Beispiel: /kick bob too loud',
    );
    for (const { name } of dialects) assert.ok(t.dialects[name], name);
  });

  test('names every setting of the server, and every value that is a word', () => {
    for (const texts of [english, german]) {
      assert.deepEqual(Object.keys(texts.serverSettingTexts).toSorted(), chatSettingNames.toSorted());
      for (const { name, usual, values } of settingsShown({})) {
        const { values: words, form = '' } = texts.serverSettingTexts[name] ?? assert.fail(name);
        if (!words) {
          // The greatest number, where there is one.
          for (const [number] of values.matchAll(/\d{2,}/g)) assert.ok(form.includes(number), name);
          continue;
        }
        assert.ok(Object.hasOwn(words, usual));
        for (const word of Object.keys(words)) assert.ok(isSettingValue(name, word), `${name} ${word}`);
        for (const word of values.split(/, | or /)) assert.ok(Object.hasOwn(words, word), `${name} ${word}`);
      }
    }
  });

  test('words what happens in a room without a word of the protocol', () => {
    const lines = [
      ...roomSettingNames.flatMap((name) =>
        ['', 'yes', 'all', '90'].flatMap((value) =>
          parseRoomSetting(name, value) === value ? [{ kind: 'set', name, value }] : [],
        ),
      ),
      ...(['member', 'voice', 'operator', 'owner'] as const).map((role) => ({
        kind: 'role',
        user,
        role,
        before: role,
      })),
      ...listNames.flatMap((list) =>
        ['b*', 'account:bob', 'address:hidden'].flatMap((mask) => [
          { kind: 'listed', list, mask, until: at, reason: 'Werbung' },
          { kind: 'unlisted', list, mask },
        ]),
      ),
    ];
    const raw = new RegExp(
      `\\b(${[...roomSettingNames, 'yes|all|member|operator|account|address|ban|mute'].join('|')})\\b`,
    );
    const told = new Set<string>();
    for (const body of lines) {
      const line = eventText({ ...body, seq: 1, at, from: { ...user, account: true }, room } as Entry) ?? '';
      assert.match(line, /^bob (hat|lässt|nimmt) /);
      assert.doesNotMatch(line, raw);
      told.add(line);
    }
    assert.equal(told.size, 2 * roomSettingNames.length + 4 + 6 * listNames.length);
  });

  test('words every row of the audit, with all that the English one tells', () => {
    assert.deepEqual(Object.keys(germanAudit).toSorted(), [...auditedKinds].toSorted());
    assert.deepEqual([...new Set(events.map(({ kind }) => kind))].toSorted(), [...auditedKinds].toSorted());
    for (const { kind, ...fields } of events) {
      const told = inGerman({ from: { name: 'alice' }, room, kind, fields }) ?? '';
      const words = whatWasDone({ kind, ...fields }, room.name) ?? '';
      assert.match(told, /^alice (hat|lässt|nimmt) /);
      assert.notEqual(told, `alice ${words}`);
      assert.doesNotMatch(
        told,
        /undefined|\{|\b(the|of|to|banned|removed|guests|no|slow|yes|read|invite-only)\b/,
        told,
      );
      for (const word of ['bob', '#tea', '#coffee', 'spam', 'ci', 'deploys', 'Firefox', '17', '$&*']) {
        assert.equal(told.includes(word), words.includes(word), `${told} | ${words} | ${word}`);
      }
    }
    const removed = { token: 9, purpose: 'bot', account: { name: 'bob' }, label: 'bot' };
    const told = inGerman({ from: { name: 'alice' }, kind: 'tokenRevoked', fields: removed });
    assert.equal(told, 'alice hat den Bot für bob entfernt');
    assert.equal(inGerman({ from: { name: 'alice' }, kind: 'of-tomorrow', fields: {} }), undefined);
  });
});
