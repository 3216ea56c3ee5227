import assert from 'node:assert/strict';
import { test } from 'node:test';

import { transcriptSuite } from '#lab/transcript-suite.ts';

import { openStage, ways } from '../../../test/stage.ts';
import { seenBy } from './connections.ts';
import { tsam } from './tsam.ts';

const folder = new URL('transcripts-hidden/', import.meta.url);

// A listener that was told so.
for (const way of ways)
  transcriptSuite(folder, way, () => openStage(way, [tsam], 5000, { tsam: { addresses: 'hidden' } }));

test('a client of a listener that hides them is hidden from those of others, and they from it', () => {
  const peer = { address: '192.0.2.7', port: 5000 };
  const [shown, hidden] = [{ hidden: false }, { hidden: true }];
  const [there, here] = [
    { number: 1, peer, house: shown },
    { number: 2, peer, house: hidden },
  ];
  assert.equal(seenBy(there, here), 'A5_2,0.0.0.0,0');
  assert.equal(seenBy(here, there), 'A5_1,0.0.0.0,0');
  assert.equal(seenBy(here, here), 'A5_2,192.0.2.7,5000');
  assert.equal(seenBy({ number: 3, house: shown }, there), 'A5_1,192.0.2.7,5000');
});

test('what the option cannot be is said', () => {
  const listen = (): unknown =>
    tsam.listen(
      // Refused before the chat is asked anything.
      Object.create(null),
      {
        rules: { listener: 'x', sameAccount: 'share', registration: 'open', guests: true },
        journal: () => {},
        options: { addresses: 'no' },
      },
    );
  assert.throws(listen, { name: 'OptionError', message: 'addresses is shown or hidden, not "no".' });
});
