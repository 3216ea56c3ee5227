import { execFile } from 'node:child_process';
import { setTimeout as after } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Asked } from './asked.ts';
import type { Attack } from './attack.ts';
import type { Figures, HonestFigures, ServerFigures } from './figures.ts';
import { Meter } from './meter.ts';
import { Server } from './server.ts';

/** The length of the quiet phase, and of the attack before the server is stopped, in ms. */
const [quiet, attacked] = [3000, 8000];
/** The time between the last login and the quiet phase, in ms. */
const warming = 1000;
/** The time between two SIGTERMs; and from the second until the server is killed, in ms. */
const [untilSecond, timeout] = [500, 30_000];
/** The nice value of the attackers, on the core that they share with the measuring process. */
const niceness = 19;

/** Runs one attack against a new server with a copy of `data`. */
export async function play(attack: Attack, data: string): Promise<Figures> {
  await using server = await Server.start(data);
  const args = [attack.name, JSON.stringify(server.ports)];
  await using attackers = new Asked('attacker.ts', args, 1, niceness);
  await attackers.ask('prepare');
  await using honest = new Asked('honest.ts', args, 1, 0);
  // Writes of the last server and of the preparations must not slow down the disk.
  await promisify(execFile)('sync');
  await honest.ask('ready');
  await after(warming);
  await honest.ask('quiet');
  using meter = new Meter(server.pid);
  await after(quiet);
  const before = { rss: meter.takeHighest(), cpu: meter.cpu, logged: server.logged, at: performance.now() };
  await honest.ask('attack');
  let trouble: string | undefined;
  const striking = attackers.ask('strike').catch((error: unknown) => {
    trouble = error instanceof Error ? error.message : String(error);
  });
  await after(attacked);
  const seen: HonestFigures = JSON.parse(await honest.ask('stop'));
  const figures: Omit<ServerFigures, 'end'> = {
    rss: { quiet: before.rss, during: meter.takeHighest() },
    cpu: meter.cpu - before.cpu,
    seconds: (performance.now() - before.at) / 1000,
    logged: {
      lines: server.logged.lines - before.logged.lines,
      bytes: server.logged.bytes - before.logged.bytes,
    },
    lives: server.lives,
  };
  // Errors of the attack after the end do not count.
  const failed = trouble;
  const end = await stopInTheMidst(server);
  const counted: Record<string, number> = JSON.parse(await attackers.ask('stop'));
  await Promise.race([striking, after(1000)]);
  return {
    attack: attack.name,
    honest: seen,
    server: { ...figures, end },
    attackers: counted,
    ...(failed !== undefined && { trouble: failed }),
  };
}

/** In s after the second SIGTERM. */
async function stopInTheMidst(server: Server): Promise<number> {
  server.tell('SIGTERM');
  await after(untilSecond);
  const began = performance.now();
  server.tell('SIGTERM');
  await server.ended(timeout);
  return (performance.now() - began) / 1000;
}
