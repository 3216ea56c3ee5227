import assert from 'node:assert/strict';
import { test } from 'node:test';

import { findCommand } from './command-search.ts';
import { groups } from './command-table.ts';
import { otherCommandWords } from './other-command-words.ts';
import type { Command } from './command.ts';

const named = (name: string): Command => ({
  name,
  args: '',
  count: [0, 0],
  summary: '',
  about: '',
  options: {},
  examples: [],
  run: async () => 0,
});
const commands = ['serve', 'history', 'nick server', 'direct server', 'nick client', 'account add', 'account list'].map(
  named,
);

const find = (line: string): ReturnType<typeof findCommand> => findCommand(commands, line.split(' '));

test('a command is found by all its words; the rest are its arguments', () => {
  for (const [line, name, args] of [
    ['serve', 'serve', []],
    ['serve --data x', 'serve', ['--data', 'x']],
    ['nick server 1', 'nick server', ['1']],
    ['account add --help', 'account add', ['--help']],
  ] as const) {
    const found = find(line);
    assert.ok(found.kind === 'command');
    assert.deepEqual([found.command.name, found.args], [name, args]);
  }
});

test('the first word of several commands lists these commands', () => {
  for (const [line, help] of [
    ['account', false],
    ['account --help', true],
    ['account -h', true],
  ] as const) {
    const found = find(line);
    assert.ok(found.kind === 'family');
    assert.equal(found.help, help);
    assert.deepEqual(
      found.commands.map(({ name }) => name),
      ['account add', 'account list'],
    );
  }
});

test('each suggestion for another word is a command, and none of these words is a command itself', () => {
  const names = new Set(groups.flatMap((group) => group.commands.map(({ name }) => name)));
  for (const [word, typed] of otherCommandWords) {
    assert.ok(typed === '--version' || names.has(typed.replace(/ (?:ROOM|--list)$/, '')), typed);
    assert.ok(![...names].some((name) => name.split(' ')[0] === word), word);
  }
});

const wrong: readonly (readonly [string, string])[] = [
  ['sevre', 'There is no command "sevre". Did you mean polylogue serve?'],
  ['sevre --data x', 'There is no command "sevre". Did you mean polylogue serve?'],
  ['histroy #lobby', 'There is no command "histroy". Did you mean polylogue history?'],
  ['nik client here 1', 'There is no command "nik client". Did you mean polylogue nick client?'],
  ['nick clinet here 1', 'There is no command "nick clinet". Did you mean polylogue nick client?'],
  ['client nick', 'There is no command "client nick". Did you mean polylogue nick client?'],
  ['acount', 'There is no command "acount". Did you mean polylogue account?'],
  ['nick foo', 'There is no command "nick foo". Choose one of: nick server, nick client.'],
  ['account ad', 'There is no command "account ad". Did you mean polylogue account add?'],
  ['search word', 'There is no command "search". Did you mean polylogue history ROOM?'],
  ['Users', 'There is no command "Users". Did you mean polylogue who?'],
  ['version', 'There is no command "version". Did you mean polylogue --version?'],
  ['gopher', 'There is no command "gopher".'],
  ['gopher client', 'There is no command "gopher".'],
  ['--verison', "Unknown option '--verison'. Did you mean --version?"],
  ['--data x serve', "Unknown option '--data'. Options come after a command."],
  ['', 'There is no command "".'],
];
for (const [line, sentence] of wrong) {
  test(`polylogue ${line}`, () => {
    const found = find(line);
    assert.ok(found.kind === 'nothing');
    assert.equal(found.sentence, sentence);
  });
}
