import assert from 'node:assert/strict';
import { suite, test, type TestContext } from 'node:test';

import type { Link } from '#link/link.ts';
import { loadQuic } from '#link/quic/library.ts';
import type { QuicLink } from '#link/quic/peer.ts';

import { open, type Scene } from '../quic-scene.suite.ts';

/** What comes on each stream, by its number. */
class Streams {
  readonly first: QuicLink;
  readonly #heard = new Map<number, string>();
  #stir: () => void = () => {};

  private constructor(first: QuicLink) {
    this.first = first;
  }

  static async on(scene: Scene): Promise<Streams> {
    const streams = new Streams(await scene.connect());
    streams.hear(streams.first);
    streams.first.peer.accept?.((link) => streams.hear(link));
    streams.write(streams.first, '{"mtype":7,"payload":{"supported_versions":["2.0"]}}');
    await streams.hears(0, '"selected_version": "2.0"');
    return streams;
  }

  hear(link: QuicLink): void {
    link.read({
      take: (chunk) => {
        this.#heard.set(link.stream, (this.#heard.get(link.stream) ?? '') + Buffer.from(chunk).toString());
        this.#stir();
        return chunk.length;
      },
      ended: () => this.#stir(),
    });
  }

  write(link: Link, pdu: string): void {
    link.write(Buffer.from(`${pdu}\n`));
  }

  open(): QuicLink {
    const link = this.first.peer.open();
    this.hear(link);
    return link;
  }

  /** Waits until it has come on that stream. */
  async hears(stream: number, text: string): Promise<void> {
    while (!this.#heard.get(stream)?.includes(text)) await new Promise<void>((resolve) => (this.#stir = resolve));
  }

  all(stream: number): string {
    return this.#heard.get(stream) ?? '';
  }
}

/** The first bidirectional stream that a server opens. */
const pushed = 1;

async function inLobby(streams: Streams, name: string): Promise<void> {
  streams.write(streams.first, `{"mtype":1,"payload":{"name":"${name}"}}`);
  await streams.hears(0, '"mtype":2,');
  streams.write(streams.first, '{"mtype":12,"ref":"join","payload":{"room":"#lobby"}}');
  await streams.hears(0, '"ref":"join"');
}

async function two(t: TestContext): Promise<{ scene: Scene; alice: Streams; bob: Streams }> {
  const scene = await open(t);
  const [alice, bob] = [await Streams.on(scene), await Streams.on(scene)];
  await inLobby(alice, 'alice');
  await inLobby(bob, 'bob');
  return { scene, alice, bob };
}

const missing = (await loadQuic()) ? false : 'the library @matrixai/quic is not installed';

suite('pdu 2.0 over QUIC', { skip: missing }, () => {
  test('answers come on the stream of their request, everything else on one of the server', async (t) => {
    const { alice, bob } = await two(t);
    await alice.hears(pushed, '"text":"bob joined #lobby"');
    const talk = bob.open();
    bob.write(talk, '{"mtype":3,"ref":"a","payload":{"to":"#lobby","text":"one"}}');
    bob.write(talk, '{"mtype":18,"ref":"b","payload":{"of":"#lobby","limit":1}}');
    await bob.hears(talk.stream, '"more":true');
    assert.match(
      bob.all(talk.stream),
      /^\{"mtype":9,"ref":"a",.*\n\{"mtype":19,"ref":"b",.*"one".*\n\{"mtype":9,"ref":"b",.*\n$/,
    );
    await alice.hears(pushed, '"text":"one"');
    assert.doesNotMatch(alice.all(0), /"mtype":22,/);
  });

  test('what is pushed keeps its order', async (t) => {
    const { alice, bob } = await two(t);
    const texts = Array.from({ length: 200 }, (_, nth) => `m${nth}.`);
    for (const text of texts) bob.write(bob.first, `{"mtype":3,"payload":{"to":"#lobby","text":"${text}"}}`);
    await alice.hears(pushed, 'm199.');
    assert.deepEqual(alice.all(pushed).match(/m\d+\./g), texts);
  });

  test('a client that resets the pushed stream ends its session', async (t) => {
    const scene = await open(t);
    const link = await scene.connect();
    link.peer.accept?.((own) => {
      own.read({
        take(chunk) {
          own.abort();
          return chunk.length;
        },
        ended() {},
      });
    });
    link.read({ take: (chunk) => chunk.length, ended() {} });
    const requests = [
      '{"mtype":7,"payload":{"supported_versions":["2.0"]}}',
      '{"mtype":1,"payload":{"name":"alice"}}',
      '{"mtype":12,"payload":{"room":"#lobby"}}',
    ];
    link.write(Buffer.from(`${requests.join('\n')}\n`));
    const bob = await Streams.on(scene);
    await inLobby(bob, 'bob');
    bob.write(bob.first, '{"mtype":3,"payload":{"to":"#lobby","text":"hello"}}');
    await scene.left();
  });
});
