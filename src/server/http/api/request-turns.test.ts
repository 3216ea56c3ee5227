import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RequestSender } from './request-sender.ts';
import { TimeShares } from './time-shares.ts';
import { RequestTurns } from './request-turns.ts';

/** Turns in which nothing else works. */
const turn = { next: (call: () => void): void => void setImmediate(call), allows: (most: number): number => most };

/** A request of one connection, or of an account. */
const from = (network: string, client = 'port 1', isAccount = false): RequestSender => ({ network, client, isAccount });

test('a flood of one network leaves the loop its turns, and others their answers', async () => {
  let now = 0;
  let loops = 0;
  const turns = new RequestTurns(() => now, undefined, turn);
  const order: string[] = [];
  const ask = (network: string): Promise<void> | undefined =>
    turns.run(from(network), () => {
      now += 3;
      order.push(`${network} in ${loops}`);
    });
  const asked = [...Array.from({ length: 6 }, () => ask('flood')), ask('calm')];
  const done = Promise.all(asked);
  while (order.length < asked.length) {
    await new Promise((resolve) => setImmediate(resolve));
    loops++;
  }
  await done;
  // Two requests fit into a turn of 4 ms: the first of the flood runs at once, the calm one as the second.
  assert.deepEqual(order.slice(0, 4), ['flood in 0', 'flood in 0', 'flood in 0', 'calm in 0']);
  assert.ok(loops >= 3, 'the loop turned meanwhile');
});

test('the number of cheap answers in one turn is also bounded, because sending costs time', async () => {
  const turns = new RequestTurns(() => 0, undefined, turn);
  let made = 0;
  const asked = Array.from({ length: 200 }, () => turns.run(from('many'), () => void made++));
  await new Promise((resolve) => setImmediate(resolve));
  assert.ok(made > 20 && made < 100, `${made} in one turn`);
  await Promise.all(asked);
});

test('too many of one network are refused, and a failure is the job’s own', async () => {
  let now = 0;
  const turns = new RequestTurns(() => now, undefined, turn);
  const job = (): void => void (now += 5);
  const asked = Array.from({ length: 600 }, () => turns.run(from('flood'), job));
  assert.equal(asked.filter((each) => each === undefined).length, 600 - 1 - 512);
  const other = turns.run(from('other'), () => {
    throw new Error('ours');
  });
  assert.ok(other);
  await assert.rejects(other, /ours/);
  await Promise.all(asked);
});

test('the next part of an answer waits for the others, however many there are, and counts', async () => {
  let now = 0;
  const turns = new RequestTurns(() => now, undefined, turn);
  const order: string[] = [];
  const does = (what: string) => (): void => {
    now += 3;
    order.push(what);
  };
  const first = turns.run(from('one'), does('first'));
  const flood = Array.from({ length: 600 }, () => turns.run(from('one'), does('flood')));
  assert.equal(flood.at(-1), undefined);
  const others = [turns.run(from('other'), does('other')), turns.goOn(from('third'), does('third'))];
  const last = turns.goOn(from('one'), does('last'));
  await Promise.all([first, ...flood, ...others]);
  await last;
  assert.deepEqual([order.indexOf('other') < 5, order.indexOf('third') < 5, order.at(-1)], [true, true, 'last']);
  const shared = new RequestTurns(() => now, new TimeShares(() => now), turn);
  await shared.goOn(from('greedy'), () => void (now += 1500));
  assert.equal(shared.run(from('greedy'), does('more')), undefined, 'its time is counted');
});

test('a network that takes more than its share of the time waits until it has some again', async () => {
  let now = 0;
  const turns = new RequestTurns(() => now, new TimeShares(() => now), turn);
  const costly = (): void => void (now += 500);
  for (let nth = 0; nth < 3; nth++) await turns.run(from('greedy'), costly);
  assert.equal(turns.run(from('greedy'), costly), undefined);
  await turns.run(from('calm'), costly);
  now += 10_000;
  assert.ok(turns.run(from('greedy'), costly));
});

test('clients of one network take turns, and one that sends much makes space for the others', async () => {
  let now = 0;
  const turns = new RequestTurns(() => now, undefined, turn);
  const begun: string[] = [];
  const ask = (client: string): Promise<boolean | undefined> | undefined =>
    turns.run(from('school', client), () => {
      now += 5;
      begun.push(client);
      return true;
    });
  const flood = Array.from({ length: 513 }, () => ask('flood'));
  assert.equal(ask('flood'), undefined);
  const [first, second] = [ask('calm'), ask('calm')];
  assert.ok(first && second);
  await first;
  assert.deepEqual(begun, ['flood', 'flood', 'calm']);
  const answers = await Promise.all(flood);
  assert.deepEqual(answers.lastIndexOf(true), 510, 'the last two of the flood were refused');
  assert.equal(await second, true);
  const parts = Array.from({ length: 520 }, () => turns.goOn(from('school', 'parts'), () => true));
  assert.equal(ask('calm'), undefined, 'what has begun makes no space');
  await Promise.all(parts);
});

test('an account that has requested little goes on where its network has used its time, and for so long only', async () => {
  let now = 0;
  let worked = 0;
  const turns = new RequestTurns(() => worked, new TimeShares(() => now), turn);
  const costs = (ms: number) => (): void => void (worked += ms);
  await turns.run(from('school', 'port 1'), costs(1000));
  assert.equal(turns.run(from('school', 'port 2'), costs(1)), undefined);
  await turns.run(from('school', 'account 7', true), costs(60));
  await turns.run(from('school', 'account 7', true), costs(60));
  assert.equal(turns.run(from('school', 'account 7', true), costs(1)), undefined, 'it has requested much');
  await turns.run(from('school', 'account 8', true), costs(130));
  assert.equal(turns.run(from('school', 'account 9', true), costs(1)), undefined, 'the bound of the network holds');
  now += 1;
  assert.ok(turns.run(from('school', 'account 9', true), costs(1)));
});
