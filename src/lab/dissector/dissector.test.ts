import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';

import { mtypes } from '#dialects/pdu/codec.ts';
import { commandForms } from '#dialects/tsam/codec.ts';
import { dialects } from '#dialects/index.ts';
import { usualPorts } from '#server/commands/dissector.ts';

import { dissectorLua, firstWords } from './dissector.ts';
import { codecTables } from './tables.ts';

const lua = dissectorLua({ version: '1.2.3', ports: usualPorts() });

for (const compiler of ['luac5.2', 'luac5.4']) {
  const missing = spawnSync(compiler, ['-v']).error && `${compiler} is not installed`;
  test(`${compiler} takes the dissector`, { skip: missing ?? false }, () => {
    const { status, stderr } = spawnSync(compiler, ['-p', '-'], { input: lua, encoding: 'utf8' });
    assert.equal(stderr, '');
    assert.equal(status, 0);
  });
}

test('the dissector is ASCII, says what it is, and uses nothing that a Lua or a Wireshark lacks', () => {
  assert.ok(lua.startsWith(firstWords));
  assert.match(lua, /of Polylogue 1\.2\.3\./);
  assert.doesNotMatch(lua, /[^\n\x20-\x7e]/);
  // Gone after Lua 5.1, or not there before 5.3; `tvb:raw()` and friends are as old as Wireshark 1.12.
  assert.doesNotMatch(lua, /\b(?:unpack|loadstring|setfenv|bit32|utf8\.char|goto)\b|\/\/|>>|<</);
  assert.doesNotMatch(lua, /saved_can_desegment|set_plugin_info\(.*\n.*set_plugin_info\(/);
});

test('the dialects of the course are there, and what their codecs know', () => {
  assert.deepEqual(Object.keys(codecTables).toSorted(), ['chatroom', 'direct', 'nick', 'pdu', 'tsam']);
  for (const name of Object.keys(codecTables))
    assert.ok(
      dialects.some((dialect) => dialect.name === name),
      name,
    );
  for (const name of Object.keys(commandForms)) assert.ok(lua.includes(`      ${name} = { fields`), name);
  for (const number of Object.values(mtypes)) assert.match(lua, new RegExp(`mtypes = {[^}]* = ${number},`));
});
