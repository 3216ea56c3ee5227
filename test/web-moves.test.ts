import assert from 'node:assert/strict';
import { describe, test, type TestContext } from 'node:test';
import type { RunningChat } from '#chat/chat.ts';
import { openRules } from '#chat/settings/listener-rules.ts';
import { web } from '#dialects/web/web.ts';
import { acceptHttp, connectWebSocket } from '#link/http/http.ts';
import { createSite } from '#server/http/site.ts';
import { startChat } from '#server/start-chat.ts';
import { openStore } from '#store/open-store.ts';
import { createTestClock } from './test-clock.ts';
import { TextPeer } from './text-peer.ts';

const [school, cafe, home] = ['203.0.113.7', '198.51.100.9', '2001:db8:1:2::5'] as const;
/** Another address of the same network. */
const homeAgain = '2001:db8:1:2:3::6';

class Browser {
  readonly #peer: TextPeer;
  #refs = 0;

  constructor(peer: TextPeer) {
    this.#peer = peer;
  }

  /** The answer; what was pushed before it is skipped. */
  async ask(fields: object): Promise<Readonly<Record<string, unknown>>> {
    const ref = ++this.#refs;
    this.#peer.says(`${JSON.stringify({ ref, ...fields })}\n`);
    for (;;) {
      const frame = await this.hears();
      if (frame['ref'] === ref) return frame;
    }
  }

  async hears(type?: string): Promise<Readonly<Record<string, unknown>>> {
    for (;;) {
      const frame: Readonly<Record<string, unknown>> = JSON.parse(await this.#peer.line());
      if (type === undefined || frame['type'] === type) return frame;
    }
  }

  says(fields: object): void {
    this.#peer.says(`${JSON.stringify(fields)}\n`);
  }
}

interface Scene {
  readonly chat: RunningChat;
  /** A WebSocket whose client is at that address, as a trusted proxy says. */
  open(address: string): Promise<Browser>;
  ban(address: string): Promise<void>;
}

async function scene(t: TestContext): Promise<Scene> {
  const store = await openStore({ dir: ':memory:', durability: 'relaxed' });
  const log = (event: string, fields?: object): never => assert.fail(`${event}: ${JSON.stringify(fields)}`);
  const chat = await startChat({ store, clock: createTestClock(), log });
  const [carrier] = web.carriers ?? [];
  assert.ok(carrier);
  const site = createSite({
    options: { 'trust-proxy': '127.0.0.1/32' },
    carrier,
    page: undefined,
    mayAsk: () => true,
  });
  const first = web.listen(chat, { rules: { ...openRules, listener: 'web' }, options: {}, journal: () => {} });
  const handler = { admit: () => true, first, further: first, over: () => {} };
  const listening = await acceptHttp({ host: '127.0.0.1', port: 0, site }, handler);
  const opened: TextPeer[] = [];
  t.after(async () => {
    for (const { link } of opened) link.abort();
    await listening.close();
    await chat.closeAll();
    await chat.stop();
    await store.close();
  });
  const open = async (address: string): Promise<Browser> => {
    const place = { host: '127.0.0.1', port: listening.port, path: carrier.path ?? '', subprotocol: 'polylogue.1' };
    const peer = new TextPeer(await connectWebSocket({ ...place, headers: { 'X-Forwarded-For': address } }));
    opened.push(peer);
    return new Browser(peer);
  };
  return {
    chat,
    open,
    async ban(address) {
      // A guest from there, whom the operator sees.
      const other = await open(address);
      const name = `at${address.replaceAll(/\W/g, '')}`;
      await other.ask({ type: 'login', name });
      const banned = await chat.command({ kind: 'listed', list: 'ban', mask: `address:${name}`, reason: 'noise' });
      assert.equal(banned.kind, 'entry');
      assert.equal((await other.hears('ended'))['why'], 'banned');
    },
  };
}

describe('a session that is resumed by its token', () => {
  test('from a banned address is refused like a login from there, and goes on where it was', async (t) => {
    const { open, ban } = await scene(t);
    const alice = await open(school);
    const { token } = await alice.ask({ type: 'login', name: 'alice' });
    await ban(cafe);
    const thief = await open(cafe);
    const login = await thief.ask({ type: 'login', name: 'mallory' });
    const resumed = await thief.ask({ type: 'login', token });
    assert.deepEqual({ ...resumed, ref: login['ref'] }, login);
    assert.equal(resumed['code'], 'server-banned');
    assert.equal((await thief.ask({ type: 'rooms' }))['code'], 'not-here');
    assert.equal((await alice.ask({ type: 'ping' }))['type'], 'ping', 'its link is still its own');
  });

  test('ends by a ban of its new address, and not by one of the old', async (t) => {
    const { open, ban } = await scene(t);
    const atSchool = await open(school);
    const { token, self } = await atSchool.ask({ type: 'login', name: 'alice' });
    const atCafe = await open(cafe);
    // What is asked in the same breath is done by the session that continues.
    atCafe.says({ ref: 'b', type: 'login', token });
    atCafe.says({ ref: 'c', type: 'join', room: '#tea' });
    const answer = await atCafe.hears('login');
    assert.deepEqual([answer['attached'], answer['self'], answer['token']], [true, self, token]);
    assert.equal((await atCafe.hears('join'))['ref'], 'c');
    assert.equal((await atSchool.hears('ended'))['why'], 'moved');
    await ban(school);
    assert.equal((await atCafe.ask({ type: 'ping' }))['type'], 'ping');
    await ban(cafe);
    const ended = await atCafe.hears('ended');
    assert.deepEqual([ended['why'], ended['reason']], ['banned', 'noise']);
  });

  test('within one IPv6 network, or where addresses are nobody’s own, continues at once', async (t) => {
    const { chat, open, ban } = await scene(t);
    for (const [from, to] of [
      [home, homeAgain],
      ['127.0.0.1', '10.0.0.1'],
    ] as const) {
      const { token } = await (await open(from)).ask({ type: 'login', name: from === home ? 'alice' : 'bob' });
      const before = chat.cursor().seq;
      const again = await open(to);
      assert.equal((await again.ask({ type: 'login', token }))['attached'], true);
      assert.equal(chat.cursor().seq, before, 'nothing is asked of the order');
      if (from === home) {
        await ban(home);
        assert.equal((await again.hears('ended'))['why'], 'banned');
      }
    }
  });
});
