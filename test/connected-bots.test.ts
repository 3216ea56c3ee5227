import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { z } from 'zod';
import { allScopes, type Scope } from '#chat/rights/grant-scope.ts';
import { web } from '#dialects/web/web.ts';
import { connectWebSocket } from '#link/http/http.ts';
import { type Frame, JsonPeer } from './json-peer.ts';
import { Served } from './served.ts';

const madeBot = z.object({ code: z.string(), bot: z.object({ id: z.number() }) });

/** What a bot asks, and the scopes that it needs; `device`: no bot may. */
const attempts: readonly [string, object, ...(Scope | 'device')[]][] = [
  ['ping', {}],
  ['room', { room: '#den' }, 'read'],
  ['rooms', {}, 'read'],
  ['members', { room: '#den' }, 'read'],
  ['online', {}, 'read'],
  ['window', { room: '#den' }, 'read'],
  ['message', { seq: 0 }, 'read'],
  ['search', { text: 'words' }, 'read'],
  ['invited-to', {}, 'read'],
  ['read', { room: '#den', upto: 1 }, 'read', 'mark'],
  ['received', { upto: 1 }, 'mark'],
  ['masks', { room: '#den', list: 'ban' }, 'read', 'moderate'],
  ['post', { room: '#den', text: 'by the bot' }, 'post'],
  ['edit', { target: 0, text: 'changed' }, 'post'],
  ['react', { target: 0, emoji: 'x', on: true }, 'post'],
  ['topic', { room: '#den', text: 'bots' }, 'rooms'],
  ['join', { room: '#other' }, 'rooms'],
  ['leave', { room: '#other' }, 'rooms'],
  ['set', { room: '#den', name: 'slow', value: '0' }, 'moderate'],
  ['list', { room: '#den', list: 'mute', mask: 'mallory' }, 'moderate'],
  ['unlist', { room: '#den', list: 'mute', mask: 'mallory' }, 'moderate'],
  ['level', { room: '#den', level: 'all' }, 'device'],
  ['ignore', { user: 'olga', on: true }, 'device'],
  ['away', { text: 'out' }, 'device'],
  ['idle', { on: true }, 'device'],
  ['name', { name: 'other' }, 'device'],
  ['register', { password: 'another' }, 'device'],
  ['invite-code', { room: '#den' }, 'device'],
  ['invitations', {}, 'device'],
  ['settings', {}, 'device'],
  ['setting', { name: 'guests', value: 'no' }, 'device'],
  ['server-role', { user: 'olga', role: 'none' }, 'device'],
  ['audit', {}, 'device'],
  ['listeners', {}, 'device'],
  ['play-open', { dialect: 'web' }, 'device'],
  ['translate', { text: 'x' }, 'device'],
];

describe('bots on a WebSocket', () => {
  let served: Served;
  let gus: JsonPeer;
  let [device, seq] = ['', 0];
  const links: { abort(): void }[] = [];

  const open = async (code?: string): Promise<JsonPeer> => {
    const [port = 0] = served.ports;
    const headers: Record<string, string> = code === undefined ? {} : { authorization: `Bearer ${code}` };
    const place = { host: '127.0.0.1', port, path: '/ws', subprotocol: 'polylogue.1' };
    const link = await connectWebSocket({ ...place, headers });
    links.push(link);
    return new JsonPeer(link);
  };

  const api = async (asked: string, body?: object): Promise<unknown> => {
    const [method = '', path = ''] = asked.split(' ');
    const answer = await fetch(`http://127.0.0.1:${served.ports[0] ?? 0}/api/v1${path}`, {
      method,
      headers: { 'content-type': 'application/json', ...(device !== '' && { authorization: `Bearer ${device}` }) },
      ...(body && { body: JSON.stringify(body) }),
    });
    assert.ok(answer.ok, `${asked}: ${answer.status}`);
    return answer.status === 204 ? undefined : answer.json();
  };

  const bot = async (...scopes: readonly Scope[]): Promise<z.infer<typeof madeBot>> =>
    madeBot.parse(await api('POST /bots', { label: scopes.join(' '), scopes }));

  /** A bot that is logged in. */
  const connected = async (scopes: readonly Scope[], fields: object = {}): Promise<[JsonPeer, Frame, number]> => {
    const { code, bot: made } = await bot(...scopes);
    const peer = await open(code);
    return [peer, await peer.ask('login', { device: true, ...fields }), made.id];
  };

  before(async () => {
    served = await Served.start([web]);
    const registered = await api('POST /register', { name: 'olga', password: 'secret' });
    device = z.object({ code: z.string() }).parse(registered).code;
    await api('POST /rooms/den/membership');
    gus = await open();
    await gus.ask('login', { name: 'gus' });
    await gus.ask('join', { room: '#den' });
    ({ seq } = z.object({ seq: z.number() }).parse(await api('POST /rooms/den/messages', { text: 'words' })));
  });

  after(async () => {
    for (const link of links) link.abort();
    assert.deepEqual(
      served.troubles.map(({ event }) => event),
      ['registered'],
    );
    await served[Symbol.asyncDispose]();
  });

  for (const scope of allScopes) {
    test(`a bot with the scope ${scope} may ask for that and nothing else, and is not present`, async () => {
      const [peer, welcome] = await connected([scope]);
      assert.deepEqual(
        [welcome['scopes'], (welcome['self'] as Frame)['name']],
        [[scope], 'olga'],
        JSON.stringify(welcome),
      );
      assert.equal((welcome['rooms'] as readonly unknown[]).length > 0, scope === 'read');
      for (const [type, fields, ...needed] of attempts) {
        const target = 'target' in fields ? { target: seq } : 'seq' in fields ? { seq } : {};
        const answer = await peer.ask(type, { ...fields, ...target });
        const may = needed.every((each) => each === scope);
        if (!may) assert.equal(answer['code'], 'out-of-scope', type);
        else
          assert.ok(answer['type'] === type || answer['code'] === 'not-listed', `${type}: ${JSON.stringify(answer)}`);
        if (type === 'join' && may) assert.deepEqual((answer['state'] as Frame)['topic'], undefined, 'it may not read');
      }
      await gus.ask('post', { room: '#den', text: 'for all' });
      await peer.ask('ping');
      const heard = peer.pushes.filter(({ type }) => type !== 'place').map(({ kind, text }) => text ?? kind);
      assert.deepEqual(heard.at(-1), scope === 'read' ? 'for all' : undefined);
      const users = (await gus.ask('online'))['users'] as readonly Frame[];
      assert.deepEqual(
        users.map(({ name }) => name),
        ['gus'],
      );
    });
  }

  test('its messages name it, and the code may also come with the login', async () => {
    const { code } = await bot('read', 'post');
    const peer = await open();
    assert.equal((await peer.ask('login', { code: 'swordfish' }))['code'], 'grant-invalid');
    assert.equal((await peer.ask('login', { code }))['type'], 'login');
    gus.pushes.length = 0;
    await peer.ask('post', { room: '#den', text: 'beep' });
    const { from, by, via } = await gus.next('entry');
    assert.deepEqual([(from as Frame)['name'], by, via], ['olga', { kind: 'bot', label: 'read post' }, 6]);
    assert.ok(!JSON.stringify(peer.pushes).includes('beep'), 'it has the answer');
  });

  test('the link closes as soon as the bot is removed', async () => {
    const [[reader, , id], [deaf, , other]] = [await connected(['read']), await connected(['post'])];
    await api(`DELETE /bots/${id}`);
    await api(`DELETE /bots/${other}`);
    for (const peer of [reader, deaf]) {
      assert.deepEqual(await peer.next('ended'), { type: 'ended', why: 'credential', retry: false });
      await peer.over();
    }
  });

  test('a bot whose link breaks goes on without loss, with its token or with its place', async () => {
    const { code } = await bot('read', 'post');
    const first = await open(code);
    const { token, epoch, place } = await first.ask('login', { device: true });
    await gus.ask('post', { room: '#den', text: 'one' });
    const one = await first.next('entry');
    first.link.abort();
    await gus.ask('post', { room: '#den', text: 'two' });
    await gus.ask('post', { room: 'olga', text: 'in private' });
    const second = await open();
    const again = await second.ask('login', { token, resume: { epoch, seq: one['seq'] } });
    assert.deepEqual([again['attached'], again['resumed'], again['scopes']], [true, true, ['read', 'post']]);
    const texts = [await second.next('entry'), await second.next('entry')].map(({ text }) => text);
    assert.deepEqual(texts, ['two', 'in private']);
    await second.ask('logout');
    await second.over();
    await gus.ask('post', { room: '#den', text: 'three' });
    const third = await open(code);
    const later = await third.ask('login', { device: true, resume: { epoch, seq: place } });
    assert.deepEqual([later['attached'], later['resumed']], [false, true]);
    const all = [];
    for (let left = 4; left > 0; left--) all.push((await third.next('entry'))['text']);
    assert.deepEqual(all, ['one', 'two', 'in private', 'three']);
    await gus.ask('post', { room: '#den', text: 'live' });
    assert.equal((await third.next('entry'))['text'], 'live');
  });
});
