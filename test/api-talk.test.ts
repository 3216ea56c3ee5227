import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { z } from 'zod';
import { ApiStage, type Got } from './api-stage.ts';

const inWindow = z.object({ messages: z.array(z.object({ seq: z.number(), text: z.string() })), earlier: z.boolean() });
const placed = z.object({ seq: z.number() });
const roomsIn = z.object({ rooms: z.array(z.object({ name: z.string(), unread: z.number() })) });

describe('rooms and messages over HTTP', () => {
  let stage: ApiStage;
  let [alice, bob] = ['', ''];
  before(async () => {
    stage = await ApiStage.start();
    alice = await stage.account('alice');
    bob = await stage.account('bob');
    for (const code of [alice, bob]) await stage.get('POST /rooms/lobby/membership', { code });
  });
  after(async () => {
    assert.deepEqual(stage.logged, []);
    assert.equal(stage.chat.sessions, 0, 'nobody was ever present');
    await stage[Symbol.asyncDispose]();
  });

  const say = async (code: string, text: string, where = 'rooms/lobby', more: object = {}): Promise<number> =>
    placed.parse(await stage.get(`POST /${where}/messages`, { code, body: { text, ...more } }, 201)).seq;
  const window = async (code: string, query = '', where = 'rooms/lobby'): Promise<readonly string[]> => {
    const found = inWindow.parse(await stage.get(`GET /${where}/messages${query}`, { code }));
    return found.messages.map(({ text }) => text);
  };

  test('messages are read, paged and counted by others', async () => {
    const first = await say(alice, 'one');
    for (const text of ['two', 'three', 'four']) await say(alice, text);
    assert.deepEqual(await window(bob), ['one', 'two', 'three', 'four']);
    assert.deepEqual(await window(bob, '?limit=2'), ['three', 'four']);
    assert.deepEqual(await window(bob, `?after=${first}&limit=2`), ['two', 'three']);
    assert.deepEqual(await window(bob, `?before=${first + 1}`), ['one']);
    assert.deepEqual(await window(bob, `?around=${first}&limit=2`), ['one', 'two']);
    assert.deepEqual(await window(bob, '', 'rooms/%23lobby'), ['one', 'two', 'three', 'four']);
    const unread = async (): Promise<unknown> => roomsIn.parse(await stage.get('GET /rooms', { code: bob })).rooms;
    assert.deepEqual(await unread(), [{ name: '#lobby', unread: 4 }]);
    const body = { upto: first };
    assert.deepEqual(await stage.get('POST /rooms/lobby/read', { code: bob, body }), {
      room: { ...Object(await stage.get('GET /rooms/lobby/members', { code: bob })).room },
      unread: 3,
      mentions: 0,
    });
    assert.match(JSON.stringify(await stage.get('GET /rooms/lobby', { code: bob })), /"unread":3.*"text":"four"/);
    const again = { code: bob, body: { ...body, back: true } };
    await stage.get('POST /rooms/lobby/read', again);
  });

  test('a request with an id is done once, and a reply names what it answers', async () => {
    const seq = await say(alice, 'only once', 'rooms/lobby', { once: 'x1' });
    const again = await stage.get(
      'POST /rooms/lobby/messages',
      { code: alice, body: { text: 'only once', once: 'x1' } },
      201,
    );
    assert.deepEqual(again, { seq, again: true });
    const reply = await say(bob, 'yes', 'rooms/lobby', { replyTo: seq, style: 'notice' });
    const found = await stage.get(`GET /messages/${reply}`, { code: alice });
    assert.match(
      JSON.stringify(found),
      /"style":"notice","replyTo":\d+,"reply":\{"seq":\d+,"from":.*"text":"only once"/,
    );
    const text = { code: alice, body: 'plain words\n', headers: { 'content-type': 'text/plain' } };
    const { seq: plain } = placed.parse(await stage.get('POST /rooms/lobby/messages', text, 201));
    assert.match(JSON.stringify(await stage.get(`GET /messages/${plain}`, { code: bob })), /"text":"plain words"/);
  });

  test('messages are edited, removed and reacted to, by whom they may be', async () => {
    const seq = await say(alice, 'helo');
    await stage.get(`PATCH /messages/${seq}`, { code: alice, body: { text: 'hello' } });
    assert.equal(await stage.problem(`PATCH /messages/${seq}`, { code: bob, body: { text: 'x' } }), '403 not-yours');
    const thumb = `/messages/${seq}/reactions/${encodeURIComponent('👍')}`;
    await stage.get(`PUT ${thumb}`, { code: bob });
    const shown = async (): Promise<string> => JSON.stringify(await stage.get(`GET /messages/${seq}`, { code: bob }));
    assert.match(await shown(), /"text":"hello".*"edited":true.*"emoji":"👍","count":1,"users":\["bob"\],"mine":true/);
    assert.match(JSON.stringify(await stage.get(`PUT ${thumb}`, { code: bob })), /"already":true/);
    await stage.get(`DELETE ${thumb}`, { code: bob });
    assert.equal(
      await stage.problem(`PUT /messages/${seq}/reactions/far%20too%20long`, { code: bob }),
      '422 reaction-invalid',
    );
    assert.equal(await stage.problem(`DELETE /messages/${seq}`, { code: bob }), '403 not-allowed');
    await stage.get(`DELETE /messages/${seq}?reason=typo`, { code: alice });
    assert.match(await shown(), /"text":"","?.*"redacted":true/);
    assert.equal(await stage.problem(`PATCH /messages/${seq}`, { code: alice, body: { text: 'x' } }), '404 no-message');
    assert.equal(await stage.problem('GET /messages/999999', { code: alice }), '404 no-message');
  });

  test('private messages are read only by the two', async () => {
    const eve = await stage.account('eve');
    assert.deepEqual(await window(alice, '', 'direct/bob'), []);
    const seq = await say(alice, 'psst', 'direct/bob');
    assert.deepEqual(await window(bob, '', 'direct/alice'), ['psst']);
    assert.deepEqual(await window(eve, '', 'direct/alice'), []);
    assert.equal(await stage.problem(`GET /messages/${seq}`, { code: eve }), '404 no-message');
    assert.equal(await stage.problem('GET /direct/nobody/messages', { code: alice }), '404 no-user');
    assert.equal(
      await stage.problem('POST /direct/alice/messages', { code: alice, body: { text: 'x' } }),
      '422 to-self',
    );
    assert.match(
      JSON.stringify(await stage.get('GET /direct/alice', { code: bob })),
      /"name":"alice","with":.*"unread":1/,
    );
    await stage.get('POST /direct/alice/read', { code: bob, body: { upto: seq } });
  });

  test('each room is on one page, whatever is said, made, renamed, left and closed meanwhile', async () => {
    const carol = await stage.account('carol');
    const names = ['p1', 'p2', 'p3', 'p4', 'p5'];
    for (const name of names) await stage.get(`POST /rooms/${name}/membership`, { code: carol });
    for (const name of ['alice', 'bob']) await say(carol, 'hello', `direct/${name}`);
    await stage.get('POST /rooms/lobby/membership', { code: carol });
    const pages = z.object({ rooms: z.array(z.object({ name: z.string() })), next: z.number().optional() });
    const meanwhile = [
      () => say(carol, 'again', 'direct/alice'),
      () => stage.get('PUT /rooms/p4/name', { code: carol, body: { to: 'a-first' } }),
      () => stage.get('DELETE /rooms/p1/membership', { code: carol }),
      () => stage.get('DELETE /rooms/p2', { code: carol }),
      () => stage.get('POST /rooms/a-new/membership', { code: carol }),
    ];
    const seen: string[] = [];
    for (let next: number | undefined = 0; next !== undefined;) {
      const page = pages.parse(await stage.get(`GET /rooms?limit=1&after=${next}`, { code: carol }));
      seen.push(...page.rooms.map(({ name }) => name));
      ({ next } = page);
      await meanwhile.shift()?.();
    }
    assert.deepEqual(seen, ['#lobby', '#p1', '#p2', '#p3', '#a-first', '#p5', 'alice', 'bob', '#a-new']);
    const both = pages.parse(await stage.get('GET /rooms?limit=100', { code: carol }));
    assert.deepEqual([both.rooms.length, both.next], [7, undefined]);
  });

  test('rooms are made, joined by a key or a code, named in lists, and left', async () => {
    await stage.get('POST /rooms/tea/membership', { code: alice });
    await stage.get('PUT /rooms/tea/topic', { code: alice, body: { text: 'green or black' } });
    await stage.get('PUT /rooms/tea/settings/key', { code: alice, body: { value: 'kettle' } });
    assert.equal(await stage.problem('POST /rooms/tea/membership', { code: bob }), '403 wrong-key');
    assert.equal(
      await stage.problem('POST /rooms/tea/membership', { code: bob, body: { key: 'pot' } }),
      '403 wrong-key',
    );
    assert.match(
      JSON.stringify(await stage.get('GET /rooms?all=1', { code: bob })),
      /"name":"#tea","here":0,"joined":false/,
    );
    await stage.get('POST /rooms/tea/membership', { code: bob, body: { key: 'kettle' } });
    const members = await stage.get('GET /rooms/tea/members', { code: bob });
    assert.match(JSON.stringify(members), /"name":"alice","account":true,"role":"owner","here":false.*"name":"bob"/);
    assert.match(JSON.stringify(await stage.get('GET /rooms/tea', { code: bob })), /"topic":"green or black"/);
    await stage.get('DELETE /rooms/tea/membership?reason=bedtime', { code: bob });
    const body = { room: 'tea' };
    const made = z
      .object({ code: z.string(), invitation: z.object({ id: z.number() }) })
      .parse(await stage.get('POST /invitations', { code: alice, body }, 201));
    assert.match(JSON.stringify(await stage.get('GET /invitations?room=%23tea', { code: alice })), /"uses":1/);
    await stage.get('POST /rooms/tea/membership', { code: bob, body: { code: made.code } });
    const other = z
      .object({ invitation: z.object({ id: z.number() }) })
      .parse(await stage.get('POST /invitations', { code: alice, body }, 201));
    assert.equal(await stage.problem(`DELETE /invitations/${other.invitation.id}`, { code: bob }), '404 no-grant');
    await stage.get(`DELETE /invitations/${other.invitation.id}`, { code: alice }, 204);
  });

  test('users with the right administer a room', async () => {
    await stage.get('POST /rooms/hall/membership', { code: alice });
    await stage.get('POST /rooms/hall/membership', { code: bob });
    assert.equal(
      await stage.problem('POST /rooms/hall/kicks', { code: bob, body: { user: 'alice' } }),
      '403 not-allowed',
    );
    const other = await stage.ask('POST /rooms/hall/kicks', { code: alice, body: { user: 'nobody' } });
    assert.match(other.text, /"There is no user nobody\."/);
    await stage.get('POST /rooms/cellar/membership', { code: alice });
    const outside = await stage.ask('POST /rooms/cellar/invited', { code: bob, body: { user: 'alice' } });
    assert.match(outside.text, /"You are not in #cellar\."/);
    await stage.get('PUT /rooms/hall/settings/slow', { code: alice, body: { value: '60' } });
    await say(bob, 'one', 'rooms/hall');
    const slow = await stage.ask('POST /rooms/hall/messages', { code: bob, body: { text: 'two' } });
    assert.match(slow.text, /"code":"slow-mode".*"until":\d{13}/);
    assert.ok(Number(slow.headers['retry-after']) > 50);
    await stage.get('PUT /rooms/hall/roles/bob', { code: alice, body: { role: 'voice' } });
    await stage.get('PUT /rooms/hall/settings/moderated', { code: alice, body: { value: 'yes' } });
    assert.equal(
      await stage.problem('PUT /rooms/hall/settings/colour', { code: alice, body: { value: 'red' } }),
      '422 setting-invalid',
    );
    await stage.get('PUT /rooms/hall/lists/mute/mallory*', { code: alice, body: { reason: 'noise', seconds: 60 } });
    assert.match(
      JSON.stringify(await stage.get('GET /rooms/hall/lists/mute', { code: alice })),
      /"mask":"mallory\*".*noise/,
    );
    await stage.get('DELETE /rooms/hall/lists/mute/mallory*', { code: alice });
    await stage.get('POST /rooms/hall/kicks', { code: alice, body: { user: 'bob', reason: 'late' } });
    assert.equal(
      await stage.problem('POST /rooms/hall/messages', { code: bob, body: { text: 'x' } }),
      '403 not-member',
    );
    await stage.get('PUT /rooms/hall/settings/invite-only', { code: alice, body: { value: 'yes' } });
    assert.equal(await stage.problem('POST /rooms/hall/membership', { code: bob }), '403 invite-only');
    await stage.get('POST /rooms/hall/invited', { code: alice, body: { user: 'bob' } });
    await stage.get('POST /rooms/hall/membership', { code: bob });
    await stage.get('PUT /rooms/hall/lists/ban/bob', {
      code: alice,
      body: { reason: 'again', seconds: 60, kick: true },
    });
    const banned = await stage.ask('POST /rooms/hall/membership', { code: bob });
    assert.match(banned.text, /"code":"banned","detail":"You are banned from #hall.*","until":\d{13},"reason":"again"/);
    await stage.get('PUT /rooms/hall/name', { code: alice, body: { to: 'attic' } });
    assert.equal(await stage.problem('GET /rooms/hall', { code: alice }), '404 room-renamed');
    await stage.get('DELETE /rooms/attic?reason=sold', { code: alice });
    assert.equal(await stage.problem('GET /rooms/attic', { code: alice }), '404 no-room');
  });

  test('a secret room does not exist for outsiders', async () => {
    const asked: readonly [string, object?][] = [
      ['GET /rooms/NAME'],
      ['GET /rooms/NAME/members'],
      ['GET /rooms/NAME/messages'],
      ['GET /rooms/NAME/webhooks'],
      ['GET /rooms/NAME/lists/ban'],
      ['GET /invitations?room=NAME'],
      ['GET /search?q=hidden&in=%23NAME'],
      ['POST /rooms/NAME/messages', { text: 'x' }],
      ['POST /rooms/NAME/read', { upto: 1 }],
      ['PUT /rooms/NAME/topic', { text: 'x' }],
      ['PUT /rooms/NAME/settings/slow', { value: '5' }],
      ['PUT /rooms/NAME/roles/alice', { role: 'voice' }],
      ['POST /rooms/NAME/kicks', { user: 'alice' }],
      ['POST /rooms/NAME/webhooks', { label: 'x' }],
      ['POST /invitations', { room: 'NAME' }],
      ['DELETE /rooms/NAME/membership'],
      ['DELETE /rooms/NAME/lists/ban/x'],
    ];
    const bytes = async (name: string): Promise<readonly string[]> => {
      const all: string[] = [];
      for (const [each, body] of asked) {
        const sent = JSON.stringify(body)?.replaceAll('NAME', name);
        const got = await stage.ask(each.replaceAll('NAME', name), {
          code: bob,
          ...(sent !== undefined && { body: sent }),
        });
        all.push(`${each} ${told(got)}`.replaceAll(name, 'NAME'));
      }
      return all;
    };
    const none = await bytes('hidden1');
    await stage.get('POST /rooms/hidden2/membership', { code: alice });
    await stage.get('PUT /rooms/hidden2/settings/secret', { code: alice, body: { value: 'yes' } });
    const seq = await say(alice, 'hidden words', 'rooms/hidden2');
    assert.deepEqual(await bytes('hidden2'), none);
    assert.ok(!(await stage.ask('GET /rooms?all=1', { code: bob })).text.includes('hidden'));
    assert.ok(!(await stage.ask('GET /search?q=hidden', { code: bob })).text.includes('words'));
    assert.equal(await stage.problem(`PUT /messages/${seq}/reactions/x`, { code: bob }), '404 no-message');
    assert.match((await stage.ask('GET /rooms?all=1', { code: alice })).text, /hidden2/);
  });

  test('an account keeps for itself what counts as new, and whom it ignores', async () => {
    await stage.get('PUT /rooms/lobby/level', { code: bob, body: { level: 'nothing' } });
    assert.match((await stage.ask('GET /rooms/lobby', { code: bob })).text, /"level":"nothing"/);
    await stage.get('PUT /direct/alice/level', { code: bob, body: { level: 'mentions' } });
    await stage.get('PUT /ignored/alice', { code: bob });
    assert.match((await stage.ask('GET /ignored', { code: bob })).text, /"users":\[\{"id":\d+,"name":"alice"\}\]/);
    assert.ok(!(await window(bob)).includes('one'));
    await stage.get('DELETE /ignored/alice', { code: bob });
    assert.ok((await window(bob)).includes('one'));
    assert.deepEqual(await stage.get('GET /ignored', { code: bob }), { users: [] });
    assert.equal(await stage.problem('PUT /ignored/bob', { code: bob }), '422 ignores-self');
    assert.deepEqual(await stage.get('GET /users', { code: bob }), { users: [] });
  });

  test('messages are found, with what matched', async () => {
    const seq = await say(alice, 'a needle in the haystack');
    for (let found = ''; !found.includes('needle');) {
      found = (await stage.ask('GET /search?q=needle', { code: bob })).text;
      if (found.includes('needle'))
        assert.match(found, new RegExp(`"seq":${seq},.*"snippet":"a needle.*"ranges":\\[\\[2,8\\]\\]`));
    }
    const only = await stage.ask('GET /search?q=needle&in=%23lobby&from=alice&limit=1', { code: bob });
    assert.match(only.text, /haystack/);
    await stage.get(`PATCH /messages/${seq}`, { code: alice, body: { text: 'a needle in the hay' } });
    for (let found = ''; !found.includes('in the hay"');) {
      found = (await stage.ask('GET /search?q=needle', { code: bob })).text;
      if (found.includes('in the hay"')) assert.match(found, /"text":"a needle in the hay","edited":true/);
    }
    assert.equal(await stage.problem('GET /search?q=before:never', { code: bob }), '400 bad-field');
    assert.equal(await stage.problem('GET /search', { code: bob }), '400 bad-field');
  });
});

/** An answer without its time. */
const told = ({ status, headers, text }: Got): string => {
  const { date: _, ...others } = headers;
  return `${status} ${JSON.stringify(others)} ${text}`;
};
