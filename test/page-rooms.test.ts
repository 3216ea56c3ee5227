import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import type { Page } from 'playwright-core';
import { command } from './command.ts';
import { fromMenu, messageOf, type PageStage, roomLink, say, sees, skip, twoPeople, until } from './page-stage.ts';

/** The next request to an address that ends so does not reach the server. */
const losesOne = (path: string): string => `{
  const send = fetch;
  fetch = (address, ...more) => {
    if (!address.endsWith('${path}')) return send(address, ...more);
    fetch = send;
    return Promise.reject(new TypeError('lost'));
  };
}`;

suite('rooms on the page', { skip }, () => {
  let stage: PageStage;
  let alice: Page;
  let bob: Page;
  before(async () => {
    ({ stage, alice, bob } = await twoPeople());
  });
  after(async () => {
    await stage?.[Symbol.asyncDispose]();
  });

  test('a room is created and joined by its link, and Back returns', async () => {
    await alice.keyboard.press('Control+k');
    await alice.keyboard.press('Escape');
    await alice.click('[aria-label="All rooms"]');
    // Its field has the focus.
    await alice.waitForSelector('dialog input:focus');
    await alice.keyboard.type('tea');
    await alice.click('text=Make #tea');
    await alice.waitForSelector('h1 >> text=#tea');
    await say(alice, 'come to #tea');
    await alice.press('#composer', 'Control+k');
    await alice.keyboard.type('lob');
    await alice.keyboard.press('Enter');
    await alice.waitForSelector('h1 >> text=#lobby');
    await say(alice, 'there is tea in #tea now');
    await messageOf(bob, 'there is tea').locator('a').click();
    await bob.click('text=Join #tea');
    await roomLink(bob, 'tea').waitFor();
    await bob.waitForSelector('h1 >> text=#tea');
    await bob.goBack();
    await bob.waitForSelector('h1 >> text=#lobby');
    await bob.goForward();
    await bob.waitForSelector('h1 >> text=#tea');
  });

  test('unread messages are counted and marked with a line, and messages can be marked unread', async () => {
    for (const text of ['first cup', 'second cup @alice']) await say(bob, text);
    await roomLink(alice, 'tea').locator('text=@1').waitFor();
    await until(alice, `/^.1. #lobby · P.*e5342b/.test(document.title + document.querySelector('link').href)`);
    await roomLink(alice, 'tea').click();
    await sees(alice, 'second cup');
    await alice.waitForSelector('.new-line');
    await until(alice, 'document.title === "#tea · Polylogue"');
    await fromMenu(alice, 'second cup', 'Mark as unread');
    await roomLink(alice, 'lobby').click();
    await alice.waitForSelector('h1 >> text=#lobby');
    await roomLink(alice, 'tea').locator('text=@1').waitFor();
  });

  test('a draft waits in its room', async () => {
    await alice.fill('#composer', 'half a thou');
    await roomLink(alice, 'tea').click();
    await alice.waitForSelector('h1 >> text=#tea');
    assert.equal(await alice.inputValue('#composer'), '');
    await roomLink(alice, 'lobby').locator('.draft').waitFor();
    await roomLink(alice, 'lobby').click();
    await alice.waitForSelector('h1 >> text=#lobby');
    assert.equal(await alice.inputValue('#composer'), 'half a thou');
    await alice.fill('#composer', '');
  });

  test('two people talk in private', async () => {
    await roomLink(alice, 'tea').click();
    await messageOf(alice, 'first cup').locator('.person').first().click();
    await alice.click('text=Write a direct message');
    await alice.waitForSelector('h1 >> text=bob');
    await say(alice, 'just between us');
    await roomLink(bob, 'alice').locator('.count').waitFor();
    await roomLink(bob, 'alice').click();
    await sees(bob, 'just between us');
    await say(bob, 'nobody else');
    await sees(alice, 'nobody else');
    await roomLink(alice, 'lobby').click();
    await alice.waitForSelector('h1 >> text=#lobby');
    await alice.setViewportSize({ width: 1280, height: 230 });
    await say(bob, 'one more thing');
    await alice.click('.unread-below');
    await alice.waitForSelector('.unread-below', { state: 'detached' });
    await roomLink(alice, 'bob').click();
    await sees(alice, 'one more thing');
    await alice.setViewportSize({ width: 1280, height: 800 });
  });

  test('the owner of a room decides in it', async () => {
    await roomLink(alice, 'tea').click();
    await alice.click('text=Add a topic');
    await alice.fill('[name=topic]', 'green and **black**');
    await alice.press('[name=topic]', 'Enter');
    await roomLink(bob, 'tea').click();
    await bob.waitForSelector('.topic >> strong >> text=black');
    await alice.click('.members-button');
    await alice.click('.member >> text=bob');
    await alice.click('dialog >> text=voice');
    for (const page of [bob, alice]) await page.waitForSelector('.event >> text=alice gave bob the role voice');
    await alice.fill('dialog [name=reason]', 'too loud');
    await alice.selectOption('dialog [name=seconds]', '3600');
    await alice.click('dialog button >> text=Mute in the room');
    await alice.waitForSelector('dialog', { state: 'detached' });
    for (const page of [alice, bob]) await page.waitForSelector('.event >> text=/alice muted bob until .*: too loud/');
    await bob.waitForSelector('.composer-note >> text=/muted.* until .*too loud/');
    // It is known from the beginning, too.
    await bob.reload();
    await bob.waitForSelector('.composer-note >> text=/muted.* until .*too loud/');
    await say(bob, 'still here');
    await bob.waitForSelector('.failed >> text=/muted.* until .*too loud/');
    await bob.click('.failed >> text=Discard');
    await alice.click('.member >> text=bob');
    // The answer closes its own dialog, not the one that was opened since.
    await alice.waitForSelector('dialog button >> text=Remove from the room');
    await alice.evaluate(`
      [...document.querySelectorAll('dialog button')].find((each) => each.textContent === 'Remove from the room').click();
      document.querySelector('dialog [aria-label=Close]').click();
      document.querySelector('.jump').click();
    `);
    await alice.waitForSelector('.event >> text=alice removed bob');
    await alice.waitForSelector('dialog.switcher');
    await alice.keyboard.press('Escape');
    await bob.waitForSelector('.panel >> text=alice removed you from #tea');
    await alice.press('.drawer input', 'Escape');
    await alice.reload();
    for (const text of ['set the topic', 'alice gave bob the role voice', 'alice muted bob', 'alice removed bob']) {
      await alice.waitForSelector(`.event >> text=${text}`);
    }
    await alice.waitForSelector('text=bob joined');
  });

  const linkOf = async (...args: readonly string[]): Promise<string> =>
    /^On the page: (\S+)$/m.exec((await command([...args, '--data', stage.dir])).stderr)?.[1] ?? '';

  test('who is invited and does not stay signed in enters where logging out needs a second attempt', async () => {
    const otto = await stage.look();
    await otto.goto(await linkOf('invite'));
    await otto.reload();
    await otto.fill('[name=name]', 'otto');
    await otto.fill('[name=password]', 'correct-horse');
    await otto.uncheck('[name=keep]');
    await otto.evaluate(losesOne('/logout'));
    await otto.press('[name=password]', 'Enter');
    await otto.waitForSelector('[role=alert]');
    await otto.press('[name=password]', 'Enter');
    await otto.waitForSelector('.me >> text=/^otto$/');
    assert.deepEqual(await otto.context().cookies(), []);
    await otto.context().close();
  });

  test('the links of the command line lead to a room, and to a new password', async () => {
    const data = ['--data', stage.dir];
    await command(['account', 'add', 'nina', ...data], 'correct-horse\n');
    const nina = await stage.look();
    // The second time she is still signed in with this browser.
    for (const password of ['battery-staple', 'staple-battery']) {
      await nina.goto(await linkOf('account', 'reset', 'nina'));
      await nina.reload();
      await nina.fill('[name=name]', 'nina');
      await nina.fill('[name=password]', password);
      await nina.press('[name=password]', 'Enter');
      await nina.waitForSelector('.me >> text=/^nina$/');
    }
    await nina.goto(await linkOf('invite', '#tea'));
    await nina.click('text=Join #tea');
    await nina.waitForSelector('h1 >> text=#tea');
    await nina.context().close();
  });

  test('no page reported an error', () => assert.deepEqual(stage.complaints, []));
});
