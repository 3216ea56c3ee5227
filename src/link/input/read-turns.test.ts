import assert from 'node:assert/strict';
import { test } from 'node:test';

import { maxHeld, maxHeldInAll, maxUnfinished, maxUnfinishedInAll } from './address-turns.ts';
import { chunk, Loop, type Sender, sendersOf } from './read-turns.suite.ts';

test('a thousand links of one address hand over a bounded number of bytes a turn, in turns', () => {
  const loop = new Loop();
  const senders = sendersOf(loop, 'attacker', 1000);
  for (let turn = 0; turn < 250; turn++) assert.equal(loop.turn(senders).length, 8);
  assert.deepEqual(new Set(senders.map(({ turns }) => turns)), new Set([2]));
});

test('links of another address are read meanwhile', () => {
  const loop = new Loop();
  const [attackers, honest] = [sendersOf(loop, 'attacker', 1000), sendersOf(loop, 'honest', 1)];
  for (let turn = 0; turn < 10; turn++) assert.ok(loop.turn([...attackers, ...honest]).includes(honest[0] as Sender));
});

test('links that send little never wait', () => {
  const loop = new Loop();
  const senders = sendersOf(loop, 'class', 500);
  for (let turn = 0; turn < 3; turn++) assert.equal(loop.turn(senders, 1000).length, 500);
});

test('links that read little in a turn cost nothing at the end of it', () => {
  const loop = new Loop();
  const senders = sendersOf(loop, 'class', 10);
  for (const sender of senders) sender.address.took(sender, 1000);
  assert.deepEqual(loop.due, []);
  for (let read = 0; read < 6; read++) for (const sender of senders) sender.address.took(sender, 1000);
  assert.equal(loop.due.length, 1);
});

test('one link alone is never stopped', () => {
  const loop = new Loop();
  const senders = sendersOf(loop, 'one', 1);
  for (let turn = 0; turn < 20; turn++) assert.equal(loop.turn(senders, 1024 * 1024).length, 1);
});

test('afterwards all links read again, also those that began meanwhile', () => {
  const loop = new Loop();
  const senders = sendersOf(loop, 'class', 100);
  loop.turn(senders);
  senders.push(...sendersOf(loop, 'class', 1));
  assert.equal(senders.at(-1)?.reading, false);
  for (let turn = 0; turn < 13; turn++) loop.turn([]);
  assert.ok(senders.every(({ reading }) => reading));
  assert.deepEqual(loop.due, []);
});

test('a link that stops does not wait for a turn', () => {
  const loop = new Loop();
  const senders = sendersOf(loop, 'class', 10);
  loop.turn(senders);
  for (const sender of senders) sender.address.stop(sender, 0);
  for (const sender of senders) sender.reading = false;
  loop.turn([]);
  assert.ok(senders.every(({ reading }) => !reading));
});

test('an address is removed with its last link', () => {
  const loop = new Loop();
  const [first, second] = sendersOf(loop, 'class', 2);
  assert.ok(first && second);
  first.address.leave(first);
  assert.equal(loop.turns.enter('class'), first.address);
  first.address.leave(first);
  second.address.leave(second);
  assert.notEqual(loop.turns.enter('class'), first.address);
});

test('links whose readers take nothing hold a bounded number of bytes for their address', () => {
  const loop = new Loop();
  const senders = sendersOf(loop, 'attacker', 1000);
  for (let turn = 0; turn < 1000; turn++) {
    for (const sender of loop.turn(senders)) {
      sender.reading = false;
      sender.address.stop(sender, chunk);
    }
  }
  const holding = senders.filter(({ held }) => held > 0);
  assert.ok(holding.length * chunk >= maxHeld && holding.length * chunk < maxHeld + 1024 * 1024);
  assert.deepEqual(loop.due, []);
  assert.deepEqual(loop.turn(sendersOf(loop, 'honest', 1)).length, 1);
  // Readers that take something let others read, so that all get on.
  for (const sender of holding) sender.address.start(sender);
  for (let turn = 0; turn < 1000; turn++) loop.turn(senders);
  assert.ok(senders.every(({ turns }) => turns > 0));
});

test('links of all addresses hold a bounded number of bytes; one of an address that holds nothing is read anyway', () => {
  const loop = new Loop();
  const senders = Array.from({ length: 100 }, (_, n) => sendersOf(loop, `attacker ${n}`, 20)).flat();
  const heldByAll = (): number => senders.reduce((sum, { held }) => sum + held, 0);
  const hold = (sender: Sender): void => {
    sender.reading = false;
    sender.address.stop(sender, chunk);
  };
  for (let turn = 0; turn < 200; turn++) loop.turn(senders, chunk, hold);
  // One read of each address more.
  assert.ok(heldByAll() >= maxHeldInAll && heldByAll() < maxHeldInAll + 100 * chunk, `${heldByAll()}`);
  assert.deepEqual([maxHeld, loop.due.length], [maxHeldInAll / 8, 0]);
  const [honest] = sendersOf(loop, 'honest', 1);
  for (let turn = 0; turn < 3; turn++) assert.deepEqual(loop.turn([...senders, honest as Sender]), [honest]);
  // Readers of a few that take something let links of others read.
  const before = senders.filter(({ turns }) => turns > 0).length;
  for (const sender of senders.filter(({ held }) => held > 0).slice(0, 200)) sender.address.start(sender);
  for (let turn = 0; turn < 200; turn++) loop.turn(senders, chunk, hold);
  assert.ok(senders.filter(({ turns }) => turns > 0).length > before + 50);
  assert.ok(heldByAll() >= maxHeldInAll && heldByAll() < maxHeldInAll + 100 * chunk, `${heldByAll()}`);
  // In the end all get on.
  for (let turn = 0; turn < 1000; turn++) {
    loop.turn(senders);
    for (const sender of senders) if (sender.held > 0) sender.address.start(sender);
  }
  assert.ok(senders.every(({ turns }) => turns > 0));
});

test('unfinished messages of one address are bounded: the links end that have held one for the longest time', () => {
  const loop = new Loop();
  const senders = sendersOf(loop, 'attacker', 1000);
  const [typist] = sendersOf(loop, 'attacker', 1) as [Sender];
  typist.address.keeps(typist, 1024);
  const [honest] = sendersOf(loop, 'honest', 1) as [Sender];
  honest.address.keeps(honest, chunk);
  for (const sender of senders) sender.address.keeps(sender, 16 * 1024);
  const left = senders.filter(({ ended }) => !ended);
  assert.ok(left.length * 16 * 1024 + 1024 <= maxUnfinished, `${left.length}`);
  assert.deepEqual(left, senders.slice(-255));
  assert.deepEqual([typist.ended, honest.ended], [false, false]);
  // One that is finished takes nothing.
  for (const sender of left) sender.address.keeps(sender, 0);
  assert.equal(typist.address.unfinished, 1024);
  for (const sender of left) sender.address.keeps(sender, 15 * 1024);
  assert.ok(left.every(({ ended }) => !ended));
});

test('unfinished messages of all are bounded: that address ends one that holds most', () => {
  const loop = new Loop();
  const [honest] = sendersOf(loop, 'honest', 1) as [Sender];
  honest.address.keeps(honest, 128 * 1024);
  const addresses = Array.from({ length: 20 }, (_, n) => sendersOf(loop, `attacker ${n}`, 60));
  for (const senders of addresses) for (const sender of senders) sender.address.keeps(sender, chunk);
  const all = addresses.flat();
  const sum = (): number => all.reduce((bytes, { ended, unfinished }) => bytes + (ended ? 0 : unfinished), 0);
  assert.ok(sum() <= maxUnfinishedInAll && sum() > maxUnfinishedInAll - 2 * 128 * 1024, `${sum()}`);
  assert.equal(honest.ended, false);
  const counts = addresses.map((senders) => senders.filter(({ ended }) => !ended).length);
  assert.ok(Math.max(...counts) - Math.min(...counts) <= 1, `${counts}`);
  assert.deepEqual([maxUnfinishedInAll, maxUnfinished], [maxHeldInAll / 2, maxHeld / 2]);
});

test('a link that has finished its message since it reported one is not ended for it', () => {
  const loop = new Loop();
  const [late, ...others] = sendersOf(loop, 'class', 70) as [Sender, ...Sender[]];
  late.address.keeps(late, chunk);
  late.endUnfinished = () => late.address.keeps(late, 0);
  for (const sender of others) sender.address.keeps(sender, chunk);
  assert.deepEqual([late.ended, others.filter(({ ended }) => ended).length], [false, 69 - 64]);
});
