import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readCommandLine } from '#server/command-line.ts';
import { UsageError } from '#server/command.ts';
import { type EncapsulateOptions, readEncapsulateOptions } from './encapsulate-options.ts';
import { encapsulateCommand } from './encapsulate.ts';

function read(line: string): EncapsulateOptions {
  const given = readCommandLine(encapsulateCommand, line.split(' '));
  assert.ok(given !== 'help');
  return readEncapsulateOptions(given);
}

test('the options of encapsulate', () => {
  const options = read(
    'x.csv --out a.HTML --out b.pcapng --rows 3,5-7 --to [::1]:8080 --mode live --header a,b --encoding windows-1255',
  );
  assert.deepEqual(options.outputs, [
    { file: 'a.HTML', kind: 'html' },
    { file: 'b.pcapng', kind: 'pcapng' },
  ]);
  assert.deepEqual([2, 3, 4, 5, 7, 8].filter(options.inFull), [3, 5, 7]);
  assert.deepEqual([options.mode, options.to, options.show], ['live', { host: '::1', port: 8080 }, 'table']);
  assert.deepEqual([options.reading.header, options.reading.encoding], [['a', 'b'], 'windows-1255']);
  assert.deepEqual(read('x.csv --mode live --to 8080').to, { host: '127.0.0.1', port: 8080 });
  assert.deepEqual([9, 10, 11].filter(read('x.csv').inFull), [9, 10]);
});

const wrong: Readonly<Record<string, RegExp>> = {
  'x.csv --mode loud': /--mode is stream, isolated, live, not "loud"/,
  'x.csv --out report.doc': /must end in \.pcapng, \.pcap, \.html/,
  'x.csv --out a.csv --out a.csv': /given twice/,
  'x.csv --json --csv': /Choose --json or --csv/,
  'x.csv --to 127.0.0.1:80': /--to is for --mode live/,
  'x.csv --mode live --to 192.0.2.1:80': /this machine only/,
  'x.csv --mode live --to nowhere': /--to is HOST:PORT/,
  'x.csv --rows some': /--rows is all, none, or rows such as/,
  'x.csv --port 0': /from 1 to 65535/,
  'x.csv --encoding klingon': /is not an encoding/,
};
for (const [line, says] of Object.entries(wrong)) {
  test(`encapsulate ${line}`, () => {
    assert.throws(
      () => read(line),
      (error) => error instanceof UsageError && says.test(error.message),
    );
  });
}
