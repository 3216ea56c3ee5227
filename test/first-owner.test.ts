import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nick } from '#dialects/nick/nick.ts';
import { web } from '#dialects/web/web.ts';
import { tellFirstOwner } from '#server/first-owner.ts';
import type { JoinableListener } from '#server/join-commands.ts';
import type { ServeOptions } from '#server/serve-options.ts';
import { LocalServer } from './local-server.ts';

const page: JoinableListener = { dialect: 'web', url: 'http://127.0.0.1:8001', host: '127.0.0.1', port: 8001 };
const line: JoinableListener = { dialect: 'nick', url: 'nick://127.0.0.1:4000', host: '127.0.0.1', port: 4000 };

async function told(
  server: LocalServer,
  joinable: readonly JoinableListener[],
  options: Partial<ServeOptions> = {},
): Promise<readonly string[]> {
  const lines: string[] = [];
  const all = { console: false, data: '/srv/our chat', listen: [], ...options };
  await tellFirstOwner(server.chat, server.store, all, joinable, (each) => lines.push(each));
  return lines;
}

test('each start says how to become the owner, until there is one', async () => {
  await using server = await LocalServer.open();
  assert.match(
    (await told(server, [line])).join(),
    /^owner: nobody yet; make one: .* account add NAME --role owner --data '\/srv\/our chat'$/,
  );
  assert.deepEqual(await told(server, [line], { data: ':memory:' }), []);
  assert.deepEqual(await told(server, [page], { console: true }), []);
  const [first] = await told(server, [line, page]);
  assert.match(
    first ?? '',
    /^owner: http:\/\/127\.0\.0\.1:8001\/#\/owner\/(?:[0-9a-z]{8}-){3}[0-9a-z]{8} \(once, within a day\)$/,
  );
  const listen = [
    { dialect: web, host: '::', port: 1, policy: {}, options: { 'public-url': 'https://chat.example/' } },
  ];
  assert.match((await told(server, [page], { listen })).join(), /^owner: https:\/\/chat\.example\/#\/owner\/\S+ \(/);
  const [token, ...others] = server.store.tokens(0, 10);
  assert.equal(others.length, 0, 'the link of an earlier start cannot be used');
  const hours = ((token?.until ?? 0) - (token?.at ?? 0)) / 3_600_000;
  assert.ok(token?.uses === 1 && hours > 23 && hours <= 24, 'once, within a day');
  await server.chat.command({ kind: 'registered', name: 'olga', secret: 'x' });
  await server.chat.command({ kind: 'serverRole', user: 'olga', role: 'operator' });
  assert.equal((await told(server, [page])).length, 1);
  await server.chat.command({ kind: 'serverRole', user: 'olga', role: 'owner' });
  assert.deepEqual(
    await told(server, [page, line], {
      listen: [{ ...listen[0], dialect: nick, host: '', port: 1, policy: {}, options: {} }],
    }),
    [],
  );
});
