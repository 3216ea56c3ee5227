import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { nick } from '#dialects/nick/nick.ts';
import { web } from '#dialects/web/web.ts';
import { connectWebSocket } from '#link/http/http.ts';
import { connectTcp } from '#link/tcp/tcp.ts';
import { NickPeer } from './nick-peer.ts';
import { Served } from './served.ts';
import { TextPeer } from './text-peer.ts';

interface Scene {
  readonly served: Served;
  readonly webPort: number;
  open(headers?: Readonly<Record<string, string>>): Promise<TextPeer>;
  person(name: string): Promise<NickPeer>;
}

async function scene(t: TestContext): Promise<Scene> {
  const served = await Served.start([web, nick]);
  const links: { abort(): void }[] = [];
  t.after(async () => {
    for (const link of links) link.abort();
    await served[Symbol.asyncDispose]();
  });
  const [webPort = 0, nickPort = 0] = served.ports;
  const place = { host: '127.0.0.1', port: webPort, path: '/ws', subprotocol: 'polylogue.1' };
  return {
    served,
    webPort,
    async open(headers = {}) {
      const link = await connectWebSocket({ ...place, headers });
      links.push(link);
      return new TextPeer(link);
    },
    async person(name) {
      const link = await connectTcp({ host: '127.0.0.1', port: nickPort });
      links.push(link);
      return new NickPeer(link).come(name);
    },
  };
}

const line = (frame: object): string => `${JSON.stringify(frame)}\n`;

/** Reads on behind the next frame that has this in it. */
const past = (peer: TextPeer, text: string): Promise<void> => peer.hearsLike(new RegExp(`[^]*${text}[^\\n]*\\n`));

test('a browser and a client of nick talk over the real server, and the playground is a session like others', async (t) => {
  const { open, person, served } = await scene(t);
  const nora = await person('nora');
  const alice = await open();
  alice.says(line({ type: 'login', ref: 1, name: 'alice' }) + line({ type: 'join', ref: 2, room: '#lobby' }));
  await past(alice, '"type":"join","ref":2');
  alice.says(line({ type: 'post', ref: 3, room: '#lobby', text: 'hello from a browser' }));
  await nora.hears('alice: hello from a browser');
  nora.say('and back');
  await past(alice, '"text":"and back"');
  alice.says(line({ type: 'play-open', ref: 4, dialect: 'nick' }));
  await past(alice, '"from":"server"[^\\n]*"state":"HELLO"');
  const bytes = Buffer.from('NICK paul\nhello from the playground\n').toString('base64');
  alice.says(line({ type: 'play-send', ref: 5, id: 1, bytes }));
  await nora.hears('paul: hello from the playground');
  await past(alice, '"text":"hello from the playground"');
  alice.says(line({ type: 'play-close', ref: 6, id: 1 }));
  await past(alice, '"type":"play-over","id":1');
  assert.deepEqual(served.troubles, []);
});

test('another site’s page opens nothing, and a page of this server does', async (t) => {
  const { open, webPort } = await scene(t);
  await assert.rejects(open({ origin: 'https://evil.example' }), /403/);
  await assert.rejects(open({ host: 'evil.example', origin: 'http://evil.example' }), /421/);
  const own = await open({ origin: `http://127.0.0.1:${webPort}` });
  own.says(line({ type: 'login', ref: 1, name: 'alice' }));
  await past(own, '"type":"login","ref":1');
});

test('input that is too long affects only its sender', async (t) => {
  const { open } = await scene(t);
  const [alice, mallory] = [await open(), await open()];
  alice.says(line({ type: 'login', ref: 1, name: 'alice' }) + line({ type: 'join', ref: 2, room: '#lobby' }));
  await past(alice, '"type":"join","ref":2');
  mallory.says(`${'x'.repeat(110_000)}\n`);
  await past(mallory, '"code":"too-long"');
  mallory.says('y'.repeat(200_000));
  await assert.rejects(past(mallory, 'never heard'));
  alice.says(line({ type: 'ping', ref: 3 }));
  await past(alice, '"type":"ping","ref":3');
});
