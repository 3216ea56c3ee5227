import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { command, output } from './command.ts';
import { ControlRoom } from './control-room.ts';
import { LocalServer, TemporaryDirectory } from './local-server.ts';

const secret = `$argon2id$v=19$m=8,t=1,p=1$${'a'.repeat(22)}$${'b'.repeat(43)}`;

/** The first object of an answer, whose code is different each time. */
const fields = (value: unknown): Record<string, unknown> => ({ ...(value as Record<string, unknown>) });

describe('what the owner of a server asks over its socket', () => {
  test('rooms, secret or not, with how many are here; and who is where', async () => {
    await using room = await ControlRoom.open();
    const alice = await room.server.join('alice');
    await room.ask({ kind: 'account-add', name: 'carol', secret });
    await room.server.join('bob');
    alice.say('/topic green \u001b tea');
    await alice.next();
    const [lobby, ...others] = await room.ask({ kind: 'room-list' });
    assert.deepEqual(others, []);
    const { id, topic, ...info } = fields(lobby);
    assert.equal(typeof id, 'number');
    assert.equal(topic, 'green \u001b tea');
    assert.deepEqual(info, { name: '#lobby', members: 2, present: 2, owners: [], operators: [], settings: {} });
    const names = async (asked?: string): Promise<unknown[]> =>
      (await room.ask({ kind: 'who', room: asked }))
        .map(fields)
        .map(({ name, account, role, sessions }) => [name, account, role, sessions]);
    assert.deepEqual(await names(), [
      ['alice', false, undefined, 1],
      ['bob', false, undefined, 1],
    ]);
    assert.deepEqual(await names('#LOBBY'), [
      ['alice', false, 'member', 1],
      ['bob', false, 'member', 1],
    ]);
    await assert.rejects(names('#nix'), /There is no room #nix\. List them with: polylogue rooms/);
    await assert.rejects(names('lobby'), /lobby is not a room: names of rooms begin with #/);
  });

  test('settings, which hold at once', async () => {
    await using room = await ControlRoom.open();
    const now = async (): Promise<unknown> =>
      (await room.ask({ kind: 'settings' }))
        .map(fields)
        .map(({ name, value, isSet }) => (isSet === true ? [name, value] : name));
    assert.deepEqual(await now(), ['registration', 'guests', 'edit-window', 'room-creation', 'max-rooms-per-user']);
    await room.ask({ kind: 'setting', name: 'guests', value: 'no' });
    assert.deepEqual(await now(), [
      'registration',
      ['guests', 'no'],
      'edit-window',
      'room-creation',
      'max-rooms-per-user',
    ]);
    const { peer } = room.server.connect();
    await peer.hears('HELLO');
    peer.say('NICK alice');
    assert.notEqual(await peer.next(), 'READY');
    await room.ask({ kind: 'setting', name: 'guests', value: '' });
    await room.server.join('alice');
    await assert.rejects(
      room.ask({ kind: 'setting', name: 'guests', value: 'perhaps' }),
      /guests is yes or no, not perhaps/,
    );
    await assert.rejects(room.ask({ kind: 'setting', name: 'toString', value: 'x' }), /There is no setting toString/);
  });

  test('an invitation is used once, and can be listed without the code and revoked', async () => {
    await using room = await ControlRoom.open();
    const until = room.server.clock.now() + 60_000;
    await room.ask({ kind: 'setting', name: 'registration', value: 'invite' });
    const [first] = (await room.ask({ kind: 'code-make', uses: 1, until })).map(fields);
    const [second] = (await room.ask({ kind: 'code-make', uses: 5 })).map(fields);
    const alice = await room.server.join('alice');
    alice.say(`/register swordfish ${String(first?.['code'])}`);
    assert.match(await alice.next(), /alice is registered/);
    const bob = await room.server.join('bob');
    bob.say(`/register swordfish ${String(first?.['code'])}`);
    assert.equal(await bob.next(), 'That code is not valid: it was mistyped, is for something else, or has ended.');
    const listed = (await room.ask({ kind: 'codes' })).map(fields);
    assert.deepEqual(
      listed.map(({ id, purpose, uses, until: end, by }) => [id, purpose, uses, end, by]),
      [[second?.['id'], 'invite-server', 5, null, null]],
    );
    assert.ok(!JSON.stringify(listed).includes(String(second?.['code'])));
    await room.ask({ kind: 'code-revoke', id: Number(second?.['id']) });
    assert.deepEqual(await room.ask({ kind: 'codes' }), []);
    await assert.rejects(
      room.ask({ kind: 'code-revoke', id: 3 }),
      /There is no code or invitation 3: it was used or revoked/,
    );
    await assert.rejects(room.ask({ kind: 'code-make', room: '#nix', uses: 1 }), /There is no room #nix/);
    await assert.rejects(room.ask({ kind: 'code-make', uses: 1, until: 5 }), /A code ends in the future/);
  });

  test('persons who are invited are listed with the codes, of all rooms or of one, and withdrawn by their number', async () => {
    await using room = await ControlRoom.open();
    for (const name of ['alice', 'bob', 'carol']) await room.ask({ kind: 'account-add', name, secret });
    const nora = await room.server.join('nora');
    for (const channel of ['#tea', '#den']) {
      nora.say(`/join ${channel}`);
      await nora.next();
      nora.say('/set invite-only yes');
      await nora.next();
    }
    nora.say('/invite bob');
    assert.equal(await nora.next(), 'bob is invited to #den.');
    const until = room.server.clock.now() + 1000;
    await room.ask({ kind: 'invite-person', name: 'alice', room: '#tea', until });
    await room.ask({ kind: 'invite-person', name: 'carol', room: '#tea' });
    await room.ask({ kind: 'list-add', list: 'invitation', mask: 'b*', room: '#tea' });
    const listed = async (only?: string): Promise<readonly unknown[]> => {
      const rows = (await room.ask({ kind: 'codes', room: only })).map(fields);
      return rows.map(({ purpose, person, room: to, by }) => [purpose, person, to, by].join(' '));
    };
    const [alice, bob, carol] = [
      'invite-person alice #tea ',
      'invite-person bob #den nora',
      'invite-person carol #tea ',
    ] as const;
    assert.deepEqual(await listed(), [alice, bob, carol]);
    assert.deepEqual(await listed('#TEA'), [alice, carol]);
    await assert.rejects(listed('#nix'), /There is no room #nix/);
    await room.server.clock.pass(1000);
    assert.deepEqual(await listed(), [bob, carol]);
    const rows = (await room.ask({ kind: 'codes' })).map(fields);
    const id = Number(rows.find(({ person }) => person === 'bob')?.['id']);
    await room.ask({ kind: 'code-revoke', id });
    assert.deepEqual(await listed(), [carol]);
    await assert.rejects(room.ask({ kind: 'code-revoke', id }), new RegExp(`There is no code or invitation ${id}: `));
  });

  test('a code that has ended is not listed', async () => {
    await using room = await ControlRoom.open();
    await room.ask({ kind: 'code-make', uses: 1, until: room.server.clock.now() + 1000 });
    assert.equal((await room.ask({ kind: 'codes' })).length, 1);
    await room.server.clock.pass(1000);
    assert.deepEqual(await room.ask({ kind: 'codes' }), []);
  });

  test('roles in the server, codes for a password, and who used a right', async () => {
    await using room = await ControlRoom.open();
    await room.ask({ kind: 'account-add', name: 'alice', secret });
    await room.ask({ kind: 'account-role', name: 'ALICE', role: 'owner' });
    const accounts = (await room.ask({ kind: 'accounts' })).map(fields);
    assert.deepEqual(
      accounts.map(({ name, role }) => [name, role]),
      [['alice', 'owner']],
    );
    const [reset] = (await room.ask({ kind: 'account-reset', name: 'alice' })).map(fields);
    assert.deepEqual([reset?.['purpose'], reset?.['account'], reset?.['uses']], ['password-reset', 'alice', 1]);
    for (const kind of ['account-role', 'account-reset'] as const) {
      const request = kind === 'account-role' ? ({ kind, name: 'bob', role: 'owner' } as const) : { kind, name: 'bob' };
      await assert.rejects(room.ask(request), /There is no account bob\./);
    }
    for (let n = 0; n < 250; n++)
      await room.ask({ kind: 'setting', name: 'guests', value: n % 2 === 0 ? 'no' : 'yes' });
    const kinds = async (range: object): Promise<unknown[]> =>
      (await room.ask({ kind: 'audit', ...range })).map(fields).map(({ event }) => fields(event)['kind']);
    assert.equal((await kinds({})).length, 252);
    assert.deepEqual((await kinds({})).slice(0, 3), ['serverRole', 'tokenMade', 'setting']);
    assert.equal((await kinds({ last: 251 }))[0], 'tokenMade');
    assert.deepEqual(await kinds({ last: 2 }), ['setting', 'setting']);
    assert.deepEqual(await kinds({ since: room.server.clock.now() + 1 }), []);
    assert.equal((await kinds({ last: 120, until: room.server.clock.now() + 1 })).length, 120);
  });
});

test('without a server the commands open the directory, and say what is wrong with a command line', async () => {
  using dir = new TemporaryDirectory();
  const data = ['--data', dir.path] as const;
  await (await LocalServer.open({ dir: dir.path }))[Symbol.asyncDispose]();
  await output(['account', 'add', 'alice', '--role', 'owner', ...data], 'swordfish\n');
  assert.match(await output(['account', 'list', ...data]), /owner of the server\n$/);
  const set = await command(['settings', 'registration', 'invite', ...data]);
  assert.deepEqual([set.code, set.stdout, set.stderr], [0, '', 'registration is invite now.\n']);
  const invited = await command(['invite', '--uses', '2', ...data]);
  assert.match(invited.stdout, /^(?:[0-9a-z]{8}-){3}[0-9a-z]{8}\n$/);
  assert.match(invited.stderr, /^It can be used 2 times, until .+\nIn the chat: \/register PASSWORD CODE\n$/);
  assert.match(await output(['invite', '--list', ...data]), /^\d+ {2}to register {2}2 times, until /);
  const audit = await output(['audit', '--utc', ...data]);
  assert.match(
    audit,
    /server changed the role of alice on the whole server from none to owner\n.*from the default to invite\n.*used 2 times until/s,
  );
  for (const [args, sentence] of [
    [
      ['settings', 'registraton'],
      /^polylogue settings: There is no setting "registraton"\. Did you mean registration\?\n/,
    ],
    [['settings', 'guests', 'perhaps'], /guests is yes or no, not "perhaps"\./],
    [['account', 'role', 'alice', 'owned'], /A role is operator, owner or none, not "owned"\. Did you mean owner\?/],
    [['invite', '--uses', '0'], /--uses takes a number from 1 to 100000, not "0"\./],
  ] as const) {
    const ran = await command([...args, ...data]);
    assert.match(ran.stderr, sentence);
    assert.deepEqual([ran.code, ran.stdout], [64, '']);
  }
});
