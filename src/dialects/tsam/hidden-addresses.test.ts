import assert from 'node:assert/strict';
import { test } from 'node:test';

import { transcriptSuite } from '#lab/transcript.suite.ts';

import { openServer, longTimeout } from '../../../test/transcript-server.ts';
import { ways } from '../../../test/transcript-ways.ts';
import { decode } from './codec.ts';
import { type Connection, Connections } from './connections.ts';
import { Rope } from './rope.ts';
import { tsam } from './tsam.ts';

const folder = new URL('transcripts-hidden/', import.meta.url);

// A listener that was told so.
for (const way of ways)
  transcriptSuite(folder, way, () => openServer(way, [tsam], 5000, { tsam: { addresses: 'hidden' } }), longTimeout);

test('a client of a listener that hides them is hidden from those of others, and they from it', () => {
  const peer = { address: '192.0.2.7', port: 5000 };
  const connections = new Connections();
  const client = (number: number, hidden: boolean): Connection => {
    return { number, peer, since: 0, name: undefined, full: false, shared: { hidden } };
  };
  const [there, here] = [client(1, false), client(2, true)];
  for (const each of [there, here]) connections.add(each);
  const seenBy = (viewer: Connection): string => {
    const reply = new Rope(
      connections.listing(viewer.shared.hidden).inPlace('', viewer.number, connections.ownItem(viewer)),
    );
    return decode(reply.slice(0, reply.length));
  };
  assert.equal(seenBy(there), 'A5_1,192.0.2.7,5000;A5_2,0.0.0.0,0');
  assert.equal(seenBy(here), 'A5_1,0.0.0.0,0;A5_2,192.0.2.7,5000');
});

test('an invalid value of the option is refused with a sentence', () => {
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
