import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { suite, test } from 'node:test';
import fc from 'fast-check';

import { anyCodePoint } from '../../test/any-code-point.ts';
import type { Given } from './form.ts';
import { type CommandName, commandForms, commandNamed, commandNames } from './table.ts';
import { type CommandSyntax, type Parsed, parseTyped } from './parse.ts';
import { commandList, explanation, usageOf } from './usage.ts';

const command = (name: CommandName, given: Given): Parsed => ({ kind: 'command', name, given });
/** Its sentence names the command first. */
function mistake(sentence: string, tooMuch?: string): Parsed {
  const name = commandNamed(/\/(\w+)/.exec(sentence)?.[1] ?? '');
  assert.ok(name);
  return { kind: 'mistake', name, sentence, ...(tooMuch !== undefined && { tooMuch }) };
}

suite('what a typed command asks for', () => {
  const rows: readonly (readonly [string, Parsed, CommandSyntax?])[] = [
    ['/rooms', { kind: 'command', name: 'rooms', given: {} }],
    ['/ROOMS  Te ', { kind: 'command', name: 'rooms', given: { part: 'Te' } }],
    ['/list', { kind: 'command', name: 'rooms', given: {} }],
    ['/join #tea', { kind: 'command', name: 'join', given: { room: '#tea' } }],
    ['/join tea', mistake('/join needs a room, as in /join #tea.')],
    [
      '/join #tea s3cret and more',
      mistake('/join does not understand and more. /join needs a room, as in /join #tea.', 'and more'),
    ],
    ['/topic', { kind: 'command', name: 'topic', given: {} }],
    ['/topic #tea', { kind: 'command', name: 'topic', given: { room: '#tea' } }],
    [
      '/topic #tea:  green  or black',
      { kind: 'command', name: 'topic', given: { room: '#tea', text: 'green  or black' } },
    ],
    ['/topic green', { kind: 'command', name: 'topic', given: { text: 'green' } }],
    ['/topic #1 is tea', { kind: 'command', name: 'topic', given: { text: '#1 is tea' } }, { isRoom: () => false }],
    ['/topic #1', { kind: 'command', name: 'topic', given: { room: '#1' } }, { isRoom: () => false }],
    ['/msg bob  two  words ', { kind: 'command', name: 'msg', given: { to: 'bob', text: 'two  words' } }],
    ['/msg #tea hi', { kind: 'command', name: 'msg', given: { to: '#tea', text: 'hi' } }],
    ['/msg bob', mistake('/msg needs a name and a text, as in /msg alice hello.')],
    ['/history 5', { kind: 'command', name: 'history', given: { count: '5' } }],
    ['/history bob 5', { kind: 'command', name: 'history', given: { place: 'bob', count: '5' } }],
    ['/msg,bob,a, b', { kind: 'command', name: 'msg', given: { to: 'bob', text: 'a, b' } }, { commas: true }],
    ['/msg , bob , hi', { kind: 'command', name: 'msg', given: { to: 'bob', text: 'hi' } }, { commas: true }],
    ['/msg,bob,hi', { kind: 'unknown', word: 'msg,bob,hi', meant: undefined }],
    ['/ban bob #tea for 1h too loud', command('ban', { mask: 'bob', room: '#tea', time: '1h', reason: 'too loud' })],
    ['/ban #tea b* 10M', command('ban', { room: '#tea', mask: 'b*', time: '10M' })],
    ['/ban bob for ever', command('ban', { mask: 'bob', reason: 'for ever' })],
    ['/ban,bob,for,1h,too loud', command('ban', { mask: 'bob', time: '1h', reason: 'too loud' }), { commas: true }],
    ['/ban', command('ban', {})],
    ['/kick #tea bob noise', command('kick', { room: '#tea', person: 'bob', reason: 'noise' })],
    ['/kick bob', command('kick', { person: 'bob' })],
    ['/kick', mistake('/kick needs a name, as in /kick bob too loud.')],
    ['/edit hello', command('edit', { text: 'hello' })],
    ['/edit 142 hello', command('edit', { number: '142', text: 'hello' })],
    ['/edit 42', command('edit', { text: '42' })],
    ['/delete [142] typo', command('delete', { number: '[142]', reason: 'typo' })],
    ['/ban bob for 1h spam', command('ban', { mask: 'bob', time: '1h', reason: 'spam' })],
    ...['for 2 hours', '2 hours', '10 min', 'for 1x', 'for 90', '1hour spam', '3 days of spam'].map(
      (time): readonly [string, Parsed] => [
        `/ban bob ${time}`,
        mistake('/ban takes a time as 30s, 10m, 1h, 2d or 1w, as in /ban bob for 1h too loud.', time),
      ],
    ),
    ['/ban bob forever', command('ban', { mask: 'bob', reason: 'forever' })],
    ['/ban bob 3 times warned', command('ban', { mask: 'bob', reason: '3 times warned' })],
    ['/kick bob for 2 hours', command('kick', { person: 'bob', reason: 'for 2 hours' })],
    ['/delete a typo', command('delete', { reason: 'a typo' })],
    ['/react alice 👍', command('react', { message: 'alice', emoji: '👍' })],
    ['/role bob OPERATOR #tea', command('role', { person: 'bob', role: 'OPERATOR', room: '#tea' })],
    ['/set #tea key two words', command('set', { room: '#tea', setting: 'key', value: 'two words' })],
    ['/notify #tea mentions', command('notify', { room: '#tea', level: 'mentions' })],
    ['/rename #tea #coffee', command('rename', { renaming: '#tea #coffee' })],
    ['/news perhaps', mistake('/news needs on or off, as in /news on.')],
    ['/mgs bob hi', { kind: 'unknown', word: 'mgs', meant: 'msg' }],
    ['/xyzzy', { kind: 'unknown', word: 'xyzzy', meant: undefined }],
    ['/constructor', { kind: 'unknown', word: 'constructor', meant: undefined }],
  ];
  for (const [line, expected, syntax] of rows) {
    test(line, () => assert.deepEqual(parseTyped(line, syntax), expected));
  }

  test('any line is parsed or refused with a sentence, in any syntax', () => {
    const words = fc.array(fc.oneof(fc.constantFrom('#tea', ...commandNames), fc.string({ unit: anyCodePoint })));
    fc.assert(
      fc.property(fc.constantFrom(...commandNames), words, fc.boolean(), (name, rest, commas) => {
        const parsed = parseTyped(`/${[name, ...rest].join(' ')}`, { commas });
        assert.ok(parsed.kind !== 'command' || Object.values(parsed.given).every((value) => value !== ''));
      }),
    );
  });
});

suite('help', () => {
  test('the form of each command is parsed as that command', () => {
    for (const name of commandNames) {
      const { example } = commandForms[name];
      assert.equal(parseTyped(`/${name} ${example ?? ''}`).kind, 'command', name);
    }
  });

  test('every command is in the list, and explained in a sentence', () => {
    const list = commandList().join(' ');
    for (const name of commandNames) {
      assert.ok(list.includes(`/${name}`));
      assert.match(explanation(name)[0] ?? '', /^\/[a-z]+ .*[^.]\.$/);
    }
    assert.equal(usageOf('topic'), '/topic [#ROOM] [TEXT]');
    assert.deepEqual(explanation('msg'), [
      '/msg NAME|#ROOM TEXT sends a private message to NAME, or a message to #ROOM.',
      'As in /msg alice hello',
    ]);
  });

  test('the documentation has them all, in these words', async () => {
    const page = await readFile(new URL('../../docs/commands.md', import.meta.url), 'utf8');
    const rows = commandNames.map(
      (name) => `| \`${usageOf(name).replaceAll('|', '\\|')}\` | ${commandForms[name].help} |`,
    );
    assert.deepEqual(
      page.split('\n').filter((line) => line.startsWith('| `/')),
      rows,
    );
  });

  test('commands of other programs are known by their words', () => assert.equal(commandNamed('PART'), 'leave'));
});
