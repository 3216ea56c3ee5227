import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { assertPassesGate } from '#lab/capture/capture-gate.suite.ts';
import { runWireshark } from '#lab/capture/tshark.ts';
import { tsharkMissing } from '#lab/capture/tshark-missing.suite.ts';
import { utf8 } from './bytes.ts';
import { type Captured, captureOf } from './capture.ts';
import type { Seen } from './frame.ts';

const at = Date.UTC(2026, 10, 28, 9, 0) + 0.25;

const frame = (nth: number, from: Seen['from'], text: string, link = 1): Seen => ({
  ...{ nth, link, from, at: at + nth, size: text.length, title: `frame ${nth}` },
  has: ({ whole }) => whole.test(text),
  bytes: () => utf8(text),
  fields: () => [],
});

const captured = (frames: readonly Seen[], more: Partial<Captured> = {}): Captured => ({
  ...{ frames, dialect: 'nick', host: '127.0.0.1', port: 43_221, version: '1', isOver: true },
  ...more,
});

suite('a capture made in the browser', { skip: await tsharkMissing() }, () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'polylogue-page-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  test('has the bytes of both sides, and passes', async () => {
    const file = join(folder, 'nick.pcapng');
    const frames = [frame(1, 'server', 'HELLO\r\n'), frame(2, 'client', 'NICKzoe\n'), frame(3, 'server', 'READY\r\n')];
    await writeFile(file, captureOf(captured(frames)));
    await assertPassesGate(file, [{ client: utf8('NICKzoe\n'), server: utf8('HELLO\r\nREADY\r\n') }]);
  });

  test('shows WebSocket messages of every length, one connection after the other, over IPv6 too', async () => {
    const file = join(folder, 'web.pcapng');
    const texts = ['{"type":"ping"}', 'x'.repeat(126), 'y'.repeat(70_000)].map((text) => `${text}\n`);
    const frames = texts.flatMap((text, nth) => [
      frame(2 * nth + 1, 'client', text, 1 + (nth >> 1)),
      frame(2 * nth + 2, 'server', text, 1 + (nth >> 1)),
    ]);
    await writeFile(file, captureOf(captured(frames, { dialect: 'web', host: '[::1]', port: 8000, isOver: false })));
    const fields = ['tcp.stream', 'websocket.payload.text', 'frame.comment'].flatMap((name) => ['-e', name]);
    const decode = ['-d', 'tcp.port==8000,http', '-Y', 'websocket'];
    const table = await runWireshark('tshark', ['-n', '-r', file, ...decode, '-T', 'fields', ...fields]);
    const seen = table
      .split('\n')
      .filter(Boolean)
      .map((line) => line.split('\t'));
    assert.deepEqual(
      seen.map(([stream, text]) => [stream, text?.replaceAll('\\n', '\n').length]),
      texts.flatMap((text, nth) => [1, 2].map(() => [String(nth >> 1), text.length])),
    );
  });
});
