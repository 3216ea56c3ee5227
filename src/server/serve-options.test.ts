import assert from 'node:assert/strict';
import { test } from 'node:test';

import { dialects } from '#dialects/index.ts';
import { nick } from '#dialects/nick/nick.ts';
import { web } from '#dialects/web/web.ts';
import { readCommandLine } from './command-line.ts';
import { type Command, UsageError } from './command.ts';
import { usualLimits } from './connection-limits.ts';
import { testDialect } from '../../test/dialect/dialect.ts';
import { readDialectServerOptions, serverCommand } from './run-dialect-server.ts';
import { readServeOptions, serveCommand } from './run-serve.ts';
import type { ServeOptions } from './serve-options.ts';

type Read<O> = (line: string) => O;

const reading =
  <O>(command: Command, read: (given: Exclude<ReturnType<typeof readCommandLine>, 'help'>) => O): Read<O> =>
  (line) => {
    const given = readCommandLine(
      command,
      line.split(' ').filter((word) => word !== ''),
    );
    return given === 'help' ? assert.fail('no help was asked for') : read(given);
  };
const serve: Read<ServeOptions> = reading(serveCommand(dialects), (given) =>
  readServeOptions(given, 'usual', dialects),
);
const server: Read<ServeOptions> = reading(serverCommand(nick), (given) =>
  readDialectServerOptions(given, 'usual', nick),
);

test('serve listens for every dialect on loopback, at its port, and names the page first', () => {
  assert.deepEqual(
    serve('').listen,
    [web, ...dialects.filter((dialect) => dialect !== web)].map((dialect) => ({
      dialect,
      host: '127.0.0.1',
      port: dialect.port,
      policy: {},
      options: {},
    })),
  );
});

test('serve listens for every dialect at the given addresses', () => {
  assert.deepEqual([...new Set(serve('--host [::]').listen.map(({ host }) => host))], ['::']);
});

test('the defaults of serve', () => {
  assert.deepEqual(
    { ...serve(''), listen: [] },
    {
      data: 'usual',
      listen: [],
      durability: 'strict',
      grace: 5000,
      policy: {},
      limits: usualLimits,
      verbose: false,
      console: false,
      logFile: undefined,
    },
  );
});

test('the options of serve', () => {
  const options = serve(
    '--data x --listen nick://a:1?guests=yes --listen nick:// --durability relaxed --grace 0.5 --no-limits --verbose --log-file f --registration closed --same-account replace --no-guests',
  );
  assert.deepEqual(options, {
    data: 'x',
    listen: [
      { dialect: nick, host: 'a', port: 1, policy: { guests: true }, options: {} },
      { dialect: nick, host: '127.0.0.1', port: 43_221, policy: {}, options: {} },
    ],
    durability: 'relaxed',
    grace: 500,
    policy: { registration: 'closed', sameAccount: 'replace', guests: false },
    limits: undefined,
    verbose: true,
    console: false,
    logFile: 'f',
  });
});

test('one dialect is served as its original is: its console, its log file, a separate directory', () => {
  const { data, listen, console, logFile } = server('');
  assert.deepEqual([data, console, logFile], ['usual/nick-43221', true, 'log.txt']);
  assert.deepEqual(listen, [{ dialect: nick, host: '127.0.0.1', port: 43_221, policy: {}, options: {} }]);
});

test('options about the original only exist for dialects with an original', () => {
  const { summary, about = '', options } = serverCommand(testDialect);
  assert.equal(summary, 'start a chat for line alone (port 4099)');
  assert.doesNotMatch(about, /original/);
  assert.deepEqual(
    Object.keys(options).filter((key) => key.includes('log-file')),
    [],
  );
  assert.match(
    serverCommand(nick).about ?? '',
    /Prints what the original server prints, and appends .* to \.\/log\.txt/,
  );
});

test('the options of the server of one dialect', () => {
  assert.equal(server('4000').data, 'usual/nick-4000');
  assert.equal(server('4000 --data :memory:').data, ':memory:');
  assert.deepEqual(server('0 --host [::]').listen, [{ dialect: nick, host: '::', port: 0, policy: {}, options: {} }]);
  assert.equal(server('--log-file f').logFile, 'f');
  assert.equal(server('--no-log-file').logFile, undefined);
  assert.deepEqual(server('--no-guests').policy, { guests: false });
});

test("a dialect's own options stand in the URL, and are flags of its server", () => {
  const [url] = serve('--listen direct://?pause=50&guests=no').listen;
  assert.deepEqual([url?.options, url?.policy], [{ pause: '50' }, { guests: false }]);
  const direct = dialects.find(({ name }) => name === 'direct');
  assert.ok(direct);
  const read = reading(serverCommand(direct), (given) => readDialectServerOptions(given, 'usual', direct));
  assert.deepEqual(read('--pause 50').listen[0]?.options, { pause: '50' });
});

const wrong: readonly (readonly [Read<ServeOptions>, string, string])[] = [
  [serve, '--registration shut', '--registration is open, invite or closed, not "shut".'],
  [serve, '--same-account=both', '--same-account is share, refuse or replace, not "both".'],
  [serve, '--log-file=', '--log-file needs the name of a file.'],
  [serve, '--listen nick://x?guest=no', 'A listener has no option "guest". Did you mean guests?'],
  [serve, '--listen direct://x?pauze=1', 'A listener has no option "pauze". Did you mean pause?'],
  [server, '99999', 'A port is a number from 0 to 65535, not "99999".'],
  [server, 'abc', 'A port is a number from 0 to 65535, not "abc".'],
  [serve, '--host a.b:7', '--host takes no port. Perhaps: polylogue serve --listen nick://a.b:7'],
  [serve, '--host 0.0.0.0 --listen nick://', '--host is for the usual listeners; --listen names its own host.'],
  [server, '--host=', '--host needs an address.'],
  [server, '--host a.b:7', '--host takes no port. Perhaps: polylogue nick server 7 --host a.b'],
  [server, '1 2', 'There is one argument too many: "2".'],
  [server, '--log-file x --no-log-file', '--log-file and --no-log-file cannot be combined.'],
];
for (const [read, line, sentence] of wrong) {
  test(`what is wrong with ${line}`, () => assert.throws(() => read(line), new UsageError(sentence)));
}
