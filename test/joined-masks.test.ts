import assert from 'node:assert/strict';
import { test } from 'node:test';

import { dialects } from '#dialects/index.ts';
import type { Mask } from '#text/mask.ts';
import { shownOf } from './mask-cuts.ts';

const secret = 'swordfish';

/** A message with a password, and the next one. */
const written: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  nick: [[`NICK al ${secret}\n`, 'hello\n']],
  direct: [
    [`al ${secret}\n`, 'bob: hello\n'],
    [`/register ${secret}\r\n`, '/help\n'],
  ],
  tsam: [
    [`\x01LOGIN,al,${secret}\x04`, '\x01LISTSERVERS\x04'],
    [`REGISTER,${secret}\n`, 'LISTSERVERS\n'],
  ],
  pdu: [
    [`{"mtype": 1, "payload": {"username": "u", "password": "${secret}"}}\n`, '{"mtype": 6, "payload": {}}\n'],
    [`{"mtype": 1, "payload": {"password": "${secret}"}, "sz": 3}`, '{"mtype": 6, "payload": {}}'],
  ],
};

function joinedMask(name: string): Mask {
  return dialects.find((dialect) => dialect.name === name)?.mask(true) ?? assert.fail(`there is no ${name}`);
}

for (const [name, messages] of Object.entries(written)) {
  test(`${name}: a password is hidden in a link that is seen from anywhere in it, and what comes then is shown`, () => {
    for (const [message, next] of messages) {
      const from = message.indexOf(secret);
      for (let begin = from - 3; begin < from + secret.length; begin++) {
        const rest = message.slice(begin);
        const shown = shownOf(joinedMask(name), rest, next);
        assert.ok(!/[swordfih]{3}/.test(shown.slice(0, rest.length)), JSON.stringify(shown));
        assert.equal(shown.length, rest.length + next.length);
        assert.equal(shown.slice(rest.length), next);
      }
    }
  });
}

test('a client that sends no line feeds is shown again once the server has answered', () => {
  for (const [name, answer] of [
    ['nick', '\0\x05READY'],
    ['direct', 'Welcome al! You can now chat.\n'],
  ] as const) {
    const mask = joinedMask(name);
    const shown = shownOf(mask, 'fish');
    mask.heard?.(Buffer.from(answer));
    assert.deepEqual(
      [shown, shownOf(mask, 'bob: hello'), shownOf(mask, 'bob: more')],
      ['****', 'bob: hello', 'bob: more'],
    );
  }
});
