import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { frame } from '#dialects/nick/codec.ts';
import type { Link } from '#link/link.ts';
import { pipe } from '#link/pipe.ts';
import type { Batch } from '#server/capture/event-batch.ts';
import { CaptureTasks } from '#server/capture/capture-tasks.ts';
import { Collector } from '#server/capture/event-collector.ts';

/**
 * The cost of a capture for each delivery in a room of 500: on the thread that serves the chat, and on the one that
 * writes.
 */

const { values } = parseArgs({ options: { messages: { type: 'string', default: '2000' } } });
const messages = Number(values.messages);
const members = 500;

const folder = mkdtempSync(join(tmpdir(), 'polylogue-bench-'));
const batches: Batch[] = [];
const collector = new Collector({
  send: (batch) => void batches.push(batch),
  limit: Infinity,
  wait: 60_000,
});
const tasks = new CaptureTasks(() => {});
const place = { name: 'nick:1', dialect: 'nick', url: 'nick://127.0.0.1:1', transport: 'TCP' };
tasks.take({ kind: 'place', number: 0, place });
const wish = { limit: 1e12, dialects: undefined, addresses: 'synthetic', data: undefined, program: 'bench' } as const;
tasks.take({ kind: 'ask', ask: 1, request: { kind: 'start', request: { file: join(folder, 'a.pcapng'), ...wish } } });

const server = { address: '127.0.0.1', port: 1 };
const tap = collector.tapFor(0, server);
const links = Array.from({ length: members }, (): Link => pipe()[0]);
for (const link of links) tap.opened?.(link);

/** CPU time of this process in ms. Wall time would include other processes. */
const cpu = (): number => process.cpuUsage().user / 1000 + process.cpuUsage().system / 1000;

let [gathering, writing, deliveries] = [0, 0, 0];
for (let n = 0; n < messages; n++) {
  const bytes = frame(`somebody: ${n} ${'x'.repeat(90)}`);
  const began = cpu();
  for (const link of links) tap.sent(bytes, link);
  if (n % 20 === 19) collector.flush();
  gathering += cpu() - began;
  deliveries += members;
  for (const batch of batches.splice(0)) {
    const begun = cpu();
    tasks.take({ kind: 'batch', batch });
    writing += cpu() - begun;
  }
}
rmSync(folder, { recursive: true });
const each = (ms: number): string => `${((ms / deliveries) * 1e6).toFixed(0)} ns`;
console.log(
  `a delivery: ${each(gathering)} on the thread that serves the chat, ${each(writing)} on the one that writes`,
);
