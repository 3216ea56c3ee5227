import assert from 'node:assert/strict';
import { test } from 'node:test';

import { ClientScene, ServerEnd } from '#client/client-scene.suite.ts';
import { secondOf } from '#text/local-time.ts';
import type { Link } from '#link/link.ts';
import { pauseBetweenWrites } from '#link/outbox/paced-writes.ts';

import { closeTimeout } from '#client/contact.ts';
import { keepAlive } from './conversation.ts';
import { pause as reading } from './split-replies.ts';
import { tsam } from '../tsam.ts';

class Scene extends ClientScene<ServerEnd> {
  constructor(reconnect = false, name?: string) {
    super(tsam, (link: Link) => new ServerEnd(link), { reconnect, name });
  }

  stamp(): string {
    return `[${secondOf(this.clock.now())}]`;
  }
}

test('every command sent and every reply received is shown with date and time', async () => {
  const scene = new Scene();
  const server = await scene.server();
  const stamp = scene.stamp();
  scene.person.type('LISTSERVERS');
  await server.hears('\x01LISTSERVERS\x04');
  server.saysRaw('SERVERS,A5_1,127.0');
  server.saysRaw('.0.1,58069');
  await scene.person.sees(`${stamp} Sent: LISTSERVERS`);
  await scene.clock.pass(reading);
  await scene.person.sees(`${stamp} Received: SERVERS,A5_1,127.0.0.1,58069`);
  server.saysRaw('From self: Gr\u00fc\u00dfe\nFrom bob: hi');
  await new Promise(setImmediate);
  await scene.clock.pass(reading);
  await scene.person.sees(`${stamp} Received: From bob: hi`);
  assert.deepEqual(scene.person.screen, [
    `${stamp} Sent: LISTSERVERS`,
    `${stamp} Received: SERVERS,A5_1,127.0.0.1,58069`,
    `${stamp} Received: From self: Grüße`,
    `${stamp} Received: From bob: hi`,
  ]);
});

test('one frame a segment, 50 ms apart; a line that no original would read whole is not sent', async () => {
  const scene = new Scene();
  const server = await scene.server();
  scene.person.type('KEEPALIVE', '  ', 'x'.repeat(1023), 'SENDMSG,A5_1,x');
  await server.hears('\x01KEEPALIVE\x04');
  await scene.person.sees("Not sent: it has 1025 bytes, and the original's server reads at most 1024 at a time.");
  assert.deepEqual(server.heard, ['\x01KEEPALIVE\x04']);
  await scene.clock.pass(pauseBetweenWrites);
  await server.hears('\x01KEEPALIVE\x04', '\x01SENDMSG,A5_1,x\x04');
});

test('it sends KEEPALIVE after a third of the timeout without other commands', async () => {
  const scene = new Scene();
  const server = await scene.server();
  scene.person.type('STATUSREQ');
  await server.hears('\x01STATUSREQ\x04');
  await scene.clock.pass(keepAlive - 1);
  assert.equal(server.heard.length, 1);
  await scene.clock.pass(1);
  await server.hears('\x01KEEPALIVE\x04');
  await scene.clock.pass(keepAlive);
  await server.hears('\x01KEEPALIVE\x04', '\x01KEEPALIVE\x04');
});

test('it does not send KEEPALIVE while a line waits because the server does not read', async () => {
  const scene = new Scene();
  const server = await scene.server();
  server.reads = false;
  scene.person.type('HELO', 'SERVERS', 'STATUSREQ');
  await scene.person.sees(`${scene.stamp()} Sent: HELO`);
  await scene.clock.pass(pauseBetweenWrites);
  await scene.clock.pass(2 * keepAlive);
  server.reads = true;
  server.link.resume();
  await server.hears('\x01HELO\x04', '\x01SERVERS\x04', '\x01STATUSREQ\x04');
});

test('a password is not shown', async () => {
  const scene = new Scene();
  const server = await scene.server();
  scene.person.type('LOGIN,alice,s3cret');
  await server.hears('\x01LOGIN,alice,s3cret\x04');
  await scene.person.sees(`${scene.stamp()} Sent: LOGIN,alice,******`);
});

test('/help is ours; /quit and the end of input leave, and wait for the server', async () => {
  for (const last of ['/quit', undefined]) {
    const scene = new Scene();
    const server = await scene.server();
    scene.person.type('/help', last);
    await server.hears('\x01LEAVE\x04');
    await scene.person.sees('Exiting chat...');
    assert.ok(scene.person.screen.some((line) => line.startsWith('SENDMSG,TO,TEXT')));
    server.saysRaw('KEEPALIVE,0');
    server.link.end();
    assert.equal(await scene.exit, 0);
    assert.match(scene.person.screen.at(-1) ?? '', /Received: KEEPALIVE,0$/);
  }
});

test('a server that does not close is not waited for', async () => {
  const scene = new Scene();
  const server = await scene.server();
  scene.person.interrupt();
  await server.hears('\x01LEAVE\x04');
  await scene.clock.pass(closeTimeout);
  assert.equal(await scene.exit, 0);
});

test('a server that vanishes, closes, or says that it will', async () => {
  const broken = new Scene();
  (await broken.server()).link.abort();
  assert.equal(await broken.exit, 1);
  assert.deepEqual(broken.person.screen, ['Over and Out: the connection broke off.']);
  const closing = new Scene();
  const server = await closing.server();
  server.saysRaw('Server will shut down in 5 seconds');
  server.link.end();
  assert.equal(await closing.exit, 0);
  assert.match(closing.person.screen[0] ?? '', /Received: Server will shut down in 5 seconds$/);
  assert.equal(closing.person.screen[1], 'Over and Out');
});

test('with a name it logs in, and reconnects under that name', async () => {
  const scene = new Scene(true, 'alice s3cret');
  const server = await scene.server();
  await server.hears('\x01LOGIN,alice,s3cret\x04');
  server.saysRaw('You are alice now.');
  await scene.person.sees(`${scene.stamp()} Sent: LOGIN,alice,******`);
  await new Promise(setImmediate);
  await scene.clock.pass(reading);
  server.link.abort();
  await scene.person.sees('Reconnecting as alice when the server is back.');
  await scene.clock.pass(1000);
  await (await scene.server(2)).hears('\x01LOGIN,alice,s3cret\x04');
});
