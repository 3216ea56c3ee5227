import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { ApiStage } from './api-stage.ts';
import { createTestClock } from './test-clock.ts';

async function code(stage: ApiStage, purpose: 'owner' | 'password-reset', account?: number): Promise<string> {
  const made = stage.chat.newCode();
  await stage.chat.command({ kind: 'tokenMade', purpose, hash: made.hash, uses: 1, account });
  return made.code;
}

test('the code that was printed at the start makes the first owner, once', async () => {
  await using stage = await ApiStage.start();
  const token = await code(stage, 'owner');
  const owner = (body: object): Promise<string> => stage.problem('POST /owner', { body });
  const wanted = { name: 'olga', password: 's3cret' };
  assert.equal(await owner({ ...wanted, token: token.replaceAll(/./g, '0') }), '403 token-invalid');
  assert.equal(
    await stage.problem('POST /owner', { body: { ...wanted, token }, headers: { origin: 'null' } }),
    '403 foreign',
  );
  await stage.get('POST /owner', { body: { ...wanted, token } }, 204);
  assert.equal(stage.chat.accountNamed('olga')?.serverRole, 'owner');
  assert.equal(await owner({ name: 'other', password: 's3cret', token }), '403 token-invalid');
  assert.equal(stage.chat.sessions, 0, 'nobody is present by that');
});

test('another password ends the devices, and not by a wrong code', async () => {
  await using stage = await ApiStage.start();
  const device = await stage.account('alice');
  assert.equal(await stage.problem('POST /reset', { body: { token: 'x', password: 'other' } }), '403 token-invalid');
  const token = await code(stage, 'password-reset', stage.chat.accountNamed('alice')?.id);
  await stage.get('POST /reset', { body: { token, password: 'other' } }, 204);
  assert.equal(await stage.problem('GET /me', { code: device }), '401 grant-invalid');
  assert.equal(
    await stage.problem('POST /login', { body: { name: 'alice', password: 'alice-pass' } }),
    '401 password-wrong',
  );
  await stage.get('POST /login', { body: { name: 'alice', password: 'other' } });
});

test('owners change the settings of the server and read who did what; others do not', async () => {
  await using stage = await ApiStage.start();
  const [olga, alice] = [await stage.owner('olga'), await stage.account('alice')];
  for (const asked of ['GET /settings', 'GET /audit']) {
    assert.equal(await stage.problem(asked, { code: alice }), '403 not-allowed', asked);
  }
  const set = { body: { value: '60' } };
  assert.equal(await stage.problem('PUT /settings/edit-window', { ...set, code: alice }), '403 not-allowed');
  await stage.get('PUT /settings/edit-window', { ...set, code: olga });
  const late = { body: { value: '90', was: '900' }, code: olga };
  assert.equal(await stage.problem('PUT /settings/edit-window', late), '409 setting-changed');
  await stage.get('PUT /settings/edit-window', { body: { value: '60', was: '900' }, code: olga });
  assert.equal(
    await stage.problem('PUT /settings/edit-window', { body: { value: 'x' }, code: olga }),
    '422 setting-invalid',
  );
  assert.equal(
    await stage.problem('PUT /settings/colour', { body: { value: 'x' }, code: olga }),
    '422 setting-invalid',
  );
  assert.match(
    (await stage.ask('GET /settings', { code: olga })).text,
    /"name":"edit-window","value":"60","isSet":true/,
  );
  assert.match((await stage.ask('GET /me', { code: olga })).text, /"serverRole":"owner"/);
  assert.equal(await stage.problem('PUT /roles/alice', { body: { role: 'operator' }, code: alice }), '403 not-allowed');
  await stage.get('PUT /roles/alice', { body: { role: 'operator' }, code: olga });
  await stage.get('PUT /lists/ban/mallory', { body: { reason: 'spam' }, code: alice });
  assert.match((await stage.ask('GET /lists/ban', { code: alice })).text, /"mask":"mallory".*"reason":"spam"/);
  assert.equal(await stage.problem('POST /register', { body: { name: 'mallory', password: 'x' } }), '403 name-banned');
  await stage.get('DELETE /lists/ban/mallory', { code: alice });
  assert.equal(await stage.problem('POST /kicks', { body: { user: 'nobody' }, code: alice }), '404 no-user');
  const bot = await stage.get('POST /bots', { code: olga, body: { label: 'secretary', scopes: ['read'] } }, 201);
  const page = z.object({
    rows: z.array(z.object({ seq: z.number(), text: z.string() })),
    next: z.number().optional(),
  });
  const all = page.parse(await stage.get('GET /audit', { code: olga }));
  const texts = all.rows.map(({ text }) => text).join('\n');
  assert.match(texts, /edit-window/);
  assert.match(texts, /secretary/);
  assert.ok(!texts.includes(z.object({ code: z.string() }).parse(bot).code));
  const last = page.parse(await stage.get('GET /audit?limit=1', { code: olga }));
  assert.equal(last.rows[0]?.seq, all.rows.at(-1)?.seq);
  const before = page.parse(await stage.get(`GET /audit?limit=1&before=${last.next}`, { code: olga }));
  assert.equal(before.rows[0]?.seq, all.rows.at(-2)?.seq);
});

test('private messages wait for a program until it says that it has them', async () => {
  await using stage = await ApiStage.start();
  const [alice, bob] = [await stage.account('alice'), await stage.account('bob')];
  for (const text of ['one', 'two']) {
    const said = await stage.get('POST /direct/bob/messages', { code: alice, body: { text } }, 201);
    assert.match(JSON.stringify(said), /"waits":true/);
  }
  const mail = async (): Promise<readonly { seq: number; text: string }[]> => {
    const got = await stage.get('GET /mail', { code: bob });
    return z.object({ messages: z.array(z.object({ seq: z.number(), text: z.string() })) }).parse(got).messages;
  };
  const [one, two] = await mail();
  assert.deepEqual([one?.text, two?.text], ['one', 'two']);
  await stage.get('POST /mail', { code: bob, body: { upto: one?.seq } }, 204);
  assert.deepEqual(
    (await mail()).map(({ text }) => text),
    ['two'],
  );
});

test('a bot reads private messages by a place of its own, and they wait for the account all the same', async () => {
  await using stage = await ApiStage.start();
  const [alice, bob] = [await stage.account('alice'), await stage.account('bob')];
  const made = await stage.get('POST /bots', { code: bob, body: { label: 'reader', scopes: ['read', 'post'] } }, 201);
  const { code } = z.object({ code: z.string() }).parse(made);
  const page = z.object({ messages: z.array(z.object({ text: z.string() })), next: z.number(), more: z.boolean() });
  const read = async (query: string): Promise<{ texts: readonly string[]; next: number; more: boolean }> => {
    const { messages, ...rest } = page.parse(await stage.get(`GET /mail${query}`, { code }));
    return { texts: messages.map(({ text }) => text), ...rest };
  };
  const say = (from: string, to: string, text: string): Promise<unknown> =>
    stage.get(`POST /direct/${to}/messages`, { code: from, body: { text } }, 201);
  for (const text of ['one', 'two', 'three']) await say(alice, 'bob', text);
  await say(code, 'alice', 'an answer is no mail');
  const first = await read('?limit=2');
  assert.deepEqual([first.texts, first.more], [['one', 'two'], true]);
  const second = await read(`?after=${first.next}`);
  assert.deepEqual([second.texts, second.more], [['three'], false]);
  assert.deepEqual(await read(`?after=${second.next}`), { texts: [], next: second.next, more: false });
  assert.deepEqual((await read('')).texts, ['one', 'two', 'three'], 'they wait for the account');
  // A session of the account receives them; the bot can still read them.
  await stage.get('POST /mail', { code: bob, body: { upto: second.next } }, 204);
  await say(alice, 'bob', 'four');
  assert.deepEqual((await read('')).texts, ['four']);
  assert.deepEqual((await read('?after=0')).texts, ['one', 'two', 'three', 'four']);
  assert.equal(await stage.problem('GET /mail?after=999999', { code }), '422 cursor-invalid');
});

test('wrong passwords and wrong codes delay the next ones from there', async () => {
  const clock = createTestClock();
  await using stage = await ApiStage.start({ clock });
  await stage.account('henry');
  const guess = (): Promise<string> => stage.problem('POST /login', { body: { name: 'henry', password: 'no' } });
  const wrong = (): Promise<string> => stage.problem('POST /reset', { body: { token: 'x', password: 'y' } });

  async function isDelayed(ask: () => Promise<string>): Promise<void> {
    let told = '';
    const asked = ask().then((problem) => (told = problem));
    for (let nth = 0; nth < 10; nth++) await stage.problem('GET /me');
    assert.equal(told, '', 'it waits');
    await clock.pass(60_000);
    assert.match(await asked, /password-wrong|token-invalid/);
  }

  for (let nth = 0; nth < 3; nth++) assert.equal(await guess(), '401 password-wrong');
  await isDelayed(guess);
  for (let nth = 4; nth < 20; nth++) assert.equal(await wrong(), '403 token-invalid');
  await isDelayed(wrong);
});
