import type { Store } from '#chat/ports.ts';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from './open-store.ts';
import type { StoreFixture } from './store-fixture.suite.ts';
import { storeSuite } from './store.suite.ts';

async function fixture(dir: string, clean: () => Promise<void>): Promise<StoreFixture> {
  let last: Store | undefined;
  return {
    async open(indexEvery = 4096) {
      last = await openStore({ dir, durability: 'relaxed', parts: { indexEvery } });
      return last;
    },
    async clear() {
      await last?.close();
      await clean();
    },
  };
}

async function inDirectory(): Promise<StoreFixture> {
  const dir = await mkdtemp(join(tmpdir(), 'polylogue-store-'));
  return fixture(dir, () => rm(dir, { recursive: true }));
}

storeSuite('files', inDirectory, true);
storeSuite('memory', () => fixture(':memory:', () => Promise.resolve()), false);
