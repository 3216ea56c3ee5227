import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';

import { openServer } from '../../../test/transcript-server.ts';
import type { JournalEvent } from '../journal.ts';
import { nick } from '../nick/nick.ts';
import { OriginalClient as NickClient } from '../nick/originals.suite.ts';
import { chatMessage, errorPdu, loginRequest, logoutMessage, pingMessage, versionRequest } from './codec.ts';
import { numeral } from './json.ts';
import { lineEngine, type Engine } from './originals.suite.ts';
import { pdu } from './pdu.ts';

/** A session at a listener whose journal has a reader, and the lines that it notes. */
async function scene(t: TestContext): Promise<{ engine: Engine; noted: string[] }> {
  const noted: string[] = [];
  const journal = (happening: JournalEvent): void => {
    if (happening.kind === 'noted') noted.push(happening.text);
  };
  const followed: typeof pdu = {
    ...pdu,
    listen: (chat, listener) => pdu.listen(chat, { ...listener, journal, followed: true }),
  };
  const server = await openServer('in memory', [followed, nick]);
  t.after(() => server.close());
  const maker = new NickClient(await server.connect('nick'));
  await maker.logsIn('user1');
  await maker.sends('/register pass1');
  assert.match((await maker.message()) ?? '', /is registered/);
  return { engine: lineEngine(await server.connect('pdu')), noted };
}

test('it prints what the original prints of an evening, but for the password', async (t) => {
  const { engine, noted } = await scene(t);
  const id = numeral(1);
  const asks = async (request: Uint8Array): Promise<string | undefined> => {
    await engine.send(0, Buffer.from(request));
    return engine.receive();
  };
  await asks(versionRequest(['1.2', '1.1']));
  await asks(loginRequest('user1', 'wrong'));
  await asks(loginRequest('user1', 'pass1'));
  await asks(chatMessage(id, 1, 'hello'));
  await asks(chatMessage(id, 2, 'again'));
  await engine.send(0, Buffer.from(pingMessage(id)));
  await asks(logoutMessage(numeral(7)));
  await engine.send(0, Buffer.from(errorPdu(id, 1, 'bye')));
  await asks(versionRequest(['9']));
  assert.deepEqual(
    noted.filter((line) => !line.startsWith('[svr] received message')),
    [
      "[svr] Client supports versions: ['1.2', '1.1']",
      '[svr] Agreed on version 1.2',
      '[svr] Login attempt by user1',
      '[svr] Login failed for user1',
      '[svr] Login attempt by user1',
      '[svr] Client 1 transitioning from CONNECTED to AUTHENTICATED',
      '[svr] Login successful for user1; assigned ID: 1',
      '[svr] Client 1 transitioning from AUTHENTICATED to CHATTING',
      '[svr] Chat from user1: hello',
      '[svr] Client 1 transitioning from CHATTING to CHATTING',
      '[svr] Chat from user1: again',
      '[svr] Ping received from client user1',
      '[svr] Logout by 7',
      '[svr] Logout request for unknown client 7',
      '[svr] Sent error 1 to client 7: Client session not found',
      '[svr] Received error from client 1: 1 | bye',
      '[svr] Client 1 reported sudden disconnect',
      '[svr] Client 1 transitioning from CHATTING to DISCONNECTED',
      "[svr] Client supports versions: ['9']",
      '[svr] No compatible version found with client',
    ],
  );
  assert.deepEqual(noted.filter((line) => line.startsWith('[svr] received message')).slice(0, 4), [
    '[svr] received message type:  7',
    "[svr] received message:  {'supported_versions': ['1.2', '1.1']}",
    '[svr] received message type:  1',
    "[svr] received message:  {'username': 'user1', 'password': '*****'}",
  ]);
  assert.ok(!noted.some((line) => line.includes('pass1') || line.includes('wrong')));
});

test('a logout, and a connection that ends before its session', async (t) => {
  const { engine, noted } = await scene(t);
  await engine.send(0, Buffer.from(loginRequest('user1', 'pass1')));
  await engine.receive();
  await engine.send(0, Buffer.from(logoutMessage(numeral(1))));
  await engine.send(0, Buffer.from(versionRequest(['1.0'])));
  await engine.receive();
  assert.deepEqual(
    noted.filter((line) => /logged out|LOGGED_OUT|Logout/.test(line)),
    [
      '[svr] Logout by 1',
      '[svr] Client 1 transitioning from AUTHENTICATED to LOGGED_OUT',
      '[svr] Client user1 logged out',
    ],
  );
});

test('without a reader of the journal, only login, logout and disconnection are reported', async (t) => {
  const noted: string[] = [];
  const journal = (happening: JournalEvent): void => {
    if (happening.kind === 'noted') noted.push(happening.text);
  };
  const quiet: typeof pdu = {
    ...pdu,
    listen: (chat, listener) => pdu.listen(chat, { ...listener, journal, followed: false }),
  };
  const server = await openServer('in memory', [quiet]);
  t.after(() => server.close());
  const engine = lineEngine(await server.connect('pdu'));
  await engine.send(0, Buffer.from(versionRequest(['1.0'])));
  await engine.receive();
  assert.deepEqual(noted, []);
});
