import assert from 'node:assert/strict';
import { test } from 'node:test';

import { openServer } from '../../../test/transcript-server.ts';
import { ways } from '../../../test/transcript-ways.ts';
import { direct } from './direct.ts';
import { usualPause } from './line-reader.ts';
import { OldestClient, OriginalClient } from './original-clients.suite.ts';

for (const way of ways) {
  test(`original clients on our server, ${way}`, async (t) => {
    const server = await openServer(way, [direct]);
    t.after(() => server.close());
    const comer = async (name: string): Promise<OriginalClient> => {
      const client = new OriginalClient(await server.connect('direct'));
      await client.types(name);
      return client;
    };
    const one = await comer('User1');
    assert.equal(await one.prints(), 'Welcome User1! You can now chat.');
    const thief = await comer('User1');
    assert.equal(await thief.prints(), 'Username already taken. Connection closing.');
    assert.equal(await thief.prints(), undefined);
    const two = await comer('User2');
    assert.equal(await two.prints(), 'Welcome User2! You can now chat.');
    await one.types('User2: Hey, how are you?');
    assert.equal(await two.prints(), '[User1] Hey, how are you?');
    await two.types('');
    await two.types('User1: Grüße');
    await two.types('User1');
    assert.equal(await one.prints(), '[User2] Grüße');
    assert.equal(await two.prints(), 'Invalid format. Use: username: message');
    await server.stop?.();
    for (const each of [one, two]) assert.equal(await each.prints(), 'Server will shut down in 5 seconds');
    await server.pass(5000);
    for (const each of [one, two]) assert.equal(await each.prints(), undefined);
  });

  test(`the oldest clients on our server, ${way}`, async (t) => {
    const server = await openServer(way, [direct]);
    t.after(() => server.close());
    const comer = async (name: string): Promise<OldestClient> => {
      const client = new OldestClient(await server.connect('direct'));
      await client.types(name);
      await server.pass(usualPause);
      assert.equal(await client.prints(), `Welcome ${name}! You can now chat.\n`);
      return client;
    };
    const [one, two] = [await comer('User1'), await comer('User2')];
    await one.types('User2: Hello');
    await server.pass(usualPause);
    assert.equal(await two.prints(), '[User1] Hello\n');
    await two.types('User1: Hi');
    await server.pass(usualPause);
    assert.equal(await one.prints(), '[User2] Hi\n');
  });
}
