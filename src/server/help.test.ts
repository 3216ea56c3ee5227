import assert from 'node:assert/strict';
import { test } from 'node:test';

import { dialects } from '#dialects/index.ts';
import type { Command } from './command.ts';
import { groups } from './command-table.ts';
import { familyHelp, helpOf, overview } from './help.ts';

const commands = groups.flatMap((group) => group.commands);
const linesOf = (text: string): readonly string[] => text.split('\n');

test('the overview has a line for every command, under its group', () => {
  const text = overview('1.2.3', groups, 80);
  assert.match(text, /^Polylogue 1\.2\.3: one chat server for five protocols\.\n\nUsage: polylogue COMMAND /);
  for (const { title, commands: its } of groups) {
    const part = text.split(`\n${title}\n`)[1]?.split('\n\n')[0] ?? '';
    for (const { name, args, summary } of its) {
      assert.ok(
        part.includes(`  ${args === '' ? name : `${name} ${args}`} `) || part.includes(`  ${name} ${args}\n`),
        name,
      );
      assert.ok(part.replace(/\s+/g, ' ').includes(summary), name);
    }
  }
});

test('every dialect can be served and joined, and all at once', () => {
  const names = commands.map(({ name }) => name);
  assert.ok(names.includes('serve'));
  for (const { name } of dialects) assert.ok(names.includes(`${name} server`), name);
  for (const { name, client } of dialects) assert.equal(names.includes(`${name} client`), client !== undefined, name);
  assert.equal(new Set(names).size, names.length, 'no name twice');
});

test("no common option hides one of a dialect's own", () => {
  for (const { name, options = {} } of dialects) {
    const server = commands.find((command) => command.name === `${name} server`);
    for (const [key, { help }] of Object.entries(options)) assert.equal(server?.options[key]?.help, help, key);
  }
});

/** Names, values and commands are not broken; all other text is at most this wide. */
function keepsWidth({ about, examples }: Command, text: string, width: number): void {
  for (const line of linesOf(text)) {
    const isWhole =
      /^(Usage:| {2}\S)/.test(line) ||
      examples.includes(line.trim()) ||
      (/^ {2}\S+ -/.test(line) && linesOf(about).includes(line));
    assert.ok(line.length <= width || isWhole || !line.trim().includes(' '), line);
  }
}

for (const command of commands) {
  test(`the help of ${command.name} teaches`, () => {
    const text = helpOf(command, 80);
    assert.ok(text.startsWith(`Usage: polylogue ${command.name}`));
    for (const [name, { short }] of Object.entries(command.options)) {
      assert.ok(text.includes(`\n  ${short === undefined ? '' : `-${short}, `}--${name} `), name);
    }
    for (const example of command.examples) {
      assert.ok(text.includes(`\n  ${example}\n`));
      assert.match(example, new RegExp(`polylogue ${command.name}\\b`));
    }
    assert.ok(command.examples.length > 0, 'it has an example');
    assert.ok(command.summary.length < 80);
    for (const width of [40, 80, 100]) keepsWidth(command, helpOf(command, width), width);
  });
}

test('the first word of several commands tells them all', () => {
  const its = commands.filter(({ name }) => name.startsWith('nick '));
  assert.equal(its.length, 2);
  const text = familyHelp('nick', its, 80);
  for (const { name } of its) assert.match(text, new RegExp(`^ {2}${name} `, 'm'));
});

test('a long term gets a separate line, a long meaning several lines', () => {
  const [command] = commands;
  assert.ok(command);
  const text = helpOf(
    {
      ...command,
      about: '',
      examples: [],
      options: {
        short: { help: 'word '.repeat(30).trim() },
        'a-very-long-name': { value: 'AND|A|LONG|VALUE', help: 'one' },
      },
    },
    100,
  );
  assert.match(
    text,
    /\n {2}--short {2}(word ?)+\n {11}(word ?)+\n {2}--a-very-long-name AND\|A\|LONG\|VALUE\n {11}one\n/,
  );
});
