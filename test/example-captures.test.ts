import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { commandForms } from '#dialects/tsam/codec.ts';
import { assertPassesGate } from '#lab/capture/capture-gate.suite.ts';
import { runWireshark } from '#lab/capture/tshark.ts';
import { tsharkMissing } from '#lab/capture/tshark-missing.suite.ts';
import { exampleCaptures } from '../examples/captured-scenes.ts';

const noTshark = await tsharkMissing();
const pathOf = (name: string): string => fileURLToPath(new URL(`../examples/${name}`, import.meta.url));

for (const [name, make] of Object.entries(exampleCaptures)) {
  test(`examples/${name} equals a new capture, and tshark finds no fault`, async (t) => {
    const { bytes, passed } = await make();
    const words = 'another one is made now: npm run examples -- --pictures';
    assert.ok(readFileSync(pathOf(name)).equals(bytes), words);
    if (noTshark) return t.diagnostic(noTshark);
    await assertPassesGate(pathOf(name), passed);
  });
}

test('the trace of tsam shows only commands on port 4021, and all of them', async (t) => {
  const bytes = readFileSync(pathOf('client_server_trace.pcap'));
  for (const command of Object.keys(commandForms)) assert.ok(bytes.includes(`\x01${command}`), command);
  assert.ok(!bytes.includes('correct-horse') && bytes.includes(`REGISTER,${'*'.repeat(13)}`));
  if (noTshark) return t.diagnostic(noTshark);
  const args = ['-n', '-r', pathOf('client_server_trace.pcap'), '-Y', '!(tcp.port == 4021)'];
  assert.equal(await runWireshark('tshark', args), '');
});

test('five clients use port 8080, each from its own port, after a handshake', async (t) => {
  if (noTshark) return t.skip(noTshark);
  const rows = async (filter: string, field: string): Promise<readonly string[]> => {
    const args = ['-n', '-r', pathOf('direct_five_clients.pcapng'), '-Y', filter, '-T', 'fields', '-e', field];
    return (await runWireshark('tshark', args)).split('\n').filter(Boolean);
  };
  const syns = await rows('tcp.flags.syn == 1 && tcp.flags.ack == 0', 'tcp.srcport');
  assert.equal(new Set(syns).size, 5);
  assert.deepEqual(await rows('!(tcp.port == 8080)', 'frame.number'), []);
  const spoken = await rows('tcp.flags.push == 1 && tcp.flags.ack == 1 && tcp.len > 0', 'frame.comment');
  assert.ok(spoken.includes('User1 → User2') && spoken.includes('server to User2: User1 → User2'));
});
