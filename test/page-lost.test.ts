import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import type { Page } from 'playwright-core';
import { messageOf, type PageStage, roomLink, say, sees, settled, skip, twoPeople, until } from './page-stage.ts';

const texts = (page: Page): Promise<readonly string[]> => page.locator('.message-text').allInnerTexts();

/** Tells the browser that it has a network again, so that it does not wait for the next attempt. */
const hurry = (page: Page): Promise<unknown> => page.evaluate('dispatchEvent(new Event("online"))');

/** On a phone, where the rooms are the whole view. */
async function isSaidAboveRooms(page: Page): Promise<void> {
  const wide = page.viewportSize();
  await page.setViewportSize({ width: 360, height: 740 });
  await page.click('.back');
  // The list is shown a little after the click.
  await until(
    page,
    `(() => {
      const [banner, rooms] = ['.banner.offline', '.sidebar'].map((part) => document.querySelector(part)?.getBoundingClientRect());
      return banner?.y === 0 && banner.height > 0 && rooms?.y >= banner.height;
    })()`,
  );
  await page.click('.room-link >> text=lobby');
  if (wide) await page.setViewportSize(wide);
}

suite('a page whose connection is slow or lost', { skip }, () => {
  let stage: PageStage;
  let alice: Page;
  let bob: Page;
  before(async () => {
    ({ stage, alice, bob } = await twoPeople());
    // An account, so that what is missed can be read later.
    await bob.click('.me');
    await bob.fill('dialog input[type=password]', 'correct-horse');
    await bob.press('dialog input[type=password]', 'Enter');
    await bob.waitForSelector('.toast');
    await bob.keyboard.press('Escape');
  });
  after(async () => {
    await stage?.[Symbol.asyncDispose]();
  });

  test('an answer that comes late does not take the reader away from where they went since', async () => {
    await bob.evaluate("location.hash = '#/late'");
    await bob.waitForSelector('h1 >> text=#late');
    await bob.evaluate("document.querySelector('.panel .primary').click(), (location.hash = '#/lobby')");
    await roomLink(bob, 'late').waitFor();
    await bob.waitForSelector('h1 >> text=#lobby');
    assert.equal(await bob.evaluate('location.hash'), '#/lobby');
  });

  test('an answer that comes late does not undo what was typed since', async () => {
    for (const page of [bob, alice]) await say(page, '/join #tea');
    for (const page of [bob, alice]) await page.waitForSelector('h1 >> text=#tea');
    await alice.fill('#composer', '/topic late');
    await alice.evaluate(`
      const field = document.querySelector('#composer');
      field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
      field.value = 'typed since';
      field.dispatchEvent(new Event('input', { bubbles: true }));
    `);
    await alice.waitForSelector('.event >> text=set the topic to “late”');
    assert.equal(await alice.inputValue('#composer'), 'typed since');
    await say(alice, '/topic -');
    await alice.waitForSelector('.event >> text=removed the topic');
    await say(bob, 'a pot of tea');
    await settled(bob);
    for (const page of [bob, alice]) await roomLink(page, 'lobby').click();
    for (const page of [bob, alice]) await page.waitForSelector('h1 >> text=#lobby');
  });

  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    test(`${signal}: messages written meanwhile are sent after reconnecting, once and in order`, async () => {
      await say(alice, `before ${signal}`);
      await sees(bob, `before ${signal}`);
      await stage.stop(signal);
      for (const nth of [1, 2, 3]) await say(alice, `${signal} ${nth}`);
      await say(bob, `${signal} from bob`);
      await alice.waitForSelector('.banner.offline >> text=Try now');
      await isSaidAboveRooms(alice);
      await stage.start();
      await hurry(alice);
      await hurry(bob);
      await settled(alice);
      await settled(bob);
      // A guest cannot read what was said before it was back: bob may have been faster.
      await say(bob, `over: ${signal}`);
      await sees(alice, `over: ${signal}`);
      await sees(bob, `${signal} 3`);
      for (const page of [alice, bob]) {
        const mine = (await texts(page)).filter(
          (text) => text.startsWith(`${signal} `) && text !== `${signal} from bob`,
        );
        assert.deepEqual(
          mine,
          [1, 2, 3].map((nth) => `${signal} ${nth}`),
        );
        assert.equal(await messageOf(page, `before ${signal}`).count(), 1);
      }
    });
  }

  test('messages under way when the server was killed appear once, in order', async () => {
    const many = Array.from({ length: 30 }, (_, nth) => `burst ${nth}.`);
    for (const text of many) await say(bob, text);
    await stage.restart('SIGKILL');
    await hurry(bob);
    await hurry(alice);
    await settled(bob);
    // Everything since the last place it knew is sent again, so a message that is stored twice would be seen twice.
    const stored = (await texts(bob)).filter((text) => text.startsWith('burst'));
    assert.deepEqual(stored, many);
  });

  test('a reload keeps the name, the rooms of a guest and waiting messages', async () => {
    await bob.goto('about:blank');
    await bob.goto(stage.url);
    await bob.waitForSelector('h1 >> text=#lobby');
    await stage.stop('SIGTERM');
    await bob.waitForSelector('.banner.offline');
    await roomLink(bob, 'tea').click();
    await bob.waitForSelector('h1 >> text=#tea');
    await say(alice, 'written before the reload');
    // As a reload: the tab keeps what is its own. The page must not log in before it.
    await alice.goto('about:blank');
    await stage.start();
    await hurry(bob);
    await alice.goto(`${stage.url}#/tea`);
    await settled(alice);
    // The room that is open is entered again, too.
    await alice.waitForSelector('#composer');
    assert.deepEqual(await alice.locator('.room-link .room-name').allInnerTexts(), ['lobby', 'tea']);
    await roomLink(alice, 'lobby').click();
    // What could not be loaded without a connection is loaded now.
    await sees(bob, 'a pot of tea');
    await roomLink(bob, 'lobby').click();
    await sees(bob, 'written before the reload');
    assert.equal(await alice.innerText('.me-name'), 'alice');
  });

  test('what was written for a room that does not take a guest back is shown as not sent, and can be sent later', async () => {
    for (const page of [bob, alice]) {
      await say(page, '/join #den');
      await page.waitForSelector('h1 >> text=#den');
    }
    await say(bob, '/set accounts-only yes');
    await alice.waitForSelector('.event >> text=bob');
    await stage.stop('SIGTERM');
    await say(alice, 'a note for the den');
    await stage.start();
    await hurry(bob);
    await hurry(alice);

    await alice.waitForSelector('.toast >> text=You are no longer in #den. This room takes accounts only');
    // The room is no longer in the list, and what was written stays.
    await alice.waitForSelector('.panel >> text=takes accounts only');
    const unsent = alice.locator('.elsewhere .failed');
    await unsent.locator('text=/Not sent.*takes accounts only/').waitFor();
    await roomLink(alice, 'lobby').click();
    await alice.waitForSelector('h1 >> text=#lobby');
    await alice.goto('about:blank');
    await alice.goto(stage.url);
    await roomLink(alice, '#den').click();
    await sees(alice, 'a note for the den');
    assert.equal(await messageOf(alice, 'a note for the den').count(), 1);
    await alice.click('.failed >> text=Copy');
    await alice.waitForSelector('.toast >> text=Copied');
    await say(bob, '/set accounts-only no');
    await alice.click('.panel >> text=Join #den');
    await alice.waitForSelector('#composer');
    await alice.click('.failed >> text=Retry');
    await sees(bob, 'a note for the den');
    await settled(alice);
    for (const page of [bob, alice]) {
      await roomLink(page, 'lobby').click();
      await page.waitForSelector('h1 >> text=#lobby');
    }
  });

  test('a tab that is duplicated takes the session, and the first one can take it back', async () => {
    const [copy] = await Promise.all([alice.waitForEvent('popup'), alice.evaluate('void open(location.href)')]);
    await copy.waitForSelector('#composer');
    assert.equal(await copy.innerText('.me-name'), 'alice');
    await alice.click('text=Use it here');
    await alice.waitForSelector('#composer');
    await copy.waitForSelector('text=This session continues in another tab.');
    await copy.close();
    await say(alice, 'back in the first tab');
    await sees(bob, 'back in the first tab');
  });

  test('a refused message shows the reason, and can be sent again or dropped', async () => {
    await say(bob, 'x'.repeat(16_384));
    await sees(alice, 'xxx');
    await bob.fill('#composer', 'x'.repeat(16_385));
    await bob.waitForSelector('text=1 bytes too long.');
    await bob.fill('#composer', '');
    // Nor is the field filled with what a browser would lay out for seconds.
    await bob.focus('#composer');
    await bob.keyboard.insertText('x'.repeat(50_000));
    await bob.waitForSelector('.toast >> text=33616 bytes too long.');
    assert.equal(await bob.inputValue('#composer'), '');
  });

  test('no page reported an error', () => assert.deepEqual(stage.complaints, []));
});
