import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Exchange } from './exchange.ts';
import type { Failed } from './failed-check.ts';
import { closedHint, commonHints, crashHints, startHints } from './hints.ts';
import { chatroomServer } from './chatroom/server.ts';
import type { Suite } from './check.ts';
import { directServer } from './direct/server.ts';
import { nickServer } from './nick/server.ts';
import { pduClientSuite } from './pdu/client.ts';
import { pduServer } from './pdu/server.ts';
import { tsamServer } from './tsam/server.ts';

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

/** The likely cause in a dialect where `came` stands in place of `wanted`. */
function found(
  { hints, causes }: Suite,
  [came, wanted]: readonly [string, string | undefined],
  { says = 'alice hears something else', check = 'hello' } = {},
): string {
  const heard = Buffer.from(came, 'latin1');
  const expected = wanted === undefined ? undefined : [...Buffer.from(wanted, 'latin1')];
  const what = { ...failed(says), check, heard, expected };
  return [...hints, ...commonHints].map((hint) => hint(what)).find(Boolean) ?? causes[check] ?? '';
}

test('what came in place of what was expected, or behind it', () => {
  const of = (came: string, wanted: string | undefined): string => found(nickServer, [came, wanted]);
  const hello = '\0\x05HELLO';
  assert.match(of('\0\x05Hello', hello), /their case is not/);
  assert.match(of('\0', undefined), /A byte 00 comes after the text/);
  assert.match(of(`${hello}\0`, hello), /A byte 00 comes after the text/);
  assert.doesNotMatch(of('\0\x05READY', undefined), /00 comes after/);
  assert.match(of('', hello), /is sent nothing/);
  assert.match(of('\0\x07welcome', hello), /The first bytes .* are HELLO/);
  assert.match(of('\x05HELLO', hello), /The length has one byte/);
  assert.match(of('05HELLO', hello), /sent as digits/);
});

test('a long message that comes in pieces, or is cut, is neither a loop nor badly encoded', () => {
  const wanted = `\x03\xefalice: ${'x'.repeat(1000)}`;
  const piece = `\0kalice: ${'x'.repeat(100)}`;
  const long = { check: 'long' };
  assert.match(found(nickServer, [piece.repeat(10), wanted], long), /A long message is cut/);
  assert.match(found(nickServer, [`\0\x1balice: ${'x'.repeat(20)}`, wanted], long), /A long message is cut/);
  assert.match(found(nickServer, ['\0\x05READY'.repeat(50), '\0\x05READY']), /again and again/);
});

test('lines that end otherwise, are worded otherwise, or have another form', () => {
  const welcome = 'Welcome alice! You can now chat.\n';
  const of = (came: string, wanted: string, check = 'welcome'): string =>
    found(directServer, [came, wanted], { check });
  assert.match(of(welcome.replace('\n', '\0'), welcome), /00 in place of a newline/);
  assert.match(of(welcome.replace('\n', '\r'), welcome), /CR \(0d\) in place of LF/);
  assert.match(of('Welcome alice, you can now chat.\n', welcome), /worded otherwise/);
  assert.match(of('Welcome! You can now chat.\n', welcome), /worded otherwise/);
  assert.match(of('User not found\n', 'User not found.\n', 'not-found'), /worded otherwise/);
  assert.match(of('<alice> Hey\n', '[alice] Hey\n', 'delivers'), /"\[NAME\] TEXT", with brackets and one space/);
});

test('a list of servers that is nearly right', () => {
  const of = (came: string): string =>
    found(tsamServer, [came, undefined], { says: 'alice hears something else than SERVERS,A5_<id>,<ip>,<port>' });
  assert.match(of('Servers,A5_1,127.0.0.1,4021'), /case is not/);
  assert.match(of('SERVERSA5_1,127.0.0.1,4021'), /A comma is missing/);
  assert.match(of('SERVERS,127.0.0.1,4021'), /The id is missing/);
  assert.match(of('SERVERS,A5_1,4021,127.0.0.1'), /port stands before the address/);
  assert.match(of('SERVERS,A5_1,127.0.0.1,4021,A5_2,127.0.0.1,4022'), /not separated by a semicolon/);
  assert.match(of('WelcomeSERVERS,A5_1,127.0.0.1,4021'), /Something comes before SERVERS/);
});

test('keys and types of a PDU', () => {
  const of = (payload: string, says = 'alice offers 1.2 and it is not selected'): string =>
    found(pduServer, [payload, undefined], { says, check: 'versions' });
  assert.match(of('{"mtype": "8", "payload": {}}', 'alice gets a PDU of another kind'), /mtype is a text/);
  assert.match(of('{"Mtype": 8, "payload": {}}', 'alice gets a PDU of another kind'), /key is written mtype/);
  assert.match(of('{"mtype": 8, "payload": {"selected_version": 1.2}}'), /is a number: it is a text/);
  assert.match(of('{"mtype": 8, "payload": {"version": "1.2"}}'), /The key is missing/);
  const client = (payload: string, says: string): string =>
    found(pduClientSuite, [payload, undefined], { says, check: 'versions' });
  const noPdu = 'the server hears something else than a PDU';
  assert.match(client('{"mtype": 7, "payload": "{}"}', noPdu), /payload is a text that holds JSON/);
  assert.match(client('{"mtype": "7", "payload": {}}', 'another kind'), /mtype is a text/);
  const listless = '{"mtype": 7, "payload": {"versions": ["1.2"]}}';
  assert.match(client(listless, 'the client offers no list of versions'), /as the list supported_versions/);
  assert.doesNotMatch(client('', 'nothing in time'), /supported_versions\.$|mtype is/);
});

test('a push without its ACK, and a password that cannot be decrypted', () => {
  const of = (came: string, check: string, says: string): string =>
    found(chatroomServer, [came, undefined], { says, check });
  const size = 'bob-push hears only 960 of 1024 bytes in time; expected was the size (1024 bytes) of the message';
  assert.match(of(' '.repeat(960), 'to-all', size), /ACK before the size is missing/);
  assert.doesNotMatch(of(' '.repeat(960), 'to-all', 'bob hears something else'), /again and again/);
  const sizeless = 'alice gets a size that is not a number, for the list of names';
  assert.match(of(`1${' '.repeat(63)}30${' '.repeat(900)}`, 'names', sizeless), /comes where none is due/);
  assert.match(of(`1${' '.repeat(63)}`, 'leave', 'alice hears what nobody expected'), /comes where none is due/);
  const pushed = 'alice announces the operation PM, and is answered with ACK 4 in place of ACK 1';
  assert.match(of(`4${' '.repeat(63)}`, 'history', pushed), /go on the second one/);
  const closes = "alice hears only 0 of 64 bytes: the server closes alice's link; expected was an ACK (64 bytes)";
  assert.match(of('', 'new-user', `${closes}: that the size of the public key is read`), /OAEP with SHA-256/);
  assert.match(closedHint(failed(closes)) ?? '', /closes this connection/);
});

test('a link that ends where an answer is due', () => {
  const closed = /closes this connection where an answer is due/;
  assert.match(closedHint(failed("the server closes bob's link before bob has heard this")) ?? '', closed);
  assert.match(closedHint(failed('bob hears nothing, and the link ends; expected was x')) ?? '', closed);
  assert.equal(closedHint(failed('bob does not hear this in time')), undefined);
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
