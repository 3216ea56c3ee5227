import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createClientScene, type TypedProgram } from './client-scene.ts';

test('Ctrl-C waits until the terminal shows nothing new, at most for the time of a step, and not for a program that has ended', async () => {
  const pressedAt = async (quietFrom: number, timeout: number, isOver = false): Promise<number> => {
    let looks = 0;
    let pressed = -1;
    const program: TypedProgram = {
      isOver,
      get shown() {
        return 'x'.repeat(Math.min(looks++, quietFrom));
      },
      type: () => {},
      interrupt: () => (pressed = looks),
      endInput: () => {},
      shows: async () => true,
      ends: async () => true,
    };
    const connection = (): Promise<never> => new Promise(() => {});
    await createClientScene({ program, connection, timeout, silence: 1, opened: () => {} }).interrupts();
    return pressed;
  };
  assert.ok((await pressedAt(7, 60_000)) > 7);
  assert.ok((await pressedAt(Infinity, 20)) > 0);
  assert.ok((await pressedAt(Infinity, 60_000, true)) <= 2);
});

test('what a client does not show is named in words, and not as a pattern', async () => {
  const program: TypedProgram = {
    isOver: false,
    shown: '',
    type: () => {},
    interrupt: () => {},
    endInput: () => {},
    shows: async () => false,
    ends: async () => true,
  };
  const connection = (): Promise<never> => new Promise(() => {});
  const scene = createClientScene({ program, connection, timeout: 20, silence: 1, opened: () => {} });
  await assert.rejects(scene.shows(/user\s*name/i, 'a question for the name'), /not show a question for the name/);
  await assert.rejects(scene.shows(/[:?>]$/), /not show a prompt/);
  await assert.rejects(scene.shows('bob: hi'), /not show "bob: hi"/);
});
