import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { z } from 'zod';
import { hasBody, namesIn, type Route } from '#server/http/api/route.ts';
import type { Clock } from '#chat/ports.ts';
import { systemClock } from '#server/system-clock.ts';
import { anyCodePoint } from './any-code-point.ts';
import { ApiStage, type Sending } from './api-stage.ts';

const text = fc.string({ unit: anyCodePoint, maxLength: 12 });
const names = [
  'lobby',
  '#lobby',
  'den',
  'new',
  'alice',
  'bob',
  '👍',
  'account:bob',
  'slow',
  'guests',
  'bob-pass',
  'yes',
  '',
];
const junk = fc.oneof(
  text,
  fc.constantFrom('\ud800', '\0', '../..', '%', '#', 'x'.repeat(3000), '__proto__', 'constructor'),
  fc.constantFrom(-1, 0.5, 1e21, 2 ** 53, null, true, [], {}, ['read', 'read'], { text: 'x' }),
);

const shape = z.object({
  type: z.string().optional(),
  enum: z.array(z.string()).optional(),
});

/** Values of a field; nearly all are valid by its schema. */
function valueOf(schema: unknown): fc.Arbitrary<unknown> {
  const { type, enum: words } = shape.parse(schema);
  const usual =
    type === 'integer'
      ? fc.nat(60)
      : type === 'boolean'
        ? fc.boolean()
        : type === 'array'
          ? fc.constant(['read'])
          : fc.constantFrom(...(words ?? names));
  return fc.oneof({ weight: 12, arbitrary: usual }, junk);
}

const described = z.object({ properties: z.record(z.string(), z.unknown()).default({}) });

/** The number of a route, and a request to it: valid and invalid values, in its own fields or in others. */
const sent = (routes: readonly Route[]): fc.Arbitrary<readonly [number, Readonly<Record<string, unknown>>]> =>
  fc.nat(routes.length - 1).chain((nth) => {
    const { fields, path } = routes[nth] ?? assert.fail();
    const { properties } = described.parse(z.toJSONSchema(fields, { io: 'input' }));
    const values = Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, valueOf(schema)]));
    const known = fc.record(values, { requiredKeys: [...namesIn(path)] });
    const others = fc.dictionary(text, junk, { maxKeys: 3 });
    return fc.tuple(fc.constant(nth), fc.oneof({ weight: 15, arbitrary: known }, others));
  });

/** Wrong passwords and keys delay the next ones by some ms here, instead of seconds. */
const hasty: Clock = {
  now: () => systemClock.now(),
  elapsed: () => systemClock.elapsed() * 1000,
  after: (ms, call) => systemClock.after(ms / 1000, call),
};

const inUrl = (given: unknown): string =>
  encodeURIComponent((typeof given === 'string' ? given : (JSON.stringify(given) ?? '')).toWellFormed());

test('whatever is sent, the API answers as its description says, and never with an internal error', async () => {
  await using stage = await ApiStage.start({ clock: hasty });
  const [alice, bob] = [await stage.owner('alice'), await stage.account('bob')];
  const { code: bot } = Object(
    await stage.get(
      'POST /bots',
      { code: bob, body: { label: 'x', scopes: ['read', 'post', 'rooms', 'moderate'] } },
      201,
    ),
  );
  for (const [room, code] of [
    ['lobby', alice],
    ['den', bob],
    ['lobby', bob],
  ] as const) {
    await stage.get(`POST /rooms/${room}/membership`, { code });
    await stage.get(`POST /rooms/${room}/messages`, { code, body: { text: 'here' } }, 201);
  }
  // The other routes revoke the codes that are used here.
  const ending = ['/logout', '/devices', '/devices/{id}', '/me/password'];
  const lasting = stage.routes.filter(({ path }) => !ending.includes(path));
  const asked = fc.asyncProperty(
    sent(lasting),
    fc.constantFrom(alice, bob, String(bot), undefined),
    async ([nth, fields], code) => {
      const { method, path } = lasting[nth] ?? assert.fail();
      const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => inUrl(fields[name] ?? 'x') || 'x');
      const others = Object.entries(fields).filter(([name]) => !namesIn(path).includes(name));
      const query = hasBody(method)
        ? ''
        : `?${others.map(([name, each]) => `${inUrl(name)}=${inUrl(each)}`).join('&')}`;
      const sending: Sending = { code, ...(hasBody(method) && { body: Object.fromEntries(others) }) };
      const { status, text: told } = await stage.ask(`${method.toUpperCase()} ${filled}${query}`, sending);
      assert.ok(status < 500, told);
    },
  );
  await fc.assert(asked, { numRuns: 300, seed: 26 });
  assert.deepEqual(stage.logged, []);
});
