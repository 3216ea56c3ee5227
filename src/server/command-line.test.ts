import assert from 'node:assert/strict';
import { test } from 'node:test';

import { readCommandLine } from './command-line.ts';
import { type Command, UsageError } from './command.ts';

const command: Command = {
  name: 'nick client',
  args: 'HOST [PORT]',
  count: [1, 2],
  summary: '',
  about: '',
  options: {
    data: { value: 'DIR', help: '' },
    listen: { value: 'URL', multiple: true, help: '' },
    reconnect: { help: '' },
  },
  examples: [],
  run: async () => 0,
};

const args = (line: string): string[] => line.split(' ').filter((word) => word !== '');

test('options and arguments, in any order', () => {
  for (const line of ['here 1 --data x --reconnect', '--data=x here --reconnect 1', '--reconnect --data x -- here 1']) {
    const given = readCommandLine(command, args(line));
    assert.ok(given !== 'help');
    assert.deepEqual({ ...given.values }, { data: 'x', reconnect: true });
    assert.deepEqual(given.positionals, ['here', '1']);
  }
});

test('the last of several counts, unless they may be several', () => {
  const given = readCommandLine(command, args('here --data x --data y --listen a --listen b'));
  assert.ok(given !== 'help');
  assert.deepEqual({ ...given.values }, { data: 'y', listen: ['a', 'b'] });
});

test('a value of several words may begin with a dash, a single word may not', () => {
  const given = readCommandLine(command, ['here', '--data', '-p 4000 --quiet']);
  assert.ok(given !== 'help');
  assert.equal(given.values['data'], '-p 4000 --quiet');
  assert.throws(() => readCommandLine(command, ['here', '--data', '--quiet']), UsageError);
});

test('arguments after -- are not options', () => {
  const given = readCommandLine(command, args('-- --data -h'));
  assert.ok(given !== 'help');
  assert.deepEqual(given.positionals, ['--data', '-h']);
});

test('a value may begin with a dash where it is a number, or written with =', () => {
  for (const line of ['here --data -1', 'here --data=-1']) {
    const given = readCommandLine(command, args(line));
    assert.ok(given !== 'help');
    assert.equal(given.values['data'], '-1');
  }
});

test('help is given whatever else is wrong', () => {
  for (const line of ['--help', 'a b c d --hlep -h', '--data= --help']) {
    assert.equal(readCommandLine(command, args(line)), 'help');
  }
});

const wrong: readonly (readonly [string, string])[] = [
  ['', 'HOST is missing.'],
  ['here 1 more', 'There is one argument too many: "more".'],
  ['here 1 a b', 'There are 2 arguments too many: "a", "b".'],
  ['here --reconect', "Unknown option '--reconect'. Did you mean --reconnect?"],
  ['here --hlep', "Unknown option '--hlep'. Did you mean --help?"],
  ['here --gopher', "Unknown option '--gopher'."],
  ['here -1', "Unknown option '-1'."],
  ['here -data', "Unknown option '-data'. Did you mean --data?"],
  ['here -v', "Unknown option '-v'."],
  ['here --constructor', "Unknown option '--constructor'."],
  ['here --__proto__=1', "Unknown option '--__proto__'."],
  ['here --reconnect=no', '--reconnect takes no value.'],
  ['here --data', '--data needs a value: --data DIR.'],
  ['here --data --reconnect', '--data needs a value: --data DIR.'],
];
for (const [line, sentence] of wrong) {
  test(`what is wrong with "${line}"`, () => {
    assert.throws(() => readCommandLine(command, args(line)), new UsageError(sentence));
  });
}

test('all that is missing is listed', () => {
  const three: Command = { ...command, args: 'DIALECT HOST PORT', count: [3, 3] };
  for (const [line, sentence] of [
    ['', 'DIALECT, HOST and PORT are missing.'],
    ['nick', 'HOST and PORT are missing.'],
    ['nick here', 'PORT is missing.'],
  ] as const) {
    assert.throws(() => readCommandLine(three, args(line)), new UsageError(sentence));
  }
});

test('a word of several is named by all of them', () => {
  const role: Command = { ...command, args: 'NAME operator|owner|none', count: [2, 2] };
  assert.throws(() => readCommandLine(role, ['bob']), new UsageError('operator, owner or none is missing.'));
  assert.throws(() => readCommandLine(role, []), new UsageError('NAME and operator, owner or none are missing.'));
});

test('typed control characters are not printed', () => {
  for (const typed of ['--\u001b[31m', 'a\u001b[31m']) {
    assert.throws(
      () => readCommandLine({ ...command, count: [0, 0] }, [typed]),
      ({ message }: Error) => !message.includes('\u001b'),
    );
  }
});
