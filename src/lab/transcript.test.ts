import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import fc from 'fast-check';

import { ANY_RUN } from './bytes.ts';
import { formatLine, type Line } from './transcript-line.ts';
import { parseTranscript, type Transcript } from './transcript.ts';

const formatTranscript = ({ lines }: Transcript): string => lines.map((line) => `${formatLine(line)}\n`).join('');

const TEXT = `# a login

alice opens nick
alice S: \\x00\\x05HELLO
alice C: NICKalice
… 30ms
alice S: \\*READY
böb-2 opens direct
böb-2 hangs up
böb-2 S closes
alice is cut off
server restarts
alice opens nick
alice S resets
… 10min
server stops
`;

test('every kind of line is read, and written as it stood', () => {
  const transcript = parseTranscript(TEXT, 'login.txt');
  assert.equal(formatTranscript(transcript), TEXT);
  assert.equal(transcript.file, 'login.txt');
  const expected: Line[] = [
    { kind: 'note', text: '# a login' },
    { kind: 'note', text: '' },
    { kind: 'opens', actor: 'alice', dialect: 'nick' },
    { kind: 'S', actor: 'alice', pattern: [0, 5, ...Buffer.from('HELLO')] },
    { kind: 'C', actor: 'alice', bytes: Uint8Array.from(Buffer.from('NICKalice')) },
    { kind: '…', ms: 30 },
    { kind: 'S', actor: 'alice', pattern: [ANY_RUN, ...Buffer.from('READY')] },
    { kind: 'opens', actor: 'böb-2', dialect: 'direct' },
    { kind: 'hangs up', actor: 'böb-2' },
    { kind: 'S closes', actor: 'böb-2' },
    { kind: 'is cut off', actor: 'alice' },
    { kind: 'server restarts' },
    { kind: 'opens', actor: 'alice', dialect: 'nick' },
    { kind: 'S resets', actor: 'alice' },
    { kind: '…', ms: 600_000 },
    { kind: 'server stops' },
  ];
  assert.deepEqual(transcript.lines, expected);
});

test('editors and keyboards differ', () => {
  const text = 'alice opens nick\r\n  \r\n... 2000ms\r\n# done  \r\nalice hangs up';
  assert.equal(formatTranscript(parseTranscript(text, 'x')), 'alice opens nick\n\n… 2s\n# done\nalice hangs up\n');
});

test('transcripts come back from their text', () => {
  const actor = fc.constantFrom('alice', 'bob', 'S', 'opens');
  const plain = { noNullPrototype: true } as const;
  const line: fc.Arbitrary<Line> = fc.oneof(
    fc.record({ kind: fc.constant('C' as const), actor, bytes: fc.uint8Array({ minLength: 1 }) }, plain),
    fc.record({ kind: fc.constant('S' as const), actor, pattern: fc.array(fc.nat(256), { minLength: 1 }) }, plain),
    fc.record({ kind: fc.constant('…' as const), ms: fc.integer({ min: 1, max: 100_000_000 }) }, plain),
    fc.record({ kind: fc.constant('note' as const), text: fc.string().map((text) => `#${text}`.trimEnd()) }, plain),
    fc.constant({ kind: 'server stops' }),
    fc.constant({ kind: 'note', text: '' }),
  );
  const opening = ['alice', 'bob', 'S', 'opens'].map((name): Line => ({ kind: 'opens', actor: name, dialect: 'pdu' }));
  fc.assert(
    fc.property(fc.array(line), (given) => {
      const transcript = { file: 'x', lines: [...opening, ...given] };
      assert.deepEqual(parseTranscript(formatTranscript(transcript), 'x'), transcript);
    }),
  );
});

function refuses(text: string, line: number, reason: RegExp): void {
  const row = new RegExp(`^bad\\.txt:${line}: .*${reason.source}`, 's');
  assert.throws(() => parseTranscript(text, 'bad.txt'), {
    name: 'TranscriptError',
    file: 'bad.txt',
    line,
    message: row,
  });
}

test('invalid lines are refused with their number', () => {
  const open = '# title\n\nalice opens nick\n';
  refuses(`${open}alice says hi\n`, 4, /cannot read "alice says hi": a line is NAME opens DIALECT/);
  refuses(`${open}alice C:hi\n`, 4, /cannot read/);
  refuses(`${open}alice C:\n`, 4, /no bytes/);
  refuses(`${open}alice C: hi \n`, 4, /write \\x20/);
  refuses(`${open}alice C: hi\nalice S: \\q\n`, 5, /means nothing/);
  refuses(`${open}alice C: \\*a\n`, 4, /cannot be written/);
  refuses(`${open}alice hangs up \n`, 4, /ends with white space/);
  refuses(`${open}… 0ms\n`, 4, /the clock moves/);
  refuses(`${open}… 30\n`, 4, /cannot read/);
  refuses(`${open}server opens nick\n`, 4, /cannot read/);
});

test('a name is allowed where its bytes are known, and must be used', () => {
  const open = 'alice opens nick\n';
  refuses(`${open}alice C: \\{id}\n`, 2, /\\{id} is unknown: nobody has heard it/);
  refuses(`${open}alice C: \\{id}\nalice S: \\{id}\\n\n`, 2, /\\{id} is unknown/);
  refuses(`${open}alice S: ok \\{id}\n`, 2, /\\{id} must be followed/);
  refuses(`${open}alice S: ok \\*\\{id}\\n\nalice C: \\{id}\n`, 2, /nobody can tell where \\{id} begins/);
  refuses(`${open}alice S: ok \\{id}\\*\\n\nalice C: \\{id}\n`, 2, /nobody can tell where \\{id} begins/);
  refuses(`${open}alice S: ok \\{id}\\{no}\\n\nalice C: \\{id}\\{no}\n`, 2, /nobody can tell where \\{id} begins/);
  refuses(
    `${open}alice S: ok \\{id}\\n\nalice S: \\{ids}\\n\nalice C: \\{id}\n`,
    3,
    /\\{ids} does not stand anywhere else/,
  );
  parseTranscript(`${open}alice S: \\{id} \\{id}\\n\n`, 'x');
  parseTranscript(`${open}alice S: \\{id}\\n\nalice S: \\*\\{id}\n`, 'x');
  parseTranscript(`${open}alice S: \\{id}\\n\nalice is cut off\nbob opens nick\nbob C: \\{id}\n`, 'x');
});

test('impossible events are refused with their line', () => {
  refuses('alice C: hi\n', 1, /alice has no link yet/);
  const open = 'alice opens nick\n';
  refuses(`${open}alice opens nick\n`, 2, /has a link already/);
  refuses(`${open}alice hangs up\nalice opens nick\n`, 3, /has a link already/);
  refuses(`${open}alice hangs up\nalice C: hi\n`, 3, /hung up in line 2/);
  refuses(`${open}alice hangs up\nalice hangs up\n`, 3, /hung up in line 2/);
  refuses(`${open}alice S closes\nalice S: hi\n`, 3, /closed alice's link in line 2/);
  refuses(`${open}alice S closes\nalice S resets\n`, 3, /closed alice's link in line 2/);
  refuses(`${open}alice S resets\nalice C: hi\n`, 3, /over since line 2/);
  refuses(`${open}alice is cut off\nalice S: hi\n`, 3, /over since line 2/);
  refuses(`${open}server restarts\nalice S closes\n`, 3, /over since line 2/);
});

test('events that can be repeated are not refused', () => {
  for (const end of ['alice S closes', 'alice S resets', 'alice is cut off', 'server restarts']) {
    parseTranscript(`alice opens nick\n${end}\nalice opens nick\nalice C: hi\n`, 'x');
  }
  parseTranscript('alice opens nick\nalice S closes\nalice C: still here\nalice hangs up\n', 'x');
  parseTranscript('alice opens nick\nalice hangs up\nalice S: still here\nalice S closes\n', 'x');
});

test('the example of the manual is one, as it would be written', () => {
  const manual = readFileSync(new URL('../../docs/transcripts.md', import.meta.url), 'utf8');
  const example = /^```transcript\n(.*?)^```$/ms.exec(manual)?.[1] ?? '';
  assert.equal(formatTranscript(parseTranscript(example, 'manual')), example);
  assert.ok(example.length > 300);
});
