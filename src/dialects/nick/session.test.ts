import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import fc from 'fast-check';

import type { Chat } from '#chat/chat.ts';
import type { Asked, Entry } from '#chat/event.ts';
import { openRules } from '#chat/settings/listener-rules.ts';
import type { Item } from '#chat/hub/format.ts';
import { Seat } from '#chat/hub/seat.ts';
import type { Answer, Session } from '#chat/hub/session.ts';
import type { Link, Reader } from '#link/link.ts';

import { type Ask, NickSession } from './session.ts';
import { commandWords } from './words.ts';

const bytes = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'latin1'));
const taken: Answer = { kind: 'no-op', user: { id: 3, name: 'bob' } };

/** A session between a link and a chat that only write down what it does. */
class Bench {
  readonly deeds: string[] = [];
  /** What the chat says when it is asked whether it takes one more. */
  takes: () => boolean = () => true;
  /** It has asked to come, and the chat holds it until it has answered. */
  coming = false;
  readonly session: NickSession;

  constructor() {
    this.session = new NickSession(this.#chat(), { rules: openRules, journal: () => {} }, this.#link());
  }

  /** One that is in the chat as bob. */
  static here(): Bench {
    const bench = new Bench();
    bench.session.take(bytes('NICKbob'));
    bench.answered(taken);
    bench.deeds.length = 0;
    return bench;
  }

  /** Its coming was. */
  answered(answer: Answer): Uint8Array | undefined {
    this.coming = false;
    return this.session.answer(answer, 'came');
  }

  #chat(): Chat {
    const deed = (text: string): void => void this.deeds.push(text);
    const chat: Pick<
      Chat,
      'clock' | 'open' | 'takes' | 'post' | 'come' | 'register' | 'say' | 'end' | 'close' | 'channel'
    > = {
      open: <A extends NonNullable<unknown>, F extends Item>(session: Session<A, F>) => new Seat(1, session),
      clock: { now: () => 0, elapsed: () => 0, after: () => () => {} },
      takes: ({ closing }) => closing || (!this.coming && this.takes()),
      come: (_seat, who, ask, room) => {
        this.coming = true;
        if ('device' in who) return;
        const { name, password = 'none' } = who;
        deed(`${String(ask)} ${room}: ${name}, ${password}`);
      },
      channel: (_seat, name) => ({ room: { id: 1, name }, state: { topic: { value: 'tea', seq: 2 } } }),
      register: (_seat, password) => deed(`register ${password}`),
      post: (_seat, event: Asked, _ask, room) => deed(`${event.kind} ${room}: ${JSON.stringify(event)}`),
      say: (_seat, make) => {
        const made = typeof make === 'function' ? make() : undefined;
        deed(`say ${Buffer.from(made instanceof Uint8Array ? made.subarray(2) : []).toString()}`);
      },
      end: () => deed('asks no more'),
      close: (seat) => {
        seat.state = 'closing';
        deed('close');
      },
    };
    return chat as Chat;
  }

  #link(): Link {
    const link: Pick<Link, 'peer' | 'write' | 'resume' | 'end'> = {
      peer: { address: '127.0.0.1', port: 50_000 },
      write: (written) => void this.deeds.push(`write ${Buffer.from(written).toString('latin1')}`),
      resume: () => void this.deeds.push('resume'),
      end: () => void this.deeds.push('end'),
    };
    return link as Link;
  }

  /** What was said in #lobby. */
  get said(): readonly string[] {
    return this.deeds.filter((deed) => deed.startsWith('message #lobby')).map((deed) => deed.slice(16));
  }
}

const say = (text: string): string => JSON.stringify({ kind: 'message', text });

/** Hands a chunk over as links do: what was left comes again. */
function hand(reader: Reader, chunk: Uint8Array, stuck: () => void = () => {}): void {
  for (let rest = chunk; rest.length > 0;) {
    const count = reader.take(rest);
    assert.ok(count >= 0 && count <= rest.length);
    if (count < rest.length) stuck();
    rest = rest.subarray(count);
  }
}

describe('coming', () => {
  test('greets, and asks for the name and the room in one draft', () => {
    const { session, deeds } = new Bench();
    assert.equal(session.take(bytes('NICK bob')), 8);
    assert.deepEqual(deeds, ['write \x00\x05HELLO', 'came #lobby: bob, none']);
  });

  test('takes nothing while the chat holds it, and continues then', () => {
    const bench = new Bench();
    const { session, deeds } = bench;
    assert.equal(session.take(bytes('NICKbob\nhello\nBYE')), 8);
    assert.equal(session.take(bytes('hello\nBYE')), 0);
    assert.deepEqual(bench.answered(taken), bytes('\x00\x05READY'));
    assert.equal(session.take(bytes('hello\nBYE')), 9);
    assert.deepEqual(deeds.slice(-2), [`message #lobby: ${say('hello')}`, 'close']);
  });

  test('asks again after RETRY', () => {
    const bench = new Bench();
    const { session, deeds } = bench;
    session.take(bytes('NICKbob\nNICKrob'));
    assert.deepEqual(bench.answered({ kind: 'refusal', code: 'name-taken' }), bytes('\x00\x05RETRY'));
    assert.equal(session.take(bytes('NICKrob')), 7);
    assert.equal(deeds.at(-1), 'came #lobby: rob, none');
  });

  test('every refusal of a name is RETRY, every other one a sentence', () => {
    const answer = (code: 'name-invalid' | 'name-reserved' | 'name-registered' | 'disk-full'): string =>
      Buffer.from(new Bench().session.answer({ kind: 'refusal', code }, 'came') ?? []).toString('latin1', 2);
    for (const code of ['name-invalid', 'name-reserved', 'name-registered'] as const) {
      assert.equal(answer(code), 'RETRY', code);
    }
    assert.match(answer('disk-full'), /disk is full/);
  });
});

describe('answers', () => {
  const ask = (answer: Answer, to: Ask): string | undefined => {
    const frame = Bench.here().session.answer(answer, to);
    return frame && Buffer.from(frame).toString('latin1', 2);
  };
  const entry: Entry = { seq: 1, id: 'r-1', at: 0, from: { id: 1, name: 'bob' }, event: { kind: 'message', text: '' } };

  test('a message has no answer, unless it was refused', () => {
    assert.equal(ask({ kind: 'entry', entry, waits: false }, 'said'), undefined);
    assert.equal(ask({ kind: 'refusal', code: 'not-here' }, 'said'), 'You are not in the chat.');
  });

  test('a name is always answered', () => {
    assert.equal(ask({ kind: 'entry', entry, waits: false }, 'renamed'), 'READY');
    assert.equal(ask({ kind: 'refusal', code: 'name-taken' }, 'renamed'), 'RETRY');
  });

  test('the receiver is quoted with visible characters, and shortened', () => {
    const to = `\x1b[2J${'x'.repeat(500)}$&`;
    assert.equal(commandWords.refused('no-user', to), `No user named ␛[2J${'x'.repeat(28)}….`);
    assert.equal(commandWords.refused('no-user', '$&'), 'No user named $&.');
  });
});

describe('what it hears', () => {
  test('is #lobby, however it was written first', () => {
    const { format } = new Bench().session;
    assert.ok(format.hears({ id: 1, name: '#lobby' }));
    assert.ok(format.hears({ id: 1, name: '#Lobby' }));
    assert.ok(!format.hears({ id: 1, name: '#other' }));
  });

  test('is written in one piece', () => {
    const { session, deeds } = Bench.here();
    session.send([bytes('\x00\x01a'), bytes('\x00\x01b')]);
    assert.deepEqual(deeds, ['write \x00\x01a\x00\x01b']);
  });
});

const isEnd = (deed: string): boolean => deed === 'close' || deed === 'asks no more';

describe('leaving', () => {
  test('discards further input', () => {
    const { session, deeds } = Bench.here();
    assert.equal(session.take(bytes('BYE\nhello')), 9);
    assert.equal(session.take(bytes('NICKeve')), 7);
    assert.deepEqual(deeds, ['close']);
    session.closed();
    assert.deepEqual(deeds, ['close', 'end']);
  });

  test('sends the unfinished text when the peer has disconnected', () => {
    const bench = Bench.here();
    bench.session.take(bytes('the end \xc3'));
    assert.deepEqual(bench.deeds, []);
    bench.session.ended('ended');
    assert.deepEqual(bench.deeds, [`message #lobby: ${say('the end \ufffd')}`, 'asks no more']);
  });

  test('is over at once when the link broke', () => {
    const bench = Bench.here();
    bench.session.ended('reset');
    assert.deepEqual(bench.deeds, ['close']);
  });
});

describe('chunks', () => {
  test('no input is taken while the chat takes none', () => {
    const bench = Bench.here();
    bench.takes = () => false;
    for (const chunk of ['hello', '\x00\x05hello', '\xc3', 'a\nb']) assert.equal(bench.session.take(bytes(chunk)), 0);
    bench.takes = () => true;
    bench.session.take(bytes('caf\xc3'));
    bench.takes = () => false;
    assert.equal(bench.session.take(bytes('\xa9')), 0);
    assert.equal(bench.session.take(bytes('x')), 0);
    bench.takes = () => true;
    bench.session.take(bytes('\xa9'));
    assert.deepEqual(bench.said, [say('café')]);
  });

  test('the rest of a chunk is not read as a message after a length', () => {
    const bench = Bench.here();
    let room = 1;
    bench.takes = () => room-- > 0;
    assert.equal(bench.session.take(bytes('a\n\x00\x01b')), 2);
    room = 1;
    assert.equal(bench.session.take(bytes('\x00\x01b')), 3);
    assert.deepEqual(bench.said, [say('a'), say('\x00\x01b')]);
    room = 1;
    assert.equal(bench.session.take(bytes('\x00\x01b')), 3);
    assert.equal(bench.said.at(-1), say('b'));
  });

  test('a cut line is kept no longer than a message may be', () => {
    const bench = Bench.here();
    bench.session.take(bytes(`${'x'.repeat(3000)}\xc3`));
    assert.match(bench.deeds[0] ?? '', /^say Not sent/);
    bench.session.take(bytes('fine'));
    assert.deepEqual(bench.said, [say('fine')]);
  });

  const lines = fc.array(fc.string({ unit: 'grapheme', maxLength: 20 }).filter((line) => /^[a-z]/i.test(line.trim())));

  test('a text that is cut within its characters comes whole', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }), fc.array(fc.nat()), (end, places) => {
        const text = `x${end.replaceAll(/[\r\n]/g, '')}`;
        const whole = Buffer.from(text);
        const inside = places.map((place) => place % whole.length).filter((at) => ((whole[at] ?? 0) & 0xc0) === 0x80);
        const ends = [...new Set(inside)].sort((a, b) => a - b);
        const bench = Bench.here();
        let from = 0;
        for (const to of [...ends, whole.length]) hand(bench.session, whole.subarray(from, (from = to)));
        bench.session.ended('ended');
        assert.deepEqual(bench.said, [say(text)]);
      }),
    );
  });

  test('the result does not depend on how often the chat makes it wait', () => {
    fc.assert(
      fc.property(fc.array(lines), fc.infiniteStream(fc.boolean()), (chunks, moods) => {
        const [free, bound] = [Bench.here(), Bench.here()];
        for (const chunk of chunks) hand(free.session, Buffer.from(chunk.join('\r\n')));
        bound.takes = () => moods.next().value === true;
        for (const chunk of chunks) hand(bound.session, Buffer.from(chunk.join('\r\n')));
        assert.deepEqual(bound.deeds, free.deeds);
      }),
    );
  });

  test('no input of a client throws', () => {
    const wild = fc.oneof(
      fc.uint8Array({ maxLength: 50 }),
      fc.constantFrom('NICK', 'NICKeve', 'BYE', '/msg bob x', '\n', '\x00\x03abc', '\xf0\x9f', '\x91').map(bytes),
    );
    fc.assert(
      fc.property(fc.array(wild), (chunks) => {
        const bench = new Bench();
        const { session, deeds } = bench;
        for (const chunk of chunks) hand(session, chunk, () => void bench.answered(taken));
        session.ended('ended');
        const end = deeds.findIndex(isEnd);
        assert.ok(end > 0 && deeds.slice(end).every(isEnd), 'input after its end is ignored');
      }),
    );
  });
});
