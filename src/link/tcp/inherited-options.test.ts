import assert from 'node:assert/strict';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { test } from 'node:test';
import type { Link } from '#link/link.ts';
import { connectTcp, listenTcp } from './tcp.ts';

const hex = (port: number): string => port.toString(16).toUpperCase().padStart(4, '0');

function socketsOfThisProcess(): ReadonlySet<string | undefined> {
  const targets = readdirSync('/proc/self/fd').map((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`);
    } catch {
      // It was that of this folder, or something else was closed meanwhile.
      return '';
    }
  });
  return new Set(targets.map((target) => /^socket:\[(\d+)\]$/.exec(target)?.[1]));
}

test(
  'links that are accepted, and links that connect, have keep-alive',
  { skip: process.platform !== 'linux' && 'only Linux shows its timers' },
  async (t) => {
    const links: Link[] = [];
    const accepted = Promise.withResolvers<void>();
    let waiting = 3;
    const { port, close } = await listenTcp({ port: 0 }, (link) => {
      links.push(link);
      if (--waiting === 0) accepted.resolve();
    });
    t.after(async () => {
      for (const link of links) link.abort();
      await close();
    });
    for (let nth = 0; nth < 3; nth++) links.push(await connectTcp({ host: '127.0.0.1', port }));
    await accepted.promise;
    const rows = readFileSync('/proc/net/tcp', 'latin1')
      .split('\n')
      .map((row) => row.trim().split(/\s+/));
    const own = socketsOfThisProcess();
    // Columns as proc_net_tcp.txt has them: the third is the peer, the sixth the timer, the tenth the socket; 02 is the timer
    // of keep-alive. Another program may use the same port for a link to somewhere else.
    const timers = rows.flatMap(([, local, peer, state, , timer, , , , socket = '']) =>
      state === '01' && own.has(socket) && (local?.endsWith(`:${hex(port)}`) || peer?.endsWith(`:${hex(port)}`))
        ? [timer?.slice(0, 2)]
        : [],
    );
    assert.deepEqual(
      timers,
      Array.from({ length: 6 }, () => '02'),
    );
  },
);
