import assert from 'node:assert/strict';
import { suite, test } from 'node:test';

import { GroupMail } from './group-mail.ts';
import { framedTexts, LinkedScene } from './linked-scene.suite.ts';

suite('links between tsam servers', () => {
  test('a server that sends HELO gets HELO once, SERVERS, and KEEPALIVE with the number of waiting messages', async (t) => {
    const scene = await LinkedScene.open(t);
    const peer = await scene.peer('A5_71');
    assert.deepEqual(framedTexts(peer), ['HELO,A5_43', 'SERVERS,A5_43,127.0.0.1,4021;', 'KEEPALIVE,0']);
    peer.sends('HELO,A5_71', 'SERVERS,A5_71,10.0.0.7,4021;', 'nonsense', 'Error: x');
    await scene.settled();
    assert.equal(framedTexts(peer).length, 3, 'it was sent more than once, or an error was answered');
  });

  test('without peers=yes it is treated as a client', async (t) => {
    const scene = await LinkedScene.open(t, {});
    const client = scene.connect();
    client.sends('HELO,A5_71');
    assert.match(await client.hears(1), /^SERVERS,A5_1,/);
  });

  test('what it sends us is in our group’s mailbox, and clients’ mail goes to it with the writer’s name', async (t) => {
    const scene = await LinkedScene.open(t);
    const peer = await scene.peer('A5_71');
    peer.sends('SENDMSG,A5_43,A5_71,hi, all');
    const client = scene.connect();
    await scene.settled();
    client.sends('GETMSGS,A5_43');
    assert.equal(await client.hears(1), 'From A5_71: hi, all');
    client.sends('SENDMSG,A5_71,hello');
    await scene.settled();
    await scene.passes(3000);
    await peer.until(() => framedTexts(peer).length >= 4);
    assert.match(framedTexts(peer)[3] ?? '', /^SENDMSG,A5_71,A5_43,A5_43\.\d+: hello$/);
    client.sends('LISTSERVERS');
    assert.match(await client.hears(2), /^SERVERS,A5_43\.\d+,\[pipe\],0;A5_71,/);
  });

  test('mail for a group waits, is announced, and is handed over on request', async (t) => {
    const scene = await LinkedScene.open(t);
    const client = scene.connect();
    client.sends('SENDMSG,A5_71,one', 'SENDMSG,A5_71,two', 'KEEPALIVE');
    await client.hears(1);
    const peer = await scene.peer('A5_71');
    assert.equal(framedTexts(peer)[2], 'KEEPALIVE,2');
    peer.sends('GETMSGS,A5_71');
    await peer.until(() => framedTexts(peer).length >= 5);
    const texts = framedTexts(peer)
      .slice(3)
      .map((text) => text.replace(/^.*: /, ''));
    assert.deepEqual(texts, ['one', 'two']);
  });

  test('mail for a third group goes to a link that lists it, and never back to where it came from', async (t) => {
    const scene = await LinkedScene.open(t);
    const [one, two] = [await scene.peer('A5_71'), await scene.peer('A5_12')];
    one.sends('SERVERS,A5_71,10.0.0.7,4021;A5_99,10.0.0.9,4021;');
    two.sends('SERVERS,A5_12,10.0.0.2,4021;A5_99,10.0.0.9,4021;');
    await scene.settled();
    one.sends('SENDMSG,A5_99,A5_71,pass this on');
    await scene.passes(3000);
    assert.ok(framedTexts(two).includes('SENDMSG,A5_99,A5_71,pass this on'), String(framedTexts(two)));
    assert.ok(!framedTexts(one).some((text) => text.startsWith('SENDMSG')), 'it came back');
  });

  test('for one message the way of one group is chosen, however many groups there are', async (t) => {
    const scene = await LinkedScene.open(t);
    const peer = await scene.peer('A5_71');
    for (let group = 200; group < 220; group++) peer.sends(`SENDMSG,A5_${group},A5_71,hello`);
    await scene.settled();
    const chosen = t.mock.method(GroupMail.prototype, 'route');
    peer.sends('SENDMSG,A5_200,A5_71,once more', 'SENDMSG,A5_220,A5_71,the first');
    await scene.settled();
    assert.deepEqual(
      chosen.mock.calls.map(({ arguments: [group] }) => group.name),
      ['A5_200', 'A5_220'],
    );
  });

  test('a message that comes on two links is one message; sent twice on one link it is two', async (t) => {
    const scene = await LinkedScene.open(t);
    const [one, two] = [await scene.peer('A5_71'), await scene.peer('A5_12')];
    for (const peer of [one, two, one]) peer.sends('SENDMSG,A5_43,A5_99,hello');
    await scene.settled();
    const client = scene.connect();
    client.sends('GETMSGS,A5_43');
    assert.equal(await client.hears(1), 'From A5_99: hello\nFrom A5_99: hello');
  });

  test('messages that a server hands over again are accepted once', async (t) => {
    const scene = await LinkedScene.open(t);
    const peer = await scene.peer('A5_71');
    for (let minute = 0; minute < 3; minute++) {
      peer.sends('KEEPALIVE,2');
      await peer.until(() => framedTexts(peer).filter((text) => text === 'GETMSGS,A5_43').length === minute + 1);
      peer.sends('SENDMSG,A5_43,A5_71,same', 'SENDMSG,A5_43,A5_71,same');
      await scene.settled();
      await scene.passes(61_000);
    }
    const client = scene.connect();
    client.sends('GETMSGS,A5_43');
    assert.equal(await client.hears(1), 'From A5_71: same\nFrom A5_71: same');
  });

  test('a link cannot claim our group, the group of another link, or the name of an account', async (t) => {
    const scene = await LinkedScene.open(t);
    await scene.peer('A5_71');
    for (const liar of ['A5_43', 'A5_71', 'a5_71']) {
      const peer = await scene.peer(liar);
      peer.sends(`SENDMSG,A5_43,${liar === 'A5_43' ? 'A5_43' : 'alice'},lie`);
    }
    await scene.settled();
    const client = scene.connect();
    client.sends('GETMSG,A5_43');
    assert.equal(await client.hears(1), 'No messages found for group A5_43');
  });

  test('half a frame, too long ones and a flood do not affect others, and a silent server is disconnected', async (t) => {
    const scene = await LinkedScene.open(t);
    const peer = await scene.peer('A5_71');
    for (let n = 0; n < 50; n++) peer.link.write(Buffer.alloc(4096, 'x'));
    peer.link.write(Buffer.concat([Buffer.of(1), Buffer.alloc(20_000, 'y')]));
    const client = scene.connect();
    client.sends('KEEPALIVE');
    assert.equal(await client.hears(1), 'KEEPALIVE,0');
    const quiet = await scene.peer('A5_12');
    await scene.passes(11 * 60_000);
    await quiet.until(() => quiet.closed);
  });

  test('a server of the course itself can have mail, too, without using the name of a person', async (t) => {
    const scene = await LinkedScene.open(t);
    const [peer, other] = [await scene.peer('Instr_1'), await scene.peer('Someone')];
    peer.sends('SENDMSG,A5_43,Instr_1,do this');
    other.sends('SENDMSG,A5_43,Someone,hello');
    const client = scene.connect();
    await scene.settled();
    client.sends('SENDMSG,Instr_1,done', 'GETMSGS,A5_43');
    assert.equal(await client.hears(1), 'From Instr_1: do this\nFrom A5_0: Someone: hello');
    await scene.passes(3000);
    await peer.until(() => framedTexts(peer).length >= 4);
    assert.match(framedTexts(peer)[3] ?? '', /^SENDMSG,Instr_1,A5_43,A5_43\.\d+: done$/);
  });

  test('the messages of one link keep their order, although they are from several groups', async (t) => {
    const scene = await LinkedScene.open(t);
    const peer = await scene.peer('A5_71');
    peer.sends('SENDMSG,A5_43,A5_9,1', 'SENDMSG,A5_43,A5_71,2', 'SENDMSG,A5_43,A5_8,3', 'SENDMSG,A5_43,A5_9,4');
    await scene.settled();
    const client = scene.connect();
    client.sends('GETMSGS,A5_43');
    assert.equal(await client.hears(1), 'From A5_9: 1\nFrom A5_71: 2\nFrom A5_8: 3\nFrom A5_9: 4');
  });

  test('a link that floods is closed, and one that sends much mail is only read slowly', async (t) => {
    const scene = await LinkedScene.open(t);
    const [liar, busy] = [await scene.peer('A5_71'), await scene.peer('A5_12')];
    for (let n = 0; n < 5; n++) liar.sends(...Array.from({ length: 1000 }, () => 'STATUSREQ'));
    busy.sends(...Array.from({ length: 900 }, (_, n) => `SENDMSG,A5_43,A5_12,${n}`));
    await scene.passes(100_000);
    await liar.until(() => liar.closed);
    busy.sends('SENDMSG,A5_43,A5_12,900');
    await scene.passes(60_000);
    assert.ok(!busy.closed);
    const client = scene.connect();
    client.sends('KEEPALIVE,A5_43');
    assert.equal(await client.hears(1), 'KEEPALIVE,901');
  });

  test('invalid options are refused', async (t) => {
    for (const [options, sentence] of [
      [{ peers: 'yes', advertise: 'a,b;c' }, /advertise is an address/],
      [{ 'peer-network': '10.0.0.0/99' }, /peer-network is networks/],
      [{ 'peer-network': '10.0.0.0/8' }, /peer-network needs peers=yes/],
      [{ peer: 'foo' }, /peer is an address/],
    ] as const) {
      await assert.rejects(LinkedScene.open(t, options), sentence);
    }
  });

  test('a group given by the operator cannot be claimed by others, and dialled servers keep their places', async (t) => {
    const peer = Array.from({ length: 7 }, (_, n) => `127.0.0.1:${n + 1}${n === 0 ? '?group=71' : ''}`).join(',');
    const scene = await LinkedScene.open(t, { peer });
    const liar = await scene.peer('A5_71');
    const client = scene.connect();
    client.sends('SENDMSG,A5_71,secret');
    await scene.passes(5000);
    assert.ok(!framedTexts(liar).some((text) => text.startsWith('SENDMSG')));
    const ninth = scene.connect();
    ninth.sends('HELO,A5_12');
    await ninth.until(() => ninth.closed);
  });

  test('guests can create a limited number of groups, and a link with endless text is closed', async (t) => {
    const scene = await LinkedScene.open(t);
    const [client, peer] = [scene.connect(), await scene.peer('A5_71')];
    for (let n = 0; n < 300; n++) client.sends(`SENDMSG,A5_${1000 + n},x`);
    assert.match(await client.hears(1), /^Error: Unknown recipient A5_1\d\d\d\.$/);
    peer.sends('STATUSREQ');
    await peer.until(() => framedTexts(peer).length >= 4);
    assert.match(framedTexts(peer)[3] ?? '', /^STATUSRESP,A5_1000,1,A5_1001,1,/);
    peer.link.write(Buffer.of(1));
    for (let n = 0; n < 300 && !peer.closed; n++) peer.link.write(Buffer.alloc(4096, 'y'));
    await peer.until(() => peer.closed);
  });

  test('fewer than twenty frames a minute are sent to a server, whatever it sends', async (t) => {
    const scene = await LinkedScene.open(t);
    const peer = await scene.peer('A5_71');
    for (let n = 0; n < 300; n++) peer.sends('STATUSREQ', 'HELO,A5_71', 'KEEPALIVE,3', 'what?');
    await scene.passes(60_000);
    assert.ok(framedTexts(peer).length < 20 + 3, `${framedTexts(peer).length} frames`);
  });
});
