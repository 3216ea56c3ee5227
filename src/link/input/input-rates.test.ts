import assert from 'node:assert/strict';
import { test } from 'node:test';

import { maxHeld } from './address-turns.ts';
import { type InputRates, perRead, usualInputRates } from './input-rates.ts';
import { chunk, Loop, type Sender, sendersOf } from './read-turns.suite.ts';

test('a link that sends too fast is read more slowly; others of its address are read as before', () => {
  const loop = new Loop();
  const [fast, other] = sendersOf(loop, 'class', 2, usualInputRates) as [Sender, Sender];
  const { burst, perSecond } = usualInputRates.link;
  assert.ok(loop.second([fast]) >= burst);
  assert.ok(loop.second([fast]) < 2 * perSecond);
  for (let second = 0; second < 10; second++) {
    const read = loop.second([fast]);
    assert.ok(read > perSecond / 2 && read < 2 * perSecond, `${read}`);
    assert.ok(loop.turn([other], 1000).includes(other));
  }
  // It is not read at all until then, nor by asking again.
  loop.turn([fast]);
  while (fast.reading) loop.turn([fast]);
  fast.address.stop(fast, 0);
  fast.address.start(fast);
  assert.equal(fast.reading, false);
  // After some time it may send as much at once as in the beginning.
  loop.now += 60_000;
  const again = loop.second([fast]);
  assert.ok(again >= burst && again < burst + 2 * perSecond, `${again}`);
});

test('all links of an address together are read more slowly, too, in turns; new links do not give an address a new allowance', () => {
  const loop = new Loop();
  const senders = sendersOf(loop, 'attacker', 100, usualInputRates);
  const { burst, perSecond } = usualInputRates.address;
  const honest = sendersOf(loop, 'honest', 1, usualInputRates);
  const first = loop.second(senders);
  assert.ok(first >= burst && first < burst + 2 * perSecond, `${first}`);
  const before = senders.map(({ turns }) => turns);
  let read = 0;
  for (let second = 0; second < 10; second++) {
    read += loop.second(senders);
    assert.deepEqual(loop.turn(honest, 1000), honest);
  }
  assert.ok(read > 9 * perSecond && read < 11 * perSecond, `${read}`);
  const shares = senders.map(({ turns }, nth) => turns - (before[nth] ?? 0));
  assert.ok(Math.max(...shares) - Math.min(...shares) <= 2, `${shares}`);
  for (const sender of senders) sender.address.leave(sender);
  const later = loop.second(sendersOf(loop, 'attacker', 100, usualInputRates));
  assert.ok(later < 2 * perSecond, `${later}`);
});

/** Links of an address that flood until nothing is left to it, and one that has been silent. */
function floodBeside(links: number): [Loop, Sender[], Sender] {
  const loop = new Loop();
  const flood = sendersOf(loop, 'class', links, usualInputRates);
  const [typist] = sendersOf(loop, 'class', 1, usualInputRates) as [Sender];
  for (let turn = 0; turn < 200; turn++) loop.turn(flood);
  return [loop, flood, typist];
}

test('a link that sends little is read while a thousand of its address send too fast', () => {
  const [loop, flood, typist] = floodBeside(1000);
  assert.equal(typist.reading, true);
  for (let second = 0; second < 60; second++) {
    loop.second(flood);
    loop.turn([typist, ...flood.slice(0, 1)], 600);
    assert.equal(typist.turns, second + 1);
  }
  // It is read again at once when its reader has been busy.
  typist.address.stop(typist, 600);
  typist.reading = false;
  typist.address.start(typist);
  loop.turn([]);
  assert.equal(typist.reading, true);
  // Once it sends much, it waits with the others.
  for (let turn = 0; turn < 3; turn++) loop.turn([typist]);
  assert.deepEqual([typist.reading, typist.turns], [false, 61]);
});

test('a link is read although the readers of other links of its address leave bytes', () => {
  const hold = (sender: Sender): void => {
    sender.reading = false;
    sender.address.stop(sender, chunk);
  };
  const loop = new Loop();
  const [typist] = sendersOf(loop, 'class', 1, usualInputRates) as [Sender];
  loop.now += 10_000;
  const flood = sendersOf(loop, 'class', 200, usualInputRates);
  const held = (): number => flood.reduce((sum, each) => sum + each.held, 0);
  for (let turn = 0; turn < 100; turn++) loop.turn(flood, chunk, hold);
  assert.ok(held() >= (maxHeld * 3) / 4 && held() < maxHeld, `${held()}`);
  assert.equal(typist.reading, true);
  typist.address.stop(typist, 600);
  typist.reading = false;
  typist.address.start(typist);
  loop.turn([]);
  assert.equal(typist.reading, true);
  const [late] = sendersOf(loop, 'class', 1, usualInputRates) as [Sender];
  loop.turn([]);
  assert.equal(late.reading, false, 'it may have been made to flood');
});

test('a read costs more than its bytes: they may come one at a time', () => {
  const loop = new Loop();
  const senders = sendersOf(loop, 'attacker', 1000, usualInputRates);
  let read = 0;
  for (let turn = 0; turn < 200; turn++) read += loop.turn(senders, 1).length;
  assert.equal(read, Math.ceil(usualInputRates.address.burst / (perRead + 1)));
});

test('a class of two hundred that pastes a page each, and then types fast, never waits', () => {
  const loop = new Loop();
  const senders = sendersOf(loop, 'class', 200, usualInputRates);
  for (let reads = 0; reads < 100 * 1024; reads += 16 * 1024) {
    const left = new Set(senders);
    while (left.size > 0) for (const each of loop.turn([...left], 16 * 1024)) left.delete(each);
  }
  for (let turn = 0; turn < 30; turn++) loop.turn([]);
  for (let second = 0; second < 60; second++) {
    loop.now += 1000;
    for (const run of loop.looks.splice(0)) run();
    for (let key = 0; key < 20; key++) assert.equal(loop.turn(senders, 100).length, 200);
  }
});

test('other rates for the same address have a separate allowance', () => {
  const loop = new Loop();
  const none: InputRates = { link: { burst: 1, perSecond: 0 }, address: { burst: 1, perSecond: 0 } };
  const [slow] = sendersOf(loop, 'class', 1, none) as [Sender];
  slow.address.start(slow);
  loop.turn([slow]);
  assert.equal(slow.reading, false);
  const [other] = sendersOf(loop, 'class', 1, usualInputRates) as [Sender];
  other.address.start(other);
  loop.turn([other]);
  assert.equal(other.reading, true);
});
