import assert from 'node:assert/strict';
import { afterEach, suite, test } from 'node:test';
import { speak } from './texts.ts';
import { sentWith } from './sent-with.ts';

const from = { id: 3, name: 'alice', account: true };

suite('how a message came', () => {
  afterEach(() => speak(['en']));
  test('names the program that sent it for an account, or the protocol', async () => {
    const by = { kind: 'webhook', label: 'deploys' } as const;
    assert.deepEqual(sentWith({ from, via: 7, by }), {
      label: 'webhook deploys',
      title: 'said by the webhook deploys in the name of alice',
    });
    assert.equal(sentWith({ from, via: 7, by: { kind: 'bot', label: 'ci' } })?.label, 'bot ci');
    assert.equal(sentWith({ from, via: 7 })?.label, 'API');
    assert.equal(sentWith({ from, via: 1 })?.title, 'sent by nick');
    await speak(['de']);
    assert.equal(sentWith({ from, via: 7, by })?.title, 'gesagt vom Webhook deploys im Namen von alice');
  });
  test('is not shown for messages of the page', () => {
    assert.equal(sentWith({ from, via: 6 }), undefined);
    assert.equal(sentWith({ from }), undefined);
  });
});
