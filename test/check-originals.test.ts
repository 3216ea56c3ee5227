import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import type { Clock } from '#chat/ports.ts';
import { OriginalServer as ChatroomServer } from '#dialects/chatroom/original-server.suite.ts';
import { OriginalServer as DirectServer } from '#dialects/direct/original-server.suite.ts';
import { OriginalServer as NickServer } from '#dialects/nick/originals.suite.ts';
import { OriginalServer as PduServer } from '#dialects/pdu/originals.suite.ts';
import { OriginalServer as TsamServer } from '#dialects/tsam/originals.suite.ts';
import { suiteFor } from '#lab/check/suites.ts';
import type { Side } from '#lab/check/check.ts';
import { runChecks } from '#lab/check/run-checks.ts';
import type { Target } from '#lab/check/target.ts';
import { systemClock } from '#server/system-clock.ts';

import { assertAllPassed, clientTarget, type ServerInMemory, serverTarget } from './check-targets.ts';
import {
  chatroomAtTerminal,
  directAtTerminal,
  nickAtTerminal,
  pduAtTerminal,
  tsamAtTerminal,
} from './original-clients.ts';

/** Only a check that fails takes so long: a busy machine is no fault of theirs. */
const times = { timeout: 60_000, silence: 20, longest: 100_000 } as const;

/** Replaces the half second that the original waits before it reads the text after a name. */
const quick: Clock = { ...systemClock, after: (ms, call) => systemClock.after(ms / 200, call) };

function nick(): ServerInMemory {
  const server = new NickServer();
  return { connect: () => server.connect(), stop: () => server.interrupt() };
}

const servers: Readonly<Record<string, () => ServerInMemory>> = {
  nick,
  direct: () => new DirectServer(quick),
  tsam: () => new TsamServer(),
  chatroom: () => new ChatroomServer(),
  pdu: () => new PduServer(),
};

const clients = {
  nick: nickAtTerminal,
  direct: directAtTerminal,
  tsam: tsamAtTerminal,
  chatroom: chatroomAtTerminal,
  pdu: pduAtTerminal,
} as const;

async function passes(dialect: string, side: Side, target: Target): Promise<void> {
  const suite = suiteFor(dialect, side);
  assert.ok(suite);
  const results = await runChecks(target, suite, 'code', times);
  assertAllPassed(results);
}

describe('a stand-in of the original program passes --spec code', { concurrency: true }, () => {
  for (const [dialect, make] of Object.entries(servers))
    test(`${dialect} server`, () => passes(dialect, 'server', serverTarget(make)));
  for (const [dialect, run] of Object.entries(clients))
    test(`${dialect} client`, () => passes(dialect, 'client', clientTarget(run)));
});
