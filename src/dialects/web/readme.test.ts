import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');

const readme = read('README.md');
const types = ['exchanges', 'pushes', 'values'].map((name) => read(`protocol/${name}.ts`)).join('\n');

/** The text between a brace and the one that closes it. */
function inBraces(text: string, open: number): string {
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    if (text[at] === '{') depth++;
    if (text[at] === '}' && --depth === 0) return text.slice(open + 1, at);
  }
  return assert.fail('a brace is not closed');
}

/** The members of a type as it is written: their names, and the text of their types. */
function membersOf(body: string): ReadonlyMap<string, string> {
  const members = new Map<string, string>();
  const bare = body.replaceAll(/\/\*\*.*?\*\//gs, '');
  for (let at = 0; at < bare.length;) {
    const found = /\s*(?:readonly )?'?([\w-]+)'?\??:\s*/y;
    found.lastIndex = at;
    const [head, name] = found.exec(bare) ?? [];
    if (head === undefined || name === undefined) break;
    let [end, depth] = [at + head.length, 0];
    for (; end < bare.length && (depth > 0 || bare[end] !== ';'); end++) {
      if (bare[end] === '{') depth++;
      if (bare[end] === '}') depth--;
    }
    members.set(name, bare.slice(at + head.length, end));
    at = end + 1;
  }
  return members;
}

const interfaceOf = (name: string): ReadonlyMap<string, string> => {
  const at = types.search(new RegExp(`interface ${name}\\b`));
  return at < 0 ? new Map() : membersOf(inBraces(types, types.indexOf('{', at)));
};

/** All names of fields in a type, also in those that it names. */
function fieldsIn(type: string, seen = new Set<string>()): readonly string[] {
  const at = type.indexOf('{');
  const own = at < 0 ? [] : [...membersOf(inBraces(type, at))];
  const named = [...type.matchAll(/\b[A-Z]\w+/g)].flatMap(([name]) => {
    if (seen.has(name)) return [];
    seen.add(name);
    return [...interfaceOf(name)];
  });
  return [...own, ...named].flatMap(([name, inner]) => [name, ...fieldsIn(inner, seen)]);
}

/** The row of a table whose first cell has that name; the section of that heading for what has one. */
function placeOf(name: string): string {
  if (name === 'login') return readme.slice(readme.indexOf('## Logging in'), readme.indexOf('## What happens'));
  const rows = readme.split('\n').filter((line) => (line.split('|')[1] ?? '').includes(`\`${name}\``));
  return rows.join('\n') || assert.fail(`the README has no row for ${name}`);
}

test('the README names every request, push and kind, and each of their fields', () => {
  const missing: string[] = [];
  const look = (what: string, fields: readonly string[], place: string): void => {
    for (const field of fields) if (!place.includes(`\`${field}\``)) missing.push(`${what}: ${field}`);
  };
  for (const [request, type] of interfaceOf('Exchanges')) {
    const { ask = '', answer = '' } = Object.fromEntries(membersOf(inBraces(type, 0)));
    if (ask.startsWith('{')) look(request, [...membersOf(inBraces(ask, 0)).keys()], placeOf(request));
    else placeOf(request);
    look(`the answer to ${request}`, fieldsIn(answer), readme);
  }
  for (const each of ['Pushes', 'EventBodies']) {
    for (const [name, type] of interfaceOf(each)) {
      const own = type.startsWith('{') ? [...membersOf(inBraces(type, 0)).keys()] : [];
      look(name, own, placeOf(name));
      look(name, fieldsIn(type), readme);
    }
  }
  assert.deepEqual(missing, []);
});
