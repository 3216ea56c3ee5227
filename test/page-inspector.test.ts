import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, suite, test } from 'node:test';
import type { Page } from 'playwright-core';
import { PageStage, say, sees, skip } from './page-stage.ts';

suite('the inspector and the ways in', { skip }, () => {
  let stage: PageStage;
  let alice: Page;
  before(async () => {
    stage = await PageStage.open();
    alice = await stage.enter('alice');
  });
  after(async () => {
    await stage?.[Symbol.asyncDispose]();
  });

  test('the playground speaks a dialect byte by byte, in the same chat', async () => {
    await alice.keyboard.press('Alt+i');
    await alice.click('text=Playground');
    await alice.selectOption('[name=dialect]', 'nick');
    await alice.click('text=Open a connection');
    await alice.waitForSelector('.frame-row.server >> text=HELLO');
    await alice.fill('[name=bytes]', 'NICKzoe\\q');
    await alice.press('[name=bytes]', 'Enter');
    await alice.waitForSelector('text=\\q is not an escape');
    await alice.fill('[name=bytes]', 'NICKzoe\\n');
    await alice.press('[name=bytes]', 'Enter');
    await alice.waitForSelector('.frame-row.server >> text=READY');
    await alice.fill('[name=bytes]', 'from the play\\x67round\\n');
    await alice.press('[name=bytes]', 'Enter');
    await sees(alice, 'from the playground');
    const [saved] = await Promise.all([alice.waitForEvent('download'), alice.click('text=.pcapng')]);
    assert.equal(saved.suggestedFilename(), 'polylogue-nick.pcapng');
    assert.equal(readFileSync(await saved.path()).readUInt32LE(0), 0x0a0d0d0a);
    await alice.click('text=Specification');
    await alice.waitForSelector('.document table');
    await alice.click('text=Close it');
    await alice.waitForSelector('.frame-list', { state: 'detached' });
  });

  test('one message is shown as every dialect that listens writes it', async () => {
    await alice.click('text=One message in every dialect');
    await alice.waitForSelector('.written.server >> text=alice: hello');
    const shown = await alice.locator('.translations h3').allInnerTexts();
    assert.deepEqual(shown.toSorted(), ['chatroom', 'direct', 'nick', 'pdu', 'tsam', 'web']);
    await alice.press('.inspector input', 'Escape');
  });

  test('what is on which port is told with a line to paste', async () => {
    await alice.click('[aria-label="Join from another program"]');
    await alice.waitForSelector(`.door code >> text=nick client 127.0.0.1 ${stage.portOf('nick')}`);
    await alice.keyboard.press('Escape');
  });

  test('in German, on a phone: a finger that rests on a message opens its tools', async () => {
    const phone = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };
    const page = await stage.enter('jan', { ...phone, locale: 'de-DE' });
    await page.tap('#composer');
    await page.keyboard.type('guten Tag');
    await page.tap('.send');
    await sees(alice, 'guten Tag');
    await page.locator('.message', { hasText: 'guten Tag' }).dispatchEvent('touchstart', {
      touches: [{ identifier: 0, clientX: 50, clientY: 50 }],
    });
    await page.waitForSelector('[role=menuitem] >> text=Antworten');
    await page.tap('[role=menuitem] >> text=Antworten');
    await page.waitForSelector('text=Antwort an jan');
    await page.context().close();
  });

  test('the link printed at the start makes the owner’s account, once', async () => {
    const link = /owner: (\S+)/.exec(stage.server.stdout)?.[1] ?? '';
    const page = await stage.look();
    await page.goto(link);
    await page.reload();
    await page.fill('[name=name]', 'olga');
    await page.fill('[name=password]', 'correct-horse');
    await page.press('[name=password]', 'Enter');
    await page.waitForSelector('#composer');
    assert.equal(await page.innerText('.me-name'), 'olga');
    await say(page, 'mine');
    await sees(alice, 'mine');
    await page.context().close();
  });

  test('no page complained', () => assert.deepEqual(stage.complaints, []));
});
