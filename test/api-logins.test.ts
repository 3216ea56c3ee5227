import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { z } from 'zod';
import { openRules } from '#chat/settings/listener-rules.ts';
import { ApiStage } from './api-stage.ts';

const chrome = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0 Safari/537.36';
const withId = z.object({ id: z.number(), label: z.string(), current: z.boolean() });
const devicesIn = z.object({ devices: z.array(withId) });

describe('logging in over HTTP', () => {
  let stage: ApiStage;
  before(async () => {
    stage = await ApiStage.start();
  });
  after(async () => {
    assert.deepEqual(stage.logged, []);
    await stage[Symbol.asyncDispose]();
  });

  const page = (): Record<string, string> => ({ origin: stage.origin, 'user-agent': chrome });

  /** The cookie of an answer, in the form in which a browser sends it. */
  const kept = (cookie: unknown): string => String(cookie).split(';')[0] ?? '';

  test('a program gets a code, and a page only a cookie', async () => {
    await stage.account('alice');
    const asked = { name: 'alice', password: 'alice-pass' };
    const program = await stage.ask('POST /login', { body: asked, headers: { 'user-agent': 'curl/8.14' } });
    const { code, user, device } = z
      .object({ code: z.string(), user: z.unknown(), device: withId })
      .parse(program.body);
    assert.deepEqual(
      [user, device.label, device.current],
      [{ ...Object(user), name: 'alice', account: true }, 'curl', true],
    );
    const browser = await stage.ask('POST /login', { body: asked, headers: page() });
    const [cookie = ''] = [browser.headers['set-cookie']].flat().map(String);
    assert.match(cookie, /^polylogue=[\w-]+; Path=\/; Max-Age=77\d{5}; HttpOnly; SameSite=Lax$/);
    assert.ok(!browser.text.includes(kept(cookie).slice('polylogue='.length)), 'a script cannot read it');
    const me = await stage.ask('GET /me', { cookie: kept(cookie) });
    assert.match(me.text, /"label":"Chrome on Linux","at":\d+.*"current":true/);
    assert.equal(kept(me.headers['set-cookie']), kept(cookie), 'the cookie lasts as long as the device');
    assert.equal((await stage.ask('GET /me', { code })).headers['set-cookie'], undefined);
    assert.equal(stage.chat.sessions, 0, 'nobody is present by that');
  });

  test('another password logs out everything but the browser that has set it', async () => {
    const browser = { cookie: `polylogue=${await stage.account('paula')}`, headers: page() };
    const put = (password: string): Parameters<typeof stage.ask>[1] => ({
      ...browser,
      body: { password, newPassword: 'another-pass' },
    });
    assert.equal(await stage.problem('PUT /me/password', put('wrong')), '401 password-wrong');
    assert.equal(
      await stage.problem('PUT /me/password', { ...put('paula-pass'), headers: { origin: 'https://evil.example' } }),
      '403 foreign',
    );
    const changed = await stage.ask('PUT /me/password', put('paula-pass'));
    const cookie = kept(changed.headers['set-cookie']);
    assert.notEqual(cookie, browser.cookie);
    assert.ok(!changed.text.includes(cookie.slice('polylogue='.length)), 'a script cannot read it');
    assert.equal(await stage.problem('GET /me', browser), '401 grant-invalid');
    assert.equal((await stage.ask('GET /me', { cookie })).status, 200);
    const logIn = { body: { name: 'paula', password: 'paula-pass' } };
    assert.equal(await stage.problem('POST /login', logIn), '401 password-wrong');
  });

  test('without a password, an account or a code nothing works', async () => {
    const wrong = [
      { name: 'alice', password: 'wrong' },
      { name: 'nobody', password: 'alice-pass' },
    ];
    const texts = await Promise.all(
      wrong.map(async (body) => (await stage.ask('POST /login', { body })).text.replace(/alice|nobody/, 'X')),
    );
    assert.equal(texts[0], texts[1], 'whether there is an account is not told');
    for (const [sending, problem] of [
      [{}, '401 not-logged-in'],
      [{ code: 'x' }, '401 grant-invalid'],
      [{ code: 'x y' }, '401 grant-invalid'],
      [{ code: stage.chat.newCode().code }, '401 grant-invalid'],
      [{ headers: { authorization: 'Basic YTpi' } }, '401 not-logged-in'],
      [{ headers: { authorization: 'Bearer' } }, '401 grant-invalid'],
    ] as const) {
      assert.equal(await stage.problem('GET /me', sending), problem, JSON.stringify(sending));
    }
    const gone = await stage.ask('GET /me', { cookie: 'polylogue=x' });
    assert.match(String(gone.headers['set-cookie']), /^polylogue=; Path=\/; Max-Age=0/);
    assert.equal(gone.headers['www-authenticate'], 'Bearer realm="polylogue"');
  });

  test('a page of another site can neither change anything by the cookie nor log in', async () => {
    const code = await stage.account('carol');
    const cookie = `polylogue=${code}`;
    const foreign: readonly Record<string, string>[] = [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: stage.origin.replace('http', 'https') },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
    ];
    const body = { name: 'carol', password: 'carol-pass' };
    for (const headers of foreign) {
      const what = JSON.stringify(headers);
      assert.equal(await stage.problem('POST /login', { body, headers }), '403 foreign', what);
      assert.equal(await stage.problem('POST /register', { body, headers }), '403 foreign', what);
      assert.equal(await stage.problem('GET /me', { cookie, headers }), '403 foreign', what);
      assert.equal(await stage.problem('DELETE /devices', { cookie, headers }), '403 foreign', what);
      await stage.get('GET /me', { code, headers });
    }
    // A program may do so. An old browser sends no origin, so its form could come from any site.
    for (const headers of [{}, { 'sec-fetch-site': 'none' }]) {
      assert.equal(await stage.problem('POST /logout', { cookie, headers }), '403 foreign');
    }
    assert.equal(await stage.problem('POST /logout', { code: 'x', cookie }), '401 grant-invalid', 'the header counts');
    await stage.get('GET /me', { cookie });
    await stage.get('POST /logout', { cookie, headers: { 'sec-fetch-site': 'same-origin' } }, 204);
    assert.equal(await stage.problem('GET /me', { code }), '401 grant-invalid');
  });

  test('devices are listed and logged out, one or all', async () => {
    const [first, second, other] = [await stage.account('dave'), '', await stage.account('eve')];
    const body = { name: 'dave', password: 'dave-pass', label: 'kitchen' };
    const logIn = async (): Promise<string> =>
      z.object({ code: z.string() }).parse(await stage.get('POST /login', { body })).code;
    const codes = [first, await logIn(), await logIn()];
    const list = async (code: string | undefined): Promise<z.infer<typeof devicesIn>['devices']> =>
      devicesIn.parse(await stage.get('GET /devices', { code })).devices;
    const all = await list(codes[1]);
    assert.deepEqual([all.length, all.map(({ current }) => current)], [3, [false, true, false]]);
    assert.equal(await stage.problem(`DELETE /devices/${all[0]?.id}`, { code: other }), '404 no-grant');
    await stage.get(`DELETE /devices/${all[0]?.id}`, { code: codes[1] }, 204);
    assert.equal(await stage.problem('GET /me', { code: first }), '401 grant-invalid');
    assert.equal(await stage.problem(`DELETE /devices/${all[0]?.id}`, { code: codes[1] }), '404 no-grant');
    await stage.get('DELETE /devices', { code: codes[1] }, 204);
    for (const code of codes) assert.equal(await stage.problem('GET /me', { code }), '401 grant-invalid');
    await stage.get('GET /me', { code: other });
    assert.equal(second, '');
  });

  test('a refused registration gives the reason', async () => {
    const ask = (body: object): Promise<string> => stage.problem('POST /register', { body });
    assert.equal(await ask({ name: 'alice', password: 'x' }), '409 name-registered');
    assert.equal(await ask({ name: 'a b', password: 'x' }), '422 name-invalid');
    assert.equal(await ask({ name: 'frank', password: 'a b' }), '422 password-invalid');
    assert.equal(await ask({ name: 'frank', password: 'x', code: stage.chat.newCode().code }), '403 token-invalid');
    await using closed = await ApiStage.start({ rules: { ...openRules, registration: 'closed' } });
    assert.equal(
      await closed.problem('POST /register', { body: { name: 'frank', password: 'x' } }),
      '403 registration-closed',
    );
  });

  test('under https the cookie is for https and this host alone', async () => {
    await using secure = await ApiStage.start({ options: { 'public-url': 'https://chat.example' } });
    await secure.account('gina');
    const headers = { host: 'chat.example', origin: 'https://chat.example' };
    const got = await secure.ask('POST /login', { body: { name: 'gina', password: 'gina-pass' }, headers });
    const cookie = String(got.headers['set-cookie']);
    assert.match(cookie, /^__Host-polylogue=[\w-]+; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Lax; Secure$/);
    await secure.get('GET /me', { cookie: kept(cookie), headers });
    assert.equal(await secure.problem('GET /me', { cookie: kept(cookie) }), '401 not-logged-in');
    const plain = kept(cookie).replace('__Host-', '');
    assert.equal(await secure.problem('GET /me', { cookie: plain, headers }), '401 not-logged-in');
  });
});
