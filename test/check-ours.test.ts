import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';

import type { Dialect } from '#dialects/dialect.ts';
import { dialects } from '#dialects/index.ts';
import type { Console } from '#dialects/party.ts';
import { runClient } from '#client/client.ts';
import type { Side } from '#lab/check/check.ts';
import { runChecks } from '#lab/check/run-checks.ts';
import { suites } from '#lab/check/suites.ts';
import type { Target } from '#lab/check/target.ts';
import { connectTcp } from '#link/tcp/tcp.ts';
import { systemClock } from '#server/system-clock.ts';

import { ChatroomServer } from './chatroom-server.ts';
import { assertAllPassed, clientTarget, type ServerInMemory, serverTarget } from './check-targets.ts';
import { Served } from './served.ts';

/** Only a check that fails takes so long: a busy machine is no fault of ours. */
const times = { timeout: 60_000, silence: 50, longest: 100_000 } as const;

async function ours(): Promise<ServerInMemory> {
  const server = await ChatroomServer.open();
  return {
    connect: (dialect) => server.connect(dialect),
    stop() {
      server.chat.announce(0);
      void server.chat.closeAll();
    },
    restart: () => server.restart(),
    close: () => server[Symbol.asyncDispose](),
  };
}

/** As in `polylogue serve`: tsam shows TCP addresses, and pdu has its demo accounts and rules. */
async function served(name: string): Promise<ServerInMemory> {
  const dialect = dialectOf(name);
  const listener = name === 'pdu' ? { options: { 'demo-accounts': 'yes' } } : {};
  let server = await Served.start([dialect], {}, '127.0.0.1', listener);
  return {
    connect: () => connectTcp({ host: '127.0.0.1', port: server.ports[0] ?? 0 }),
    async restart() {
      await server[Symbol.asyncDispose]();
      server = await Served.start([dialect], {}, '127.0.0.1', listener);
    },
    close: () => server[Symbol.asyncDispose](),
  };
}

async function ourServer(dialect: string): Promise<Target> {
  if (dialect === 'tsam') return serverTarget(() => served(dialect));
  if (dialect !== 'pdu') return serverTarget(ours);
  // Creating its accounts is expensive, so all checks share one server, and each logs out at its end.
  const { close, ...shared } = await served(dialect);
  after(close);
  return { ...serverTarget(() => shared), parallel: false };
}

function dialectOf(name: string): Dialect {
  const dialect = dialects.find((each) => each.name === name);
  assert.ok(dialect);
  return dialect;
}

/** Our client at a terminal in memory. */
const ourClient = (name: string): Target =>
  clientTarget(async (terminal, connect) => {
    const dialect = dialectOf(name);
    const interrupt = Promise.withResolvers<void>();
    terminal.interrupted = interrupt.resolve;
    const console: Console = {
      interactive: true,
      interrupted: interrupt.promise,
      show: (line) => terminal.print(`${line}\n`),
      hint: (line) => terminal.print(`${line}\n`),
      prompt: (text) => terminal.print(text),
      line: () => terminal.input(''),
      waiting: 0,
      close: () => {},
    };
    const where = { host: '127.0.0.1', port: dialect.port };
    return await runClient(dialect, { ...where, console, clock: systemClock, connect, reconnect: false });
  });

async function passes(dialect: string, side: Side): Promise<void> {
  const suite = suites.find((each) => each.dialect === dialect && each.side === side);
  assert.ok(suite);
  const target = side === 'client' ? ourClient(dialect) : await ourServer(dialect);
  const results = await runChecks(target, suite, 'readme', times);
  assertAllPassed(results);
}

describe('our own program passes --spec readme', () => {
  for (const { dialect, side } of suites) test(`${dialect} ${side}`, () => passes(dialect, side));
});
