import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import type { Link } from '#link/link.ts';
import type { Mask } from '#text/mask.ts';
import type { OtherListeners, MemoryLinkReader } from '../dialect.ts';
import { Plays } from './plays.ts';

const utf8 = new TextEncoder();

interface Scene {
  readonly plays: Plays;
  /** What the client was sent: who wrote, and what. */
  readonly told: () => readonly string[];
  /** Of each link that was opened: who hears it, and what came over it. */
  readonly links: readonly { readonly listener: MemoryLinkReader; readonly written: string[]; resumed: number }[];
  /** Bytes wait for the client, or it has taken them all. */
  readonly waits: (bytes: number) => void;
}

function createScene(): Scene {
  const links: { listener: MemoryLinkReader; written: string[]; resumed: number }[] = [];
  const frames: Uint8Array[] = [];
  let queued = 0;
  let drained = Promise.withResolvers<void>();
  const mask: Mask = (bytes) => utf8.encode(Buffer.from(bytes).toString().replace('secret', '******'));
  const otherListeners: OtherListeners = {
    listeners: () => [],
    page: () => undefined,
    examples: () => [],
    connect(_dialect, _peer, listener) {
      const link = { listener, written: [] as string[], resumed: 0 };
      links.push(link);
      return {
        mask,
        describer: undefined,
        write: (bytes) => void link.written.push(Buffer.from(bytes).toString()),
        resume: () => link.resumed++,
        end: () => listener.over(),
      };
    },
  };
  const link: Link = {
    peer: { address: '192.0.2.1', port: 1 },
    scarce: false,
    delivered: true,
    get queued() {
      return queued;
    },
    read() {},
    resume() {},
    write: (bytes) => void frames.push(bytes),
    drained: () => drained.promise,
    end() {},
    abort() {},
  };
  return {
    plays: new Plays(otherListeners, link, { now: () => 0 }),
    told: () =>
      frames.splice(0).map((frame) => {
        const part: { type: string; from?: string; bytes?: string } = JSON.parse(Buffer.from(frame).toString());
        return part.type === 'played' ? `${part.from}: ${Buffer.from(part.bytes ?? '', 'base64')}` : part.type;
      }),
    links,
    waits(bytes) {
      queued = bytes;
      if (bytes > 0) return;
      drained.resolve();
      drained = Promise.withResolvers();
    },
  };
}

describe('links of the playground', () => {
  test('are four at a time', () => {
    const { plays, told } = createScene();
    const ids = [1, 2, 3, 4].map(() => plays.open('nick'));
    assert.deepEqual(
      ids.map((each) => typeof each),
      Array(4).fill('object'),
    );
    assert.equal(plays.open('nick'), 'full');
    assert.equal(plays.close(2), true);
    assert.deepEqual(told(), ['play-over']);
    assert.equal(typeof plays.open('nick'), 'object');
    assert.equal(plays.close(2), false);
  });

  test('are shown with secrets masked, which the listener gets as they are', () => {
    const { plays, told, links } = createScene();
    plays.open('nick');
    assert.equal(plays.send(1, utf8.encode('NICK bob secret')), true);
    assert.equal(plays.send(2, utf8.encode('to nobody')), false);
    assert.deepEqual(links[0]?.written, ['NICK bob secret']);
    assert.equal(links[0]?.listener.heard(utf8.encode('READY')), true);
    assert.deepEqual(told(), ['client: NICK bob ******', 'server: READY']);
  });

  test('wait while more than 64 kB wait for the client', async () => {
    const { plays, told, links, waits } = createScene();
    plays.open('nick');
    const [play] = links;
    waits(64 * 1024);
    assert.equal(play?.listener.heard(utf8.encode('one')), true);
    waits(64 * 1024 + 1);
    assert.equal(play?.listener.heard(utf8.encode('two')), false);
    assert.deepEqual(told(), ['server: one']);
    waits(0);
    await Promise.resolve();
    assert.equal(play?.resumed, 1);
  });
});
