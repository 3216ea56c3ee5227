import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { command, output } from './command.ts';
import { ControlRoom } from './control-room.ts';
import { LocalServer, TemporaryDirectory } from './local-server.ts';

const secret = `$argon2id$v=19$m=8,t=1,p=1$${'a'.repeat(22)}$${'b'.repeat(43)}`;
const address = '203.0.113.7';

const fields = (value: unknown): Record<string, unknown> => ({ ...(value as Record<string, unknown>) });

/** A server in this process, with account alice who is a member of #lobby. */
async function open(): Promise<ControlRoom> {
  const room = await ControlRoom.open();
  await room.ask({ kind: 'account-add', name: 'alice', secret });
  await room.ask({ kind: 'account-join', name: 'alice', room: '#lobby' });
  return room;
}

describe('grants over the control socket of a server', () => {
  test('a bot speaks with the code that was shown once, until it is removed', async () => {
    await using room = await open();
    const { chat } = room.server;
    const bob = await room.server.join('bob');
    const made = { kind: 'grant-make', purpose: 'bot', name: 'ALICE', label: 'build', scopes: ['post'] } as const;
    const [bot] = (await room.ask(made)).map(fields);
    const grant = chat.grant(String(bot?.['code']));
    assert.ok(grant);
    const event = { kind: 'message', text: 'The build is green' } as const;
    assert.equal((await chat.act(grant, { event, room: '#lobby', address })).kind, 'entry');
    assert.match(await bob.next(), /alice: The build is green/);
    const listed = (await room.ask({ kind: 'grants', purpose: 'bot', name: 'alice' })).map(fields);
    const { code: _, ...shown } = bot ?? {};
    assert.equal(shown['used'], null);
    assert.deepEqual(listed, [{ ...shown, used: shown['at'] }]);
    assert.deepEqual(await room.ask({ kind: 'grants', purpose: 'bot' }), listed);
    assert.deepEqual(await room.ask({ kind: 'grants', purpose: 'device', name: 'alice' }), []);
    const id = Number(bot?.['id']);
    await assert.rejects(room.ask({ kind: 'grant-revoke', purpose: 'webhook', id }), /There is no webhook \d+/);
    await assert.rejects(room.ask({ kind: 'code-revoke', id }), /There is no code or invitation \d+/);
    await room.ask({ kind: 'grant-revoke', purpose: 'bot', id });
    assert.deepEqual(await chat.act(grant, { event, room: '#lobby', address }), {
      kind: 'refusal',
      code: 'grant-invalid',
    });
    await assert.rejects(room.ask({ kind: 'grant-revoke', purpose: 'bot', id }), /There is no bot \d+: it was removed/);
    const audit = (await room.ask({ kind: 'audit' })).map(fields);
    assert.deepEqual(
      audit.map((row) => fields(row['event'])['kind']),
      ['tokenMade', 'tokenRevoked'],
    );
  });

  test('a webhook is of a room in which its account is a member', async () => {
    await using room = await open();
    const asked = { kind: 'grant-make', purpose: 'webhook', name: 'alice', label: 'cal' } as const;
    await assert.rejects(room.ask({ ...asked, room: '#nix' }), /There is no room #nix/);
    await assert.rejects(room.ask({ ...asked, name: 'eve', room: '#lobby' }), /There is no account eve/);
    await room.ask({ kind: 'account-add', name: 'carol', secret });
    await assert.rejects(
      room.ask({ ...asked, name: 'carol', room: '#lobby' }),
      /carol is not in #lobby\. To make it a member, add --join/,
    );
    await assert.rejects(room.ask({ ...asked, room: '#lobby', label: '' }), /A label has 1 to 64 characters/);
    const [hook] = (await room.ask({ ...asked, room: '#LOBBY' })).map(fields);
    assert.deepEqual([hook?.['room'], hook?.['account'], hook?.['scopes']], ['#lobby', 'alice', ['post']]);
    for (const only of ['#lobby', undefined]) {
      const listed = await room.ask({ kind: 'grants', purpose: 'webhook', room: only });
      assert.deepEqual(
        listed.map((each) => fields(each)['id']),
        [hook?.['id']],
      );
    }
    assert.deepEqual(await room.ask({ kind: 'grants', purpose: 'webhook', room: '#lobby', name: 'carol' }), []);
  });

  test('logging out an account everywhere removes its devices and ends its sessions', async () => {
    await using room = await open();
    const { chat } = room.server;
    const { code, hash } = chat.newCode();
    const device = { kind: 'tokenMade', purpose: 'device', hash, uses: 1, label: 'Firefox' } as const;
    const { id: account = 0, version } = chat.accountNamed('alice') ?? {};
    await chat.command({ ...device, account, version });
    const [listed] = (await room.ask({ kind: 'grants', purpose: 'device', name: 'alice' })).map(fields);
    assert.equal(listed?.['label'], 'Firefox');
    await room.ask({ kind: 'account-logout', name: 'alice' });
    assert.equal(chat.grant(code), undefined);
    await assert.rejects(room.ask({ kind: 'account-logout', name: 'eve' }), /There is no account eve/);
    await assert.rejects(room.ask({ kind: 'account-join', name: 'alice', room: '#nix' }), /There is no room #nix/);
  });
});

test('the commands create a bot with its own account, and report errors', async () => {
  using dir = new TemporaryDirectory();
  const data = ['--data', dir.path] as const;
  await (await LocalServer.open({ dir: dir.path }))[Symbol.asyncDispose]();
  const missing = await command(['bot', 'add', 'builds', '--scopes', 'sudo', ...data]);
  assert.deepEqual([missing.code, missing.stdout], [64, '']);
  assert.match(missing.stderr, /--scopes takes some of read,mark,post,rooms,moderate, with commas, not "sudo"/);
  const made = await command(['bot', 'add', 'builds', '--create', '--join', '#lobby', '--for', '30d', ...data]);
  assert.equal(made.code, 0, made.stderr);
  assert.match(made.stdout, /^(?:[0-9a-z]{8}-){3}[0-9a-z]{8}\n$/);
  assert.match(
    made.stderr,
    /^Account builds created, without a password\.\nThe program acts for builds \(read,post\) until /,
  );
  assert.match(await output(['bot', 'list', ...data]), /^\d+ {2}builds {2}bot {2}read,post {2}not used yet {2}until /);
});
