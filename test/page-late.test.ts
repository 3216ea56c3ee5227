import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import type { Page } from 'playwright-core';
import { HeldAnswers } from './held-answers.ts';
import type { NickPeer } from './nick-peer.ts';
import { messageOf, PageStage, roomLink, say, sees, settled, skip, until } from './page-stage.ts';

async function open(page: Page, name: string): Promise<void> {
  await roomLink(page, name).click();
  await page.waitForSelector(`h1 >> text=#${name}`);
}

suite('answers that come late', { skip }, () => {
  let stage: PageStage;
  let page: Page;
  let answers: HeldAnswers;
  let dave: NickPeer;
  /** To messages that are not loaded any more. */
  const links: string[] = [];
  before(async () => {
    stage = await PageStage.open();
    page = await stage.look();
    answers = await HeldAnswers.of(page);
    await page.reload();
    await page.fill('[name=name]', 'alice');
    await page.press('[name=name]', 'Enter');
    await page.waitForSelector('#composer');
    await say(page, '/join #tea');
    await page.waitForSelector('h1 >> text=#tea');
    dave = await stage.join('dave');
  });
  after(async () => {
    dave?.link.end();
    await stage?.[Symbol.asyncDispose]();
  });

  test('what is written while an edit is under way stays', async () => {
    await say(page, 'written');
    await settled(page);
    await page.press('#composer', 'ArrowUp');
    answers.hold();
    await say(page, 'edited');
    await page.fill('#composer', 'edited twice');
    answers.release();
    await messageOf(page, 'edited').locator('text=(edited)').waitFor();
    assert.equal(await page.inputValue('#composer'), 'edited twice');
    await page.press('#composer', 'Enter');
    await messageOf(page, 'edited twice').waitFor();
    await until(page, `document.querySelector('#composer').value === ''`);
  });

  test('Up does not edit an older message while the last one is being sent', async () => {
    answers.hold();
    await say(page, 'the last one');
    await page.press('#composer', 'ArrowUp');
    assert.equal(await page.inputValue('#composer'), '');
    answers.release();
    await settled(page);
    await page.press('#composer', 'ArrowUp');
    assert.equal(await page.inputValue('#composer'), 'the last one');
    await page.press('#composer', 'Escape');
  });

  test('what was read in a room is told, also where another one is opened within a second', async () => {
    // From then on what he says goes there.
    dave.say('/join #tea', '/msg #lobby good morning');
    await roomLink(page, 'lobby').locator('.count').waitFor();
    for (const text of ['one', 'two']) {
      dave.say(text);
      await sees(page, text);
    }
    const last = Number(await messageOf(page, 'two').getAttribute('data-seq'));
    await open(page, 'lobby');
    const isTold = (line: string): boolean => {
      const { type, room, upto } = JSON.parse(line);
      return type === 'read' && room === '#tea' && upto >= last;
    };
    while (!answers.asked.some(isTold)) await page.evaluate('new Promise(requestAnimationFrame)');
  });

  test('older messages that come after the room was left make no gap', async () => {
    await open(page, 'tea');
    dave.say(...Array.from({ length: 400 }, (_, nth) => `line ${nth}.`));
    await sees(page, 'line 399.');
    for (const text of ['line 120.', 'line 150.']) {
      links.push(`#/tea/m/${await messageOf(page, text).getAttribute('data-seq')}`);
    }
    answers.hold();
    const asked = answers.asked.length;
    await page.evaluate("document.querySelector('.messages').scrollTop = 0");
    while (answers.asked.length === asked) await page.evaluate('new Promise(requestAnimationFrame)');
    await open(page, 'lobby');
    answers.release();
    await say(page, 'after the answer');
    await settled(page);
    await open(page, 'tea');
    await sees(page, 'line 399.');
    const numbers = (await page.locator('.message-text').allInnerTexts())
      .flatMap((text) => /^line (\d+)\.$/.exec(text)?.[1] ?? [])
      .map(Number);
    assert.ok(numbers.length >= 100);
    assert.deepEqual(
      numbers,
      numbers.map((_, nth) => 400 - numbers.length + nth),
    );
  });

  test('of two links, the one followed last is shown', async () => {
    answers.hold();
    const asked = answers.asked.length;
    await page.evaluate("document.querySelector('.messages').scrollTop = 0");
    while (answers.asked.length === asked) await page.evaluate('new Promise(requestAnimationFrame)');
    for (const link of links) {
      await page.evaluate(`location.hash = '${link}'`);
      // The page looks for the message after it has drawn.
      await page.evaluate('new Promise((done) => requestAnimationFrame(() => setTimeout(done, 50)))');
    }
    answers.release();
    await page.waitForSelector('.lit >> text=line 150.');
    await page.click('.chip.below');
    await sees(page, 'line 399.');
  });

  test('a window of another size stays at the newest message', async () => {
    await until(page, `document.querySelector('.chip.below') === null`);
    // As where the browser scrolls for a new layout, before it tells those who observe sizes.
    const left = await page.evaluate(`(async () => {
      const list = document.querySelector('.messages');
      list.style.maxHeight = '200px';
      list.dispatchEvent(new Event('scroll'));
      await new Promise(requestAnimationFrame);
      return list.scrollHeight - list.scrollTop - list.clientHeight;
    })()`);
    assert.ok(Number(left) < 40, String(left));
    await page.evaluate(`document.querySelector('.messages').style.maxHeight = ''`);
  });

  test('no page reported an error', () => assert.deepEqual(stage.complaints, []));
});
