import assert from 'node:assert/strict';
import { describe, test, type TestContext } from 'node:test';

import fc from 'fast-check';

import type { SameAccount } from '#chat/settings/listener-rules.ts';

import { openServer } from '../../../test/transcript-server.ts';
import { nick } from '../nick/nick.ts';
import { OriginalClient as NickClient } from '../nick/originals.suite.ts';
import { chatMessage, loginRequest, pingMessage, versionRequest } from './codec.ts';
import { numeral } from './json.ts';
import { type Engine, lineEngine } from './originals.suite.ts';
import { options } from './options.ts';
import { pdu } from './pdu.ts';

type Options = Readonly<Record<string, string>>;

/** A connection to a listener that was told so. */
async function comer(t: TestContext, told: Options = {}): Promise<Engine> {
  const server = await openServer('in memory', [pdu], 0, { pdu: told });
  t.after(() => server.close());
  return lineEngine(await server.connect('pdu'));
}

const codeIn = (line: string | undefined): unknown => /"error_code": (\d+)/.exec(line ?? '')?.[1];

async function asks(engine: Engine, request: Uint8Array): Promise<string | undefined> {
  await engine.send(0, Buffer.from(request));
  return await engine.receive();
}

describe('a minimum', () => {
  test('is an update required, for a client that has only versions below', async (t) => {
    const engine = await comer(t, { minimum: '1.1' });
    assert.match((await asks(engine, versionRequest(['1.0', '1.2']))) ?? '', /"selected_version": "1.2"/);
    assert.equal(codeIn(await asks(engine, versionRequest(['1.0']))), '4');
    assert.equal(await engine.receive(), undefined);
  });

  test('applies to a client that has asked for no version', async (t) => {
    const engine = await comer(t, { minimum: '1.1' });
    assert.equal(codeIn(await asks(engine, loginRequest('user1', 'pass1'))), '4');
    assert.equal(await engine.receive(), undefined);
  });

  test('does not apply to a client that has asked for a version', async (t) => {
    const engine = await comer(t, { minimum: '1.1' });
    await asks(engine, versionRequest(['1.1']));
    assert.match((await asks(engine, loginRequest('user1', 'pass1'))) ?? '', /"auth": 1/);
  });
});

describe('the same account twice, where the operator says otherwise', () => {
  const login = loginRequest('user1', 'pass1');

  /** Two connections, the first of them logged in. */
  async function two(t: TestContext, sameAccount: SameAccount): Promise<readonly [Engine, Engine]> {
    const server = await openServer('in memory', [{ ...pdu, sameAccount }, nick]);
    t.after(() => server.close());
    const maker = new NickClient(await server.connect('nick'));
    await maker.logsIn('user1');
    await maker.sends('/register pass1');
    assert.match((await maker.message()) ?? '', /is registered/);
    const [one, other] = [lineEngine(await server.connect('pdu')), lineEngine(await server.connect('pdu'))];
    assert.match((await asks(one, login)) ?? '', /"auth": 0, "id": 1/);
    return [one, other];
  }

  test('share: both are logged in', async (t) => {
    const [one, other] = await two(t, 'share');
    assert.match((await asks(other, login)) ?? '', /"auth": 0, "id": 2/);
    assert.match((await asks(one, chatMessage(numeral(1), 1, 'one'))) ?? '', /"one"/);
    assert.match((await asks(other, chatMessage(numeral(2), 2, 'two'))) ?? '', /"two"/);
  });

  test('replace: the first is told, and ended', async (t) => {
    const [one, other] = await two(t, 'replace');
    assert.match((await asks(other, login)) ?? '', /"auth": 0, "id": 2/);
    assert.equal(codeIn(await one.receive()), '3');
    assert.equal(await one.receive(), undefined);
    assert.match((await asks(other, chatMessage(numeral(2), 2, 'two'))) ?? '', /"two"/);
  });
});

test('two that log in at the same moment are judged in the order', async (t) => {
  const server = await openServer('in memory', [pdu, nick]);
  t.after(() => server.close());
  const maker = new NickClient(await server.connect('nick'));
  await maker.logsIn('user1');
  await maker.sends('/register pass1');
  await maker.message();
  const comers = [lineEngine(await server.connect('pdu')), lineEngine(await server.connect('pdu'))];
  const answers = await Promise.all(comers.map((each) => asks(each, loginRequest('user1', 'pass1'))));
  assert.deepEqual(answers.map(codeIn).toSorted(), ['3', undefined]);
});

test('invalid options are refused with a sentence', async (t) => {
  for (const [told, sentence] of [
    [{ minimum: '3' }, 'A minimum is one of 2.0, 1.2, 1.1, 1.0, not "3".'],
    [{ lobby: 'perhaps' }, 'lobby is yes or no, not "perhaps".'],
  ] as const) {
    await assert.rejects(comer(t, told), { name: 'OptionError', message: sentence });
  }
  assert.ok(Object.keys(options).includes('demo-accounts'));
});

test('more at once than may be under way is answered all the same, in order', async (t) => {
  const engine = await comer(t);
  const ids = Array.from({ length: 1000 }, (_, id) => id);
  await engine.send(0, Buffer.concat(ids.map((id) => pingMessage(numeral(id)))));
  for (const id of ids) assert.match((await engine.receive()) ?? '', new RegExp(`"id": ${id}, "error_code": 1`));
});

test('after any payload, the next request is answered', async (t) => {
  const server = await openServer('in memory', [pdu], 0, { pdu: { lobby: 'yes' } });
  t.after(() => server.close());
  const keys = ['id', 'username', 'password', 'message', 'error_code', 'supported_versions', 'time', '__proto__'];
  const payload = fc.dictionary(fc.constantFrom(...keys), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 4 });
  const request = fc.record({
    mtype: fc.integer({ min: -1, max: 10 }),
    payload,
    version: fc.jsonValue({ maxDepth: 1 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(request, { maxLength: 10 }), async (requests) => {
      // An invalid version ends the link.
      const lines = requests.filter(({ mtype }) => mtype !== 7).map((each) => `${JSON.stringify(each)}\n`);
      const engine = lineEngine(await server.connect('pdu'));
      await engine.send(0, Buffer.from(lines.join('')));
      await engine.send(0, Buffer.from(pingMessage(numeral(424_242))));
      for (let answers = 0; ; answers++) {
        assert.ok(answers <= lines.length);
        const line = await engine.receive();
        assert.ok(line !== undefined);
        assert.match(line, /^\{"mtype": [235], "payload": \{.*\}, "version": .*, "sz": \d+\}$/);
        if (line.includes('424242')) break;
      }
    }),
    { numRuns: 100 },
  );
});
