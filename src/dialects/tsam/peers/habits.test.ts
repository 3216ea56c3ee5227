import assert from 'node:assert/strict';
import { suite, test } from 'node:test';

import { framedTexts, LinkedScene } from './linked-scene.suite.ts';

/** What the servers of other groups do that the assignment does not say. Each has mail for us, and gets mail. */

interface Habit {
  readonly hello: string;
  /** What it says once it was greeted, as it is on the wire. */
  readonly servers?: string;
  /** Its answer to our GETMSGS, likewise. */
  readonly mail: string;
}

const framed = (text: string): string => `\x01${text}\x04`;

const habits: Readonly<Record<string, Habit>> = {
  'raw replies without a separator, as the original': {
    hello: framed('HELO,A5_71'),
    servers: 'SERVERS,A5_71,10.0.0.7,4021',
    mail: 'SENDMSG,A5_43,A5_71,oneSENDMSG,A5_43,A5_71,two',
  },
  'framed replies': {
    hello: framed('HELO,A5_71'),
    servers: framed('SERVERS,A5_71,10.0.0.7,4021;'),
    mail: framed('SENDMSG,A5_43,A5_71,one') + framed('SENDMSG,A5_43,A5_71,two'),
  },
  'a blank after each comma': {
    hello: framed('HELO, A5_71'),
    servers: framed('SERVERS, A5_71, 10.0.0.7, 4021;'),
    mail: framed('SENDMSG, A5_43, A5_71,one') + framed('SENDMSG, A5_43, A5_71,two'),
  },
  'lists without a final semicolon, and with us in the first place': {
    hello: framed('HELO,A5_71'),
    servers: framed('SERVERS,A5_43,127.0.0.1,4021;A5_71,,-1'),
    mail: framed('MESSAGES,A5_43,From A5_71: one,From A5_71: two'),
  },
  'HELO with its address, stuffed bytes, and 02…03 within a frame': {
    hello: framed('HELO,A5_71,10.0.0.7,4021'),
    mail: framed('\x02SENDMSG,A5_43,A5_71,one\x03') + framed('SENDMSG,A5_43,A5_71,tw\x1b\x01o').replace('\x1b\x01', ''),
  },
};

suite('a server of another group', () => {
  for (const [habit, { hello, servers, mail }] of Object.entries(habits)) {
    test(`with ${habit}`, async (t) => {
      const scene = await LinkedScene.open(t);
      const peer = scene.connect();
      peer.link.write(Buffer.from(hello));
      await peer.until(() => framedTexts(peer).length >= 3);
      await scene.settled();
      if (servers !== undefined) peer.link.write(Buffer.from(servers));
      peer.link.write(Buffer.from(framed('KEEPALIVE,2')));
      await peer.until(() => framedTexts(peer).includes('GETMSGS,A5_43'));
      peer.link.write(Buffer.from(mail));
      await scene.settled();
      const client = scene.connect();
      client.sends('SENDMSG,A5_71,back', 'GETMSGS,A5_43');
      assert.equal(await client.hears(1), 'From A5_71: one\nFrom A5_71: two');
      peer.link.write(Buffer.from(framed('GETMSGS,A5_71')));
      await peer.until(() => framedTexts(peer).some((text) => /^SENDMSG,A5_71,A5_43,A5_43\.\d+: back$/.test(text)));
      // Nothing that it does is answered with an error, or with text outside of a frame.
      assert.ok(framedTexts(peer).every((text) => /^(?:HELO|SERVERS|KEEPALIVE|GETMSGS|SENDMSG),/.test(text)));
    });
  }
});

test('a server that never reads is disconnected, and its mail is handed to its next link', async (t) => {
  const scene = await LinkedScene.open(t);
  const deaf = await scene.peer('A5_71');
  deaf.reads = false;
  const client = scene.connect();
  for (let n = 0; n < 100; n++) client.sends(`SENDMSG,A5_71,${n}:${'x'.repeat(4000)}`);
  client.sends('KEEPALIVE');
  assert.equal(await client.hears(1), 'KEEPALIVE,0');
  await scene.passes(10_000);
  for (let n = 100; n < 200; n++) client.sends(`SENDMSG,A5_71,${n}:${'x'.repeat(4000)}`);
  await scene.passes(5 * 60_000);
  // It would have no group if the first link still had the group.
  const next = await scene.peer('A5_71');
  await scene.passes(3000);
  await next.until(() => framedTexts(next).filter((text) => text.startsWith('SENDMSG')).length >= 200);
  const sent = framedTexts(next).flatMap((text) => /^SENDMSG.*: (\d+):x/.exec(text)?.[1] ?? []);
  assert.deepEqual(
    sent.map(Number),
    Array.from({ length: 200 }, (_, n) => n),
  );
});

test('on a new link, the same message sent later is another message; sent again at once, it is a copy', async (t) => {
  const scene = await LinkedScene.open(t);
  const first = await scene.peer('A5_71');
  first.sends('SENDMSG,A5_43,A5_71,ok');
  await scene.settled();
  first.link.end();
  await scene.settled();
  const second = await scene.peer('A5_71');
  second.sends('SENDMSG,A5_43,A5_71,ok');
  await scene.passes(61_000);
  second.link.end();
  await scene.settled();
  const third = await scene.peer('A5_71');
  third.sends('SENDMSG,A5_43,A5_71,ok');
  await scene.settled();
  const client = scene.connect();
  client.sends('GETMSGS,A5_43');
  assert.equal(await client.hears(1), 'From A5_71: ok\nFrom A5_71: ok');
});

test('other servers are sent the advertised address, and never 0.0.0.0', async (t) => {
  const place = { address: '0.0.0.0', port: 4021 };
  const advertised = await LinkedScene.open(t, { peers: 'yes', advertise: '203.0.113.5' }, { place });
  assert.equal(framedTexts(await advertised.peer('A5_71'))[1], 'SERVERS,A5_43,203.0.113.5,4021;');
  const plain = await LinkedScene.open(t, { peers: 'yes' }, { place });
  assert.equal(framedTexts(await plain.peer('A5_71'))[1], 'SERVERS,A5_43,[pipe],4021;');
});
