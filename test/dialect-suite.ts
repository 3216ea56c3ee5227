import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Entry, Event, Signal } from '#chat/event.ts';
import { maxWaiting } from '#chat/hub/requests/intake.ts';
import type { As, Item } from '#chat/hub/format.ts';
import type { Dialect } from '#dialects/dialect.ts';
import { DialectFixture } from './dialect-fixture.ts';
import type { Chunks, Speech } from './dialect-speech.ts';
import type { NickPeer } from './nick-peer.ts';
import { secretCommands } from './secret-commands.ts';
import { TextPeer } from './text-peer.ts';

/** Requests in one write: more than a session may have under way. */
const many = 70;
/** One command may ask this much of the chat. */
const atOnce = 4;
const words = Array.from({ length: many }, (_, n) => `WORD${n}`);

/** Tests of what `Dialect` guarantees to the rest of the chat, for any protocol. */
export function dialectSuite(dialect: Dialect, speech: Speech): void {
  const rule = (title: string, run: (fixture: DialectFixture) => Promise<void>): void => {
    const skip = speech.skip?.[title] ?? false;
    test(title, { skip }, async () => {
      await using fixture = await DialectFixture.open(dialect, speech.options);
      if (speech.password !== undefined) await fixture.register('alice', speech.password);
      await run(fixture);
      assert.deepEqual(fixture.log, []);
    });
  };
  const alone = (title: string, run: () => void): void => {
    test(title, { skip: speech.skip?.[title] ?? false }, run);
  };

  describe(`${dialect.name} is a dialect`, () => {
    rule('requests in one chunk are answered in order, and no more are under way than the bound', async (fixture) => {
      const { come, came, hello, say, said, ask, answered } = chunksOf(speech);
      const [nora, olga] = [await fixture.person('nora'), await fixture.person('olga')];
      const alice = new TextPeer(await fixture.connect());
      alice.says(come('alice'));
      await alice.hears(hello + came('alice'));
      alice.says(words.map((word) => say(word) + ask(word)).join(''));
      await alice.hears(words.map((word) => said(word) + answered(word)).join(''));
      await hearsAll(nora, words);
      assert.ok(fixture.mostWaiting < maxWaiting + atOnce, `${fixture.mostWaiting} were under way`);
      olga.say('still here');
      await nora.hears('olga: still here');
    });

    rule('requests after a login in the same chunk are answered after it', async (fixture) => {
      const { come, came, hello, say, said, ask, answered } = chunksOf(speech);
      const nora = await fixture.person('nora');
      const alice = new TextPeer(await fixture.connect());
      alice.says(come('alice') + ask('ONE') + say('hello') + ask('TWO'));
      await alice.hears(hello + came('alice') + answered('ONE') + said('hello') + answered('TWO'));
      await nora.hears('alice: hello');
    });

    rule('a message sent before a hang-up is delivered', async (fixture) => {
      const nora = await fixture.person('nora');
      const { chunks } = speech;
      if (chunks) {
        const alice = new TextPeer(await fixture.connect());
        alice.says(chunks.come('alice') + words.map(chunks.say).join(''));
        await alice.hangsUp();
        await hearsAll(nora, words);
      } else {
        const alice = await speech.comes(fixture.connect, 'alice');
        await alice.says('my last words');
        await alice.hangsUp();
        await nora.hears('alice: my last words');
      }
    });

    rule('a private message is received by one user', async (fixture) => {
      const [nora, olga] = [await fixture.person('nora'), await fixture.person('olga')];
      const alice = await speech.comes(fixture.connect, 'alice');
      await alice.tells('nora', 'psst');
      await alice.says('aloud');
      await nora.hears('alice (to you): psst', 'alice: aloud');
      await olga.hears('alice: aloud');
    });

    for (const way of ['leaves', 'hangsUp'] as const) {
      rule(`the journal hears once who came, and once who ${way === 'leaves' ? way : 'hangs up'}`, async (fixture) => {
        const alice = await speech.comes(fixture.connect, 'alice');
        assert.deepEqual(fixture.told('alice'), ['came']);
        await alice[way]();
        await gone(fixture, 'alice');
        assert.deepEqual(fixture.told('alice'), ['came', 'left']);
      });
    }

    rule('every event is rendered to whole frames', async (fixture) => {
      await fixture.connect();
      const [session] = fixture.sessions;
      assert.ok(session, 'a link opens a session');
      for (const happening of happenings()) {
        for (const as of audiences) {
          const item: Item | undefined = session.format.render(happening, as);
          assert.ok(!item || speech.isWhole(item), `${as}: ${JSON.stringify(happening)}: ${String(item)}`);
          assert.deepEqual(session.format.render(happening, as), item, 'it is pure');
        }
      }
    });

    rule('all links have one format', async (fixture) => {
      // A session may take two links.
      for (let links = 0; links < 4; links++) await fixture.connect();
      const [one, other] = fixture.sessions;
      assert.ok(one && other && one.format === other.format);
    });

    alone('secrets are masked, and nothing else, however they are split', () => {
      assert.ok(speech.secrets.length > 0, 'there is no chunk with a password here');
      const typed = (speech.typed ?? []).flatMap((write) => secretCommands.map(write));
      for (const text of [...speech.secrets, ...typed]) {
        for (let cut = 0; cut <= text.length; cut++) {
          const mask = dialect.mask();
          // A socket reads a Buffer, whose `slice` makes no copy.
          const chunks = [text.slice(0, cut), text.slice(cut)].map((part) => Buffer.from(part));
          const masked = chunks.map((chunk) => Buffer.from(mask(chunk)).toString()).join('');
          assert.equal(masked.replaceAll('*', ''), text.replaceAll(/s3cret(?:[ ,]+s3cret)*/g, ''));
          assert.equal(masked.length, text.length);
          assert.equal(chunks.join(''), text);
        }
      }
    });

    alone('what holds no secret stays as it is', () => {
      for (const text of ['', 'x', '\x00\xff\r\n', 'hello: everybody\n']) {
        const chunk = Buffer.from(text, 'latin1');
        const masked = dialect.mask()(chunk);
        assert.equal(Buffer.from(masked).toString('latin1'), text);
        assert.notEqual(masked, chunk, 'it is a copy');
      }
    });
  });
}

function chunksOf({ chunks }: Speech): Chunks {
  assert.ok(chunks, 'where nothing can be asked without waiting, this is skipped');
  return chunks;
}

const hearsAll = (peer: NickPeer, texts: readonly string[]): Promise<void> =>
  peer.hears(...texts.map((text) => `alice: ${text}`));

/** Waits until the journal has recorded a departure. */
async function gone(fixture: DialectFixture, name: string): Promise<void> {
  const until = Date.now() + 5000;
  while (!fixture.told(name).includes('left') && Date.now() < until)
    await new Promise((resolve) => setImmediate(resolve));
}

const audiences: readonly As[] = ['self', 'other', 'waited', 'target'];

function* happenings(): Iterable<Entry | Signal> {
  for (const wait of [0, 1, 999, 1000, 3_600_000]) yield { kind: 'stopping', wait };
  for (const why of ['replaced', 'credential', 'kicked', 'banned'] as const) yield { kind: 'ended', why };
  yield { kind: 'ended', why: 'banned', reason: 'so\x1b[2J\x07' };
  const from = { id: 1, name: 'alice' };
  const rooms = [
    { id: 2, name: '#lobby' },
    { id: 3, name: '#work' },
    { id: 4, name: 'bob' },
  ] as const;
  for (const event of events) {
    for (const room of rooms) yield { seq: 9, id: 'run-1', at: Date.UTC(2026, 10, 20), from, room, event };
    yield { seq: 9, id: 'run-1', at: Date.UTC(2026, 10, 20), from, event };
  }
}

/** Any text: with line ends, control characters, and as long as possible. */
const texts = [
  'hello',
  ' ',
  '\n',
  'two\nlines\r\n',
  '\x1b[2J\x00\x01\x04\x9b',
  'ż😀',
  '"\\',
  'x'.repeat(16_384),
  'é\n'.repeat(5000),
];

const events: readonly Event[] = [
  ...texts.map((text): Event => ({ kind: 'message', text })),
  { kind: 'founded', epoch: 'abc' },
  { kind: 'kicked', user: { id: 8, name: 'carol' } },
  { kind: 'kicked', user: { id: 8, name: 'carol' }, reason: 'so\x1b[2J\x07\x9b' },
  { kind: 'listed', list: 'ban', mask: 'c*', until: 5000, reason: 'noise', kicked: [{ id: 8, name: 'carol' }] },
  { kind: 'unlisted', list: 'exception', mask: 'account:carol' },
  { kind: 'invited', user: { id: 8, name: 'carol' } },
  { kind: 'began', node: 'n', rules: 1, ended: [{ id: 1, name: 'alice' }] },
  { kind: 'came', guest: true, joined: true, memberships: [] },
  { kind: 'came', guest: false, joined: false, memberships: [], was: { id: 8, name: 'carol' } },
  { kind: 'went', guest: true },
  { kind: 'renamed', before: 'carol' },
  { kind: 'joined' },
  { kind: 'left' },
  { kind: 'registered' },
  { kind: 'credential' },
  { kind: 'unregistered', here: true },
];
