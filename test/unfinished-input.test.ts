import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { test } from 'node:test';
import type { Dialect } from '#dialects/dialect.ts';
import { direct } from '#dialects/direct/direct.ts';
import { nick } from '#dialects/nick/nick.ts';
import { pdu } from '#dialects/pdu/pdu.ts';
import { tsam } from '#dialects/tsam/tsam.ts';
import { web } from '#dialects/web/web.ts';
import { maxUnfinished, type TurnReader } from '#link/input/address-turns.ts';
import { idleReader } from '#link/idle-reader.suite.ts';
import { Served } from './served.ts';

const much = 'x'.repeat(4000);
const upgrade =
  'GET /ws HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n' +
  'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Protocol: polylogue.1\r\n\r\n';
/** A fragment of 4000 bytes, masked with zeros. */
const fragment = `\x01\xfe\x0f\xa0\0\0\0\0${much}`;
/** Its answer to a close frame. */
const bye = '\x88\x80\0\0\0\0';
const later = 'The server cannot do this now; try again later';

/** What a client sends, what is answered to all of it but the last part, what it hears at last, and sends then. */
const rows: readonly (readonly [string, Dialect, readonly string[], readonly string[], RegExp, string?])[] = [
  ['nick', nick, ['NICK alice\n', `${much.slice(0, 1500)}\xc3`], ['READY'], new RegExp(`READY[^]*${later}`)],
  ['direct', direct, ['alice\n', `bob: ${much.slice(0, 1500)}`], ['Welcome'], new RegExp(later)],
  ['tsam', tsam, [`\x01SENDMSG,ALL,${much}`], [], new RegExp(later)],
  ['pdu', pdu, [`{"mtype":"CHAT","x":"${much}`], [], new RegExp(`^\\{.*${later}.*\\}\n$`)],
  [
    'pdu 2.0',
    pdu,
    ['{"mtype": 7, "payload": {"supported_versions": ["2.0"]}}\n', `{"type":"post","x":"${much}`],
    ['2.0'],
    /busy|later/,
  ],
  ['a WebSocket', web, [upgrade, fragment], ['\r\n\r\n'], /\x03\xf5unfinished messages take too much memory$/, bye],
  ['HTTP', web, [`GET / HTTP/1.1\r\nX: ${much}`], [], new RegExp(`^HTTP/1\\.1 503 [^]*${later}\\.$`)],
];

for (const [title, dialect, sent, answered, heard, last] of rows) {
  test(`${title}: a client is told so whose unfinished message is given up`, async () => {
    await using served = await Served.start([dialect]);
    const socket = connect(served.ports[0] ?? 0, '127.0.0.1').on('error', () => {});
    let text = '';
    socket.setEncoding('latin1').on('data', (piece: string) => (text += piece));
    const over = once(socket, 'end');
    for (const [nth, piece] of sent.entries()) {
      socket.write(piece, 'latin1');
      while (!text.includes(answered[nth] ?? '')) await once(socket, 'data');
    }
    const address = served.shares.turns.reads.enter('127.0.0.1', served.shares.inputRates);
    while (address.unfinished <= 1024) await new Promise((resolve) => setImmediate(resolve));
    const other: TurnReader = { ...idleReader, endUnfinished: () => assert.fail('this one came later') };
    address.keeps(other, maxUnfinished);
    while (!heard.test(text)) await once(socket, 'data');
    if (last !== undefined) socket.write(last, 'latin1');
    await over;
    address.leave(other);
    socket.destroy();
  });
}
