import type { Store } from '#chat/ports.ts';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from './open-store.ts';
import { type Ground, storeSuite } from './store-suite.ts';

async function ground(dir: string, clean: () => Promise<void>): Promise<Ground> {
  let last: Store | undefined;
  return {
    async open(indexEvery = 4096) {
      last = await openStore({ dir, durability: 'relaxed', seams: { indexEvery } });
      return last;
    },
    async clear() {
      await last?.close();
      await clean();
    },
  };
}

async function inDirectory(): Promise<Ground> {
  const dir = await mkdtemp(join(tmpdir(), 'polylogue-store-'));
  return ground(dir, () => rm(dir, { recursive: true }));
}

storeSuite('files', inDirectory, true);
storeSuite('memory', () => ground(':memory:', () => Promise.resolve()), false);
