import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { readCommandLine } from '#server/command-line.ts';
import { findCommand } from '#server/command-search.ts';
import { groups } from '#server/command-table.ts';
import { UsageError } from '#server/command.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const files = globSync('**/*.md', { cwd: root, exclude: ['node_modules', 'build', 'dist', '.git'] }).map((path) =>
  join(root, path),
);
const commands = groups.flatMap((group) => group.commands);

/** Lines of text, without those in fenced blocks. */
function prose(text: string): readonly string[] {
  let fenced = false;
  return text.split('\n').filter((line) => {
    const isFence = line.trimStart().startsWith('```');
    if (isFence) fenced = !fenced;
    return !isFence && !fenced;
  });
}

/** The anchor that GitHub gives a heading. */
const anchorOf = (heading: string): string =>
  heading
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}_\- ]/gu, '')
    .replaceAll(' ', '-');

const anchors = (file: string): ReadonlySet<string> =>
  new Set(
    prose(readFileSync(file, 'utf8'))
      .flatMap((line) => /^#+ (.*)/.exec(line)?.[1] ?? [])
      .map(anchorOf),
  );

/** Errors in a file's links to files and headings of this repository. */
function brokenLinks(file: string): readonly string[] {
  const text = prose(readFileSync(file, 'utf8')).join('\n');
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, link = '']) => {
    if (/^[a-z]+:/.test(link)) return [];
    const [path = '', anchor] = link.split('#');
    const target = path === '' ? file : normalize(join(dirname(file), path));
    if (!existsSync(target)) return [`${link}: there is no such file`];
    if (anchor === undefined || !target.endsWith('.md') || anchors(target).has(anchor)) return [];
    return [`${link}: there is no such heading`];
  });
}

/** Files and folders of this repository that a document names between backticks, and that are not there. */
const missingPaths = (file: string): readonly string[] =>
  [...readFileSync(file, 'utf8').matchAll(/`((?:src|test|tools|docs|examples)\/[\w./-]*\w\/?)`/g)].flatMap(
    ([, path = '']) => (existsSync(join(root, path)) ? [] : [path]),
  );

/**
 * Command lines in a document: in blocks, and between backticks. Lines that only show the form of a command (`[…]`,
 * `a|b`) are omitted.
 */
function commandLines(text: string): readonly string[] {
  const lines = text.match(/(?<=^(?:\$ | {4})?(?:npx )?polylogue ).*/gm) ?? [];
  const inline = [...text.matchAll(/`(?:npx )?polylogue ([^`\n]+)`/g)].map(([, line = '']) => line);
  return [...lines, ...inline].filter((line) => !/[[…]|\S\|\S|<\w+>|\b(?:DIALECT|COMMAND)\b/.test(line));
}

/** The words of a line, split as by a shell, up to a comment, a pipe or a redirection. */
function words(line: string): readonly string[] {
  const found: string[] = [];
  for (const [word] of line.matchAll(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g)) {
    if (/^(?:#|\||[<>]|&&?$|2>)/.test(word)) break;
    found.push(word.replaceAll(/['"]/g, ''));
  }
  return found;
}

/** The error of the command line about a line, except missing arguments, as in `polylogue backup`. */
function misunderstood(line: string): string | undefined {
  const found = findCommand(commands, words(line));
  if (found.kind === 'nothing') return line.startsWith('--') ? undefined : found.sentence;
  if (found.kind === 'family') return undefined;
  try {
    readCommandLine(found.command, found.args);
    return undefined;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return /missing|needs a value/.test(error.message) ? undefined : error.message;
  }
}

describe('the documents', () => {
  for (const file of files) {
    const name = relative(root, file);
    test(`${name} links to and names what is there, and its commands are understood`, () => {
      assert.deepEqual(brokenLinks(file), []);
      assert.deepEqual(missingPaths(file), []);
      for (const line of commandLines(readFileSync(file, 'utf8'))) {
        assert.equal(misunderstood(line), undefined, `polylogue ${line}`);
      }
    });
  }

  test('have every option of every command', () => {
    const own = files.filter((file) => !/^(?:CHANGELOG|bench)\b/.test(relative(root, file)));
    const all = own.map((file) => readFileSync(file, 'utf8')).join('\n');
    const described = new Set(
      [...all.matchAll(/--([a-z-]+)|[`?&]([a-z-]+)=|^\| `([a-z][a-z-]*)`/gm)].flatMap((found) => found),
    );
    const options = commands.flatMap((command) => Object.keys(command.options));
    assert.deepEqual(
      [...new Set(options)].filter((option) => !described.has(option)),
      [],
    );
  });

  test('have every event of the log', () => {
    const sources = globSync('src/{server,store,dialects/tsam/peers}/**/*.ts', {
      cwd: root,
      exclude: ['**/*.test.ts'],
    });
    const events = sources.flatMap((path) =>
      [...readFileSync(join(root, path), 'utf8').matchAll(/(?:\b(?:log|note)\(|\bevent: )'([a-z-]+)'/g)].map(
        ([, event]) => event,
      ),
    );
    const page = readFileSync(join(root, 'docs/operating.md'), 'utf8');
    assert.ok(events.length > 40);
    assert.deepEqual(
      [...new Set(events)].filter((event) => !page.includes(`\`${event}\``)),
      [],
    );
  });

  test('commands are found in blocks and in sentences', () => {
    const text =
      "say `npx polylogue who '#a b'` or\n\n    npx polylogue serve --data x  # here\n\n`polylogue history [ROOM]`";
    assert.deepEqual(commandLines(text).map(words), [
      ['serve', '--data', 'x'],
      ['who', '#a b'],
    ]);
    assert.match(misunderstood('serve --no-such-option') ?? '', /Unknown option/);
    assert.equal(misunderstood('sevre')?.startsWith('There is no command'), true);
  });
});

describe('the examples of help', () => {
  for (const { name, examples } of commands) {
    test(`${name}: they are understood`, () => {
      for (const example of examples) {
        const given = words(example.replace(/^.*?polylogue /, ''));
        const found = findCommand(commands, given);
        assert.ok(found.kind === 'command' && found.command.name === name, example);
        assert.notEqual(readCommandLine(found.command, found.args), 'help', example);
      }
    });
  }
});
