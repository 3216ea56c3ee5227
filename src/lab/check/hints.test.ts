import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Exchange } from './exchange.ts';
import type { Failed } from './failed-check.ts';
import { commonHints, crashHints, startHints } from './hints.ts';
import { nickServer } from './nick/server.ts';

const failed = (says: string): Failed => ({
  side: 'server',
  check: 'hello',
  says,
  actor: undefined,
  heard: new Uint8Array(),
  expected: undefined,
  comparison: '',
  context: '',
  exchange: new Exchange(),
  printed: { stdout: '', stderr: '' },
  end: undefined,
  isUnreached: false,
});
const causeOf = (of: Failed): string => crashHints.map((hint) => hint(of)).find(Boolean) ?? '';
const cause = (says: string): string => startHints.map((hint) => hint(failed(says))).find(Boolean) ?? '';

test('a program that does not listen where it is told', () => {
  const says = 'the program accepts no link on port 20001 of 127.0.0.1 in 1000 ms';
  assert.match(cause(`${says}, but listens on port 8080; it was started as: x`), /give --port 8080/);
  assert.match(cause(`${says}, but listens on it at another address; x`), /such as ::1 .* bind to 127\.0\.0\.1/);
  assert.match(cause(`${says}; it was started as: x`), /runs, but does not listen/);
});

test('what came in place of what was expected, or behind it', () => {
  const hints = [...nickServer.hints, ...commonHints];
  const of = (came: string, wanted: string | undefined): string => {
    const heard = Buffer.from(came);
    const expected = wanted === undefined ? undefined : [...Buffer.from(wanted)];
    const what = { ...failed('alice hears something else'), heard, expected };
    return hints.map((hint) => hint(what)).find(Boolean) ?? nickServer.causes['hello'] ?? '';
  };
  const hello = '\0\x05HELLO';
  assert.match(of('\0\x05Hello', hello), /their case is not/);
  assert.match(of('\0', undefined), /A byte 00 comes after the text/);
  assert.match(of(`${hello}\0`, hello), /A byte 00 comes after the text/);
  assert.doesNotMatch(of('\0\x05READY', undefined), /00 comes after/);
  assert.match(of('', hello), /is sent nothing/);
  assert.match(of('\0\x07welcome', hello), /The first bytes .* are HELLO/);
});

/** What Python prints of an exception in a student's file. */
const traceback = (what: string): string =>
  `Exception in thread Thread-1 (handle):
Traceback (most recent call last):
  File "/usr/lib/python3.11/threading.py", line 1045, in _bootstrap_inner
    self.run()
  File "/home/student/server.py", line 21, in handle
    other.send(data)
${what}
`;

for (const [what, meaning] of [
  ['BrokenPipeError: [Errno 32] Broken pipe', /A peer was gone when the program wrote or read/],
  ['ConnectionResetError: [Errno 104] Connection reset by peer', /A peer was gone/],
  ['OSError: [Errno 98] Address already in use', /SO_REUSEADDR/],
  ['OSError: [Errno 9] Bad file descriptor', /after it was closed/],
  ["KeyError: 'bob'", /not in the dictionary/],
  ['RuntimeError: dictionary changed size during iteration', /walk a copy/],
  ["UnicodeDecodeError: 'utf-8' codec can't decode byte 0xff in position 0: invalid start byte", /errors="replace"/],
  ['EOFError: EOF when reading a line', /reads its port from the arguments/],
  ["TypeError: a bytes-like object is required, not 'str'", /encode the text before/],
  ['struct.error: unpack requires a buffer of 2 bytes', /recv may return fewer bytes/],
  ['ValueError: not enough values to unpack (expected 2, got 1)', /check the number first/],
  ['json.decoder.JSONDecodeError: Extra data: line 1 column 20 (char 19)', /one whole JSON object/],
] as const) {
  test(`names where the program raised ${what.split(':')[0]}, and what it means`, () => {
    const says = causeOf({ ...failed('nothing came'), printed: { stdout: '', stderr: traceback(what) } });
    assert.ok(says.startsWith(`Your program raised ${what} (server.py, line 21).`), says);
    assert.match(says, meaning);
  });
}

for (const [end, stderr, meaning] of [
  ['signal SIGPIPE', '', /ended by SIGPIPE: it wrote to a peer that was gone/],
  ['signal SIGSEGV', '', /segmentation fault/],
  [
    'exit code 1',
    'bind: Address already in use\n',
    /the last it printed: bind: Address already in use\. .*SO_REUSEADDR/,
  ],
  [
    'exit code 1',
    "  File 'x.py', line 2\nSyntaxError: expected ':'\n",
    /SyntaxError: expected ':'\. The file cannot be run/,
  ],
  ['exit code 0', '', /A server goes on whatever one client does/],
] as const) {
  test(`says what it means that a server ends with ${end}`, () => {
    assert.match(causeOf({ ...failed('nothing came'), end, printed: { stdout: '', stderr } }), meaning);
  });
}
