import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import fc from 'fast-check';

import type { Describer, Meaning } from '#dialects/dialect.ts';
import { dialects } from '#dialects/index.ts';

const bytes = (text: string): Buffer => Buffer.from(text);

/** A description as one line: sender, receiver and command. */
const line = ({ from = '', to = '', command = '' }: Meaning): string => [from, to, command].join('|');

function describerOf(name: string): Describer {
  const describer = dialects.find((dialect) => dialect.name === name)?.describe?.();
  return describer ?? assert.fail(`${name} describes nothing`);
}

const server: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  nick: [
    ['\0\x05HELLO', '||HELLO'],
    ['\0\x07bob: hi\0\x10bob (to you): ho', 'bob|#lobby|,bob|you|'],
    ['\0\x1bbob (to you, 2026-01-01): x', 'bob|you|'],
    ['\0\x13bob (to carol): ho ', 'bob|carol|'],
  ],
  direct: [
    ['Welcome bob! You can now chat.\n', '||Welcome bob! You can now chat.'],
    ['[al #lobby] hi\n[al] a: b\n[al → bob] x\n[al 2026-11-20 21:31] x\n', 'al|#lobby|,al|you|,al|bob|,al|you|'],
  ],
  tsam: [
    ['SERVERS,A5_1,127.0.0.1,58069', '||SERVERS'],
    ['From self: hi', 'self|you|'],
    ['Error: Unknown recipient x.', '||Error: Unknown recipient x.'],
    ['\x01No messages\x04\x01KEEPALIVE,2\x04', '||No messages,||KEEPALIVE'],
  ],
  chatroom: [
    ['1'.padEnd(64), '||ACK 1'],
    ['9'.padEnd(1024) + '1'.padEnd(64), '||9 bytes follow,||ACK 1'],
    ['604'.padEnd(1024), '||604 bytes follow'],
    [`LS0tLS1CRUdJTiBQVUJMSUMgS0VZ${'A'.repeat(500)}`, '||a public key'],
  ],
  pdu: [
    ['{"mtype":22,"payload":{"text":"x"}}\n{"mtype":24,"payload":{}}\n', '||EVENT,||CURSOR'],
    ['{"mtype": 8, "payload": {"x": "{\\"mtype\\": 7"}}{"mtype":3}', '||VERSION_RESPONSE,||CHAT_MESSAGE'],
  ],
  web: [['{"type":"entry","kind":"message","text":"x"}\n{"type":"place","upto":3}\n', '||entry message,||place']],
};

const client: typeof server = {
  nick: [
    ['NICKbob', '||NICK bob'],
    ['NICK bob ******\nhi\r\n\n/msg al hi\n/help\nBYE\n', '||NICK bob with a password,|#lobby|,|al|/msg,||/help,||BYE'],
    ['\0\x05hello', '|#lobby|'],
    ['NICK is a nice word', '|#lobby|'],
  ],
  direct: [
    ['bob ***\n', '||name bob with a password'],
    ['#lobby: hi\nal: a: b\n#lo', '|#lobby|,|al|'],
    ['bby\n/help\n', '||leave #lobby,||/help'],
    ['#lobby hi\n', '||a line without a target'],
  ],
  tsam: [
    ['\x01SENDMSG,#lobby,hi, you\x04', '|#lobby|SENDMSG'],
    ['\x01LOGIN,al,***\x04REGISTER,***\nNAME x\n\x01GETM', '||LOGIN al,||REGISTER,||an unknown command'],
    ['SGS\x04\x01LISTSERVERS\x04', '||GETMSGS,||LISTSERVERS'],
  ],
  chatroom: [
    [`${'A'.repeat(344)};${'A'.repeat(136)}`, '||sealed'],
    ['BM', '||BM: to all'],
    ['hello', '|#lobby|BM'],
    ['hello', '||5 bytes'],
    ['PM', '||PM: to one'],
    ['bob', '||PM: to bob'],
    [`${'A'.repeat(344)};${'A'.repeat(136)}`, '|bob|PM'],
  ],
  pdu: [['{"mtype": 1, "payload": {"username": "u", "password": "****"}}', '||LOGIN_REQUEST']],
  web: [
    ['{"type":"login","ref":1}\n{ "ref": 2, "type": "post", "text": "\\"type\\": x" }\n', '||login,||post'],
    ['{"ref":1,"text":"a \\"type\\":\\"no\\" b","type":"post"}', '||post'],
  ],
};

for (const [side, rows] of Object.entries({ server, client } as const)) {
  describe(`messages of a ${side} are described`, () => {
    for (const [name, cases] of Object.entries(rows)) {
      test(name, () => {
        const describer = describerOf(name);
        for (const [written, meant] of cases) {
          const told = side === 'server' ? describer.server(bytes(written)) : describer.client(bytes(written));
          assert.equal(told.map(line).join(','), meant);
        }
      });
    }
  });
}

test('what a nick client sends before it has asked for a name is not described as a message', () => {
  const nick = describerOf('nick');
  const says = (text: string): string => nick.client(bytes(text)).map(line).join(',');
  const hears = (text: string): string =>
    nick
      .server(Buffer.concat([Uint8Array.of(0, text.length), bytes(text)]))
      .map(line)
      .join(',');
  hears('HELLO');
  assert.equal(says('nick bob'), '||no NICK, and no name yet');
  assert.equal(says('NICKbob\nhello\n'), '||NICK bob,|#lobby|');
  hears('RETRY');
  assert.equal(says('hello'), '||no NICK, and no name yet');
  assert.equal(says('NICKbo'), '||NICK bo');
  hears('READY');
  says('NICKalice');
  hears('RETRY');
  assert.equal(says('hello'), '|#lobby|');
});

for (const { name, describe: make } of dialects) {
  if (!make) continue;
  test(`${name}: bytes of any kind are described, or not, without harm`, () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 80 }), { maxLength: 4 }), fc.boolean(), (chunks, joined) => {
        const describer = make(joined);
        for (const chunk of chunks) assert.ok(describer.client(chunk) && describer.server(chunk));
      }),
      { numRuns: 50 },
    );
  });
}
