import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import type { Page } from 'playwright-core';
import { namespaceMissing } from './network-namespace.ts';
import { fromMenu, messageOf, PageStage, say, sees, skip, tool, until } from './page-stage.ts';
import { faults } from './page-faults.ts';

// Of a documentation network (RFC 5737), so that the browser takes it for any other machine's.
suite('the page over plain HTTP from another machine', { skip: skip || namespaceMissing() }, () => {
  let stage: PageStage;
  let alice: Page;
  let bob: Page;
  before(async () => {
    stage = await PageStage.open('192.0.2.7');
    alice = await stage.enter('alice');
    bob = await stage.enter('bob');
  });
  after(async () => {
    await stage?.[Symbol.asyncDispose]();
  });

  test('the browser offers what it offers there, and no more', async () => {
    const offered = `[isSecureContext, 'randomUUID' in crypto, 'clipboard' in navigator, 'serviceWorker' in navigator]`;
    assert.deepEqual(await alice.evaluate(offered), [false, false, false, false]);
  });

  test('people talk, edit, react, search and read the inspector', async () => {
    await say(alice, 'over the LAN');
    await sees(bob, 'over the LAN');
    await tool(bob, 'over the LAN', 'Add a reaction');
    await bob.fill('.emoji-picker input', 'tada');
    await bob.click('.emoji-picker [aria-label=tada]');
    await messageOf(alice, 'over the LAN').locator('.reaction').waitFor();
    await alice.press('#composer', 'ArrowUp');
    await say(alice, 'over plain HTTP');
    await messageOf(bob, 'over plain HTTP').locator('text=(edited)').waitFor();
    await alice.waitForSelector('text=Editing a message', { state: 'detached' });
    await bob.keyboard.press('Control+f');
    await bob.fill('[name=text]', 'plain');
    await bob.press('[name=text]', 'Enter');
    await bob.click('.hit >> text=plain');
    await bob.waitForSelector('.lit');
    await bob.keyboard.press('Escape');
    await bob.keyboard.press('Alt+i');
    await bob.waitForSelector('.frame-row >> text=entry');
    await bob.press('.inspector input', 'Escape');
  });

  test('a link is copied without the clipboard interface', async () => {
    await fromMenu(alice, 'over plain HTTP', 'Copy a link');
    await alice.waitForSelector('.toast >> text=Copied.');
    await alice.focus('#composer');
    await alice.keyboard.press('Control+v');
    await until(alice, `document.querySelector('#composer').value.startsWith('${stage.url}/#/lobby/m/')`);
    await say(alice, '```\nnpm test\nnpm start\n```');
    await messageOf(alice, 'npm start').hover();
    await messageOf(alice, 'npm start').locator('[aria-label="Copy this code"]').click();
    await alice.focus('#composer');
    await alice.keyboard.press('Control+v');
    await until(alice, "document.querySelector('#composer').value.trim() === 'npm test\\nnpm start'");
    await alice.fill('#composer', '');
  });

  test('the page says that there are no notifications, and why; a reload loses nothing', async () => {
    await alice.click('.me');
    await alice.waitForSelector('text=only over TLS or on this machine');
    assert.deepEqual(await faults(alice), []);
    // What is refused is said above the dialog, where it can be read and closed.
    await alice.fill('dialog input >> nth=1', 'bob');
    await alice.press('dialog input >> nth=1', 'Enter');
    await alice.click('dialog .toast.error button');
    await alice.keyboard.press('Escape');
    await alice.reload();
    await sees(alice, 'over plain HTTP');
    assert.equal(await alice.innerText('.me-name'), 'alice');
  });

  test('an account stays signed in: the cookie needs no TLS', async () => {
    await alice.click('.me');
    await alice.fill('dialog input[type=password]', 'correct-horse');
    await alice.press('dialog input[type=password]', 'Enter');
    await alice.click('dialog >> text=Devices and bots');
    await alice.waitForSelector('.grant >> text=this browser');
    const another = await alice.context().newPage();
    await another.goto(stage.url);
    await sees(another, 'over plain HTTP');
    assert.equal(await another.innerText('.me-name'), 'alice');
  });

  test('no page complained', () => assert.deepEqual(stage.complaints, []));
});
