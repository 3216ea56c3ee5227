import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { type Judging, openJudging } from './judging.suite.ts';
import { LiveWorld } from './live-world.ts';
import { maxMail } from './mailbox.ts';

const alice = 1;
const carol = 9;

/** Alice, a guest, is here, and so much waits for Carol, who has account 4. */
async function opened(waiting: number): Promise<Judging> {
  const order = await openJudging();
  order.come(alice, 'alice');
  assert.equal(order.register('carol'), 4);
  for (let said = 0; said < waiting; said++) assert.equal(order.say(alice, 'carol').kind, 'entry');
  return order;
}

const comes = (order: Judging, mail?: true): void => {
  order.ask(carol, { kind: 'came', as: { account: 4, version: 1 }, mail });
};

const codeOf = (order: Judging, to = 'carol'): string => {
  const verdict = order.say(alice, to);
  return verdict.kind === 'refusal' ? verdict.code : verdict.kind;
};

describe('what waits for an account', () => {
  test('goes to the account that has the name now', async () => {
    const order = await openJudging();
    order.come(alice, 'alice');
    assert.equal(codeOf(order, 'dora'), 'no-user');
    const dora = order.register('dora');
    assert.equal(codeOf(order, 'dora'), 'entry');
    order.ask(0, { kind: 'unregistered', account: dora });
    assert.equal(codeOf(order, 'dora'), 'no-user');
    const next = order.register('dora');
    const verdict = order.say(alice, 'dora');
    assert.deepEqual(verdict.kind === 'entry' && verdict.inboxes, [next]);
  });

  test('is bounded while it is away, and while it has no session that takes mail', async () => {
    const order = await opened(maxMail);
    assert.equal(codeOf(order), 'mailbox-full');
    comes(order);
    assert.equal(codeOf(order), 'mailbox-full');
  });

  test('is not bounded for a session that is written it at once', async () => {
    const order = await opened(maxMail);
    comes(order, true);
    assert.equal(codeOf(order), 'entry');
    order.ask(carol, { kind: 'went' });
    assert.equal(codeOf(order), 'mailbox-full');
  });

  test('has room again for what was delivered, and no more', async () => {
    const order = await opened(maxMail);
    comes(order);
    const first = 5;
    order.ask(carol, { kind: 'delivered', upto: first + 1 });
    assert.deepEqual(
      [1, 2, 3].map(() => codeOf(order)),
      ['entry', 'entry', 'mailbox-full'],
    );
    order.ask(carol, { kind: 'went', delivered: first + 2 });
    assert.deepEqual(
      [1, 2].map(() => codeOf(order)),
      ['entry', 'mailbox-full'],
    );
  });

  test('does not count what the account itself says, nor what others are told', async () => {
    const order = await opened(maxMail - 1);
    order.register('dora');
    comes(order);
    order.ask(carol, { kind: 'message', text: 'to you' }, 'alice');
    assert.equal(codeOf(order, 'dora'), 'entry');
    assert.deepEqual(
      [1, 2].map(() => codeOf(order)),
      ['entry', 'mailbox-full'],
    );
  });

  test('does not count what users say whom the account ignores', async () => {
    const order = await opened(maxMail - 1);
    const [bob, dora] = [2, order.register('dora')];
    order.ask(bob, { kind: 'came', as: { account: dora, version: 1 } });
    comes(order);
    assert.equal(order.ask(carol, { kind: 'ignored', name: 'dora', on: true }).kind, 'applied');
    for (let said = 0; said < 3; said++) assert.equal(order.say(bob, 'carol').kind, 'entry');
    assert.equal(new LiveWorld(order.store).mail(4).count, maxMail - 1);
    assert.deepEqual(
      [1, 2].map(() => codeOf(order)),
      ['entry', 'mailbox-full'],
    );
  });

  test('is the same for a world that is opened anew', async () => {
    const order = await opened(maxMail - 1);
    comes(order, true);
    const again = new LiveWorld(order.store);
    assert.deepEqual(again.mail(4), order.world.mail(4));
    assert.equal(again.present(4)?.mailTakers, 1);
    assert.equal(again.mail(4).count, maxMail - 1);
  });
});
