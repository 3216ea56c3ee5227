import assert from 'node:assert/strict';
import { test } from 'node:test';

import { chatroom } from '#dialects/chatroom/chatroom.ts';
import { nick } from '#dialects/nick/nick.ts';
import { pdu } from '#dialects/pdu/pdu.ts';
import { captureDoctorCommand } from '#server/commands/capture-doctor.ts';
import { readCommandLine } from './command-line.ts';
import { type Command, type Given, UsageError } from './command.ts';
import { helpOf } from './help.ts';
import { clientCommand, readClientOptions } from './run-client.ts';
import { readDialectServerOptions, serverCommand } from './run-dialect-server.ts';

function given(command: Command, line: string): Given {
  const read = readCommandLine(
    command,
    line.split(' ').filter((word) => word !== ''),
  );
  assert.ok(read !== 'help');
  return read;
}

const server = (dialect: typeof nick, line: string): unknown => {
  const [listener] = readDialectServerOptions(given(serverCommand(dialect), line), 'data', dialect).listen;
  return [listener?.host, listener?.port, listener?.options];
};
const client = (dialect: typeof nick, line: string): unknown => {
  const { host, port, name } = readClientOptions(dialect, given(clientCommand(dialect), line));
  return [host, port, name];
};

test('servers are started as the originals', () => {
  const options = { cert: 'c.pem', key: 'k.pem' };
  assert.deepEqual(server(pdu, '-l 0.0.0.0 -p 5000 -c c.pem -k k.pem'), ['0.0.0.0', 5000, options]);
  const original = { speakers: 'original' };
  assert.deepEqual(server(chatroom, '-hn localhost -p 5000'), ['localhost', 5000, original]);
  assert.deepEqual(server(chatroom, '-p 5000'), ['127.0.0.1', 5000, original]);
  assert.deepEqual(server(chatroom, '5000 -hn ::1'), ['::1', 5000, original]);
});

test('clients are started as the originals', () => {
  assert.deepEqual(client(chatroom, '-hn localhost -p 5000 -un alice'), ['localhost', 5000, 'alice']);
  assert.deepEqual(client(pdu, '-p 5000'), ['127.0.0.1', 5000, undefined]);
  assert.deepEqual(client(pdu, '-s chat.example'), ['chat.example', 55667, undefined]);
  assert.deepEqual(client(pdu, 'chat.example -p 5000'), ['chat.example', 5000, undefined]);
  const { values } = given(clientCommand(pdu), '-c c.pem --versions 1.0');
  assert.deepEqual({ ...values }, { cert: 'c.pem', versions: '1.0' });
});

test('help comes first, and lists the aliases', () => {
  assert.equal(readCommandLine(clientCommand(chatroom), ['-p', '--help']), 'help');
  assert.match(
    helpOf(clientCommand(chatroom), 80),
    /^Options of the original program\n {2}-hn HOST +HOST\n {2}-p PORT +PORT\n {2}-un NAME +--name NAME$/m,
  );
  assert.doesNotMatch(helpOf(clientCommand(nick), 80), /original’s words/);
});

const wrong: readonly (readonly [typeof nick, string, string])[] = [
  [chatroom, '-p', '-p needs a value: -p PORT.'],
  [chatroom, '-un -p 1', '-un needs a value: -un NAME.'],
  [chatroom, '-s here', "Unknown option '-s'."],
  [nick, '-p 1', "Unknown option '-p'."],
  [pdu, 'here 1 -p 2', 'There is one argument too many: "1".'],
];
for (const [dialect, line, sentence] of wrong) {
  test(`what is wrong with "${dialect.name} client ${line}"`, () => {
    assert.throws(() => given(clientCommand(dialect), line), new UsageError(sentence));
  });
}

test('arguments after -- are not aliases', () => {
  assert.deepEqual(given(clientCommand(pdu), '-- -s').positionals, ['-s']);
});

test('an option with a letter', () => {
  const { values } = given(captureDoctorCommand, 'homework.pcapng -o cleaned.pcapng');
  assert.deepEqual({ ...values }, { out: 'cleaned.pcapng' });
  assert.throws(() => readCommandLine(captureDoctorCommand, ['homework.pcapng', '-o']), UsageError);
});
