import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import type { Link } from './link.ts';
import { connectTcp, listenTcp } from './tcp.ts';

const hex = (port: number): string => port.toString(16).toUpperCase().padStart(4, '0');

test(
  'links that are accepted, and links that connect, have keep-alive',
  { skip: process.platform !== 'linux' && 'only Linux shows its timers' },
  async (t) => {
    const links: Link[] = [];
    const { port, close } = await listenTcp({ port: 0 }, (link) => links.push(link));
    t.after(async () => {
      for (const link of links) link.abort();
      await close();
    });
    for (let nth = 0; nth < 3; nth++) links.push(await connectTcp({ host: '127.0.0.1', port }));
    const rows = (await readFile('/proc/net/tcp', 'latin1')).split('\n').map((row) => row.trim().split(/\s+/));
    // Columns as proc_net_tcp.txt has them: the third is the peer, the sixth the timer; 02 is that of keep-alive.
    const timers = rows.flatMap(([, local, peer, state, , timer]) =>
      state === '01' && (local?.endsWith(`:${hex(port)}`) || peer?.endsWith(`:${hex(port)}`))
        ? [timer?.slice(0, 2)]
        : [],
    );
    assert.deepEqual(
      timers,
      Array.from({ length: 6 }, () => '02'),
    );
  },
);
