import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import type { Page } from 'playwright-core';
import {
  attacks,
  den,
  hostileOnChatroom,
  hostileOnOthers,
  hostileOnPdu,
  hostileOnWeb,
  reaction,
} from './hostile-people.ts';
import { fromMenu, messageOf, others, PageStage, say, settled, skip, tool } from './page-stage.ts';
import { colourRules, faults } from './page-faults.ts';

suite('a page for everybody, among people who mean harm', { skip }, () => {
  let stage: PageStage;
  let alice: Page;
  before(async () => {
    stage = await PageStage.open(undefined, others);
    alice = await stage.enter('alice');
  });
  after(async () => {
    await stage?.[Symbol.asyncDispose]();
  });

  /** Opens each view, and waits until it is there. */
  const views: readonly (readonly [name: string, open: (page: Page) => Promise<unknown>])[] = [
    ['a room', (page) => page.waitForSelector('.message')],
    ['tools of a message', (page) => tool(page, 'hello', 'More').then(() => page.waitForSelector('[role=menu]'))],
    ['emoji', (page) => tool(page, 'hello', 'Add a reaction').then(() => page.waitForSelector('.emoji-picker'))],
    ['suggestions', (page) => page.type('#composer', '/j').then(() => page.waitForSelector('#suggestions'))],
    ['the switcher', (page) => page.keyboard.press('Control+k').then(() => page.waitForSelector('.switcher'))],
    ['members', (page) => page.keyboard.press('Alt+m').then(() => page.waitForSelector('.member'))],
    ['a person', (page) => page.click('.message .person >> nth=0').then(() => page.waitForSelector('.person-dialog'))],
    ['search', (page) => page.keyboard.press('Control+f').then(() => page.waitForSelector('.search-form'))],
    [
      'all rooms',
      (page) => page.click('[aria-label="All rooms"]').then(() => page.waitForSelector('.all-rooms .option-row')),
    ],
    ['you', (page) => page.click('.me').then(() => page.waitForSelector('.me-dialog input'))],
    [
      'keys',
      (page) =>
        page
          .evaluate('document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "?", bubbles: true }))')
          .then(() => page.waitForSelector('.keys-help')),
    ],
    [
      'listeners',
      (page) => page.click('[aria-label="Join from another program"]').then(() => page.waitForSelector('.listener')),
    ],
    [
      'the inspector',
      (page) =>
        page.keyboard
          .press('Alt+i')
          .then(() => page.click('.frame-row >> nth=0'))
          .then(() => page.waitForSelector('.frame-detail')),
    ],
    ['the playground', (page) => page.keyboard.press('Alt+i').then(() => openPlayground(page))],
    [
      'every dialect',
      (page) =>
        fromMenu(page, 'hello', 'See it in every dialect').then(() => page.waitForSelector('.written >> nth=5')),
    ],
    ['settings of the room', (page) => openSettings(page)],
  ];

  async function openPlayground(page: Page): Promise<void> {
    await page.click('text=Playground');
    await page.selectOption('[name=dialect]', 'nick');
    await page.click('text=Open a connection');
    await page.click('.frame-row.server >> text=HELLO');
  }

  async function openSettings(page: Page): Promise<void> {
    await page.click('[aria-label=More]');
    await page.click('[role=menu] >> text=Room settings');
    for (const name of ['Bans', 'Invitation links']) await page.click(`summary >> text=${name}`);
    await page.waitForSelector('.settings >> text=People with an account can make');
  }

  for (const colorScheme of ['light', 'dark'] as const) {
    test(`axe finds nothing in any view, ${colorScheme}`, async () => {
      const page = await stage.look({ colorScheme, reducedMotion: 'reduce' });
      // What does not depend on colours is the same in both.
      const rules = colorScheme === 'dark' ? colourRules : undefined;
      const found: string[] = (await faults(page, rules)).map((fault) => `first screen: ${fault}`);
      await page.fill('[name=name]', `axe-${colorScheme}`);
      await page.press('[name=name]', 'Enter');
      await page.waitForSelector('#composer');
      await say(page, `/join #axe-${colorScheme}`);
      await page.waitForSelector(`h1 >> text=#axe-${colorScheme}`);
      for (const text of ['hello', 'with `code`, **bold** and #lobby', '> quote\n- list']) await say(page, text);
      await settled(page);
      for (const [name, open] of views) {
        await open(page);
        found.push(...(await faults(page, rules)).map((fault) => `${name}: ${fault}`));
        for (const _ of [1, 2]) await page.keyboard.press('Escape');
        await page.waitForSelector('dialog, .drawer, [role=menu], .emoji-picker', { state: 'detached' });
        await page.fill('#composer', '');
      }
      assert.deepEqual(found, []);
    });
  }

  test('axe finds nothing on a phone: one view at a time, and targets of 44 pixels', async () => {
    const page = await stage.enter('phone', { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });
    await say(page, 'typed with a thumb');
    await page.click('.send').catch(() => {});
    // Until it is confirmed, its colours are weaker.
    await settled(page);
    assert.deepEqual(await faults(page), []);
    assert.ok(await page.isHidden('.sidebar'));
    const small = `[...document.querySelectorAll('.room-header button, .room-header a, .composer button')]
      .filter((button) => button.getClientRects().length > 0)
      .map((button) => [button.getAttribute('aria-label') ?? button.textContent, button.getBoundingClientRect()])
      .filter(([, box]) => box.width < 44 || box.height < 44).map(([name]) => name)`;
    assert.deepEqual(await page.evaluate(small), []);
    for (const each of [page, alice]) await each.goto(`${stage.url}#/den`);
    for (const each of [page, alice]) await each.click('text=Join #den');
    await page.fill('#composer', 'a draft');
    await page.click('.back');
    await say(alice, 'look, @phone');
    await page.waitForSelector('.room-link >> text=@1');
    assert.deepEqual(await faults(page), []);
    await page.click('.jump');
    assert.match(await page.locator('[role=option]').first().innerText(), /^#den\s+1 mention, 1 unread, draft\s+@1$/);
    assert.deepEqual(await faults(page), []);
    await page.keyboard.press('Escape');
    await alice.click('.room-link >> text=lobby');
    assert.ok(await page.isHidden('.messages'));
  });

  test('what they put into any field, from any dialect, is shown as they wrote it', async () => {
    const eve = await hostileOnWeb(stage, 'alice');
    const others = [...(await hostileOnOthers(stage)), await hostileOnChatroom(stage), await hostileOnPdu(stage)];
    const opened = async (open: Promise<unknown>, where: string, ...texts: readonly string[]): Promise<void> => {
      await open;
      for (const text of texts) await alice.locator(where, { hasText: text }).first().waitFor();
      assert.equal(await alice.evaluate('document.evil'), undefined);
      const made =
        '#page :is(img, iframe, script, object, embed, form[action], [onerror], [onload], [href^="javascript" i])';
      assert.equal(await alice.locator(made).count(), 0, where);
    };
    const closeDialog = async (): Promise<void> => {
      await alice.keyboard.press('Escape');
      await alice.waitForSelector('dialog', { state: 'detached' });
    };
    // Six dialects said each of them; in one it was edited away, in another removed.
    const [image, script, link, code] = attacks;
    for (const text of [image, script, link.slice(0, 7), code.slice(3)]) await messageOf(alice, text).nth(4).waitFor();
    const names = ['<svg>', '<b>', '<u>', '<b>carl', '<b>pia', '<i>eve'];
    await opened(Promise.resolve(), '.person', ...names);
    await opened(Promise.resolve(), '.topic', image);
    await opened(Promise.resolve(), '.reaction', reaction);
    await opened(Promise.resolve(), '.quote', image);
    await opened(alice.click('.members-button'), '.member', ...names);
    await opened(alice.locator('.member', { hasText: '<i>eve' }).click(), 'dialog', script);
    await closeDialog();
    await alice.keyboard.press('Control+f');
    await alice.fill('[name=text]', 'document');
    await opened(alice.press('[name=text]', 'Enter'), '.hit', image);
    await closeDialog();
    await opened(alice.click('[aria-label="All rooms"]'), 'dialog li', den);
    await closeDialog();
    await opened(alice.locator('[aria-labelledby=invited] a', { hasText: den.slice(1) }).click(), '.elsewhere', den);
    await alice.click('.elsewhere .primary');
    // The room has its heading before she is in it.
    await alice.waitForSelector('.elsewhere', { state: 'detached' });
    await alice.locator('h1', { hasText: den }).waitFor();
    await eve.govern();
    await opened(Promise.resolve(), '.event', image, '<svg>: "><script>', `to ${den}2`, 'banned <b>*', '<b>pia');
    await alice.click('[aria-label=More]');
    await opened(alice.click('[role=menu] >> text=Room settings'), '.settings', 'Bans');
    await opened(alice.click('summary >> text=Bans'), '.mask', `<b>*`, script);
    // A field that the page fills has no attribute `value`.
    await alice.waitForFunction(
      `[...document.querySelectorAll('.settings form')].some(
        (form) => form.textContent.includes('Key needed') && form.querySelector('input').value === '<b>key')`,
    );
    await alice.press('.settings input >> nth=0', 'Escape');
    await opened(alice.keyboard.press('Control+k'), 'dialog', '<i>eve');
    await closeDialog();
    await opened(alice.locator('.room-link', { hasText: '<i>eve' }).click(), '.message', image);
    await alice.keyboard.press('Alt+i');
    await opened(alice.locator('.frame-row', { hasText: image }).first().click(), '.frame-detail', '{');
    await alice.press('.inspector input', 'Escape');
    await alice.click('.room-link >> text=lobby');
    for (const link of [eve.link, ...others]) link.end();
  });

  test('the inspector shows frames, and no secret', async () => {
    const dora = await stage.look();
    await dora.fill('[name=name]', 'dora');
    await dora.press('[name=name]', 'Enter');
    await dora.waitForSelector('#composer');
    await say(dora, '/register correct-horse');
    await dora.waitForSelector('.me .note:empty', { state: 'attached' });
    await dora.keyboard.press('Alt+i');
    await dora.waitForSelector('.frame-row >> text=register');
    await dora.click('.frame-row >> text=register >> nth=0');
    const bytes = (await dora.locator('.frame-detail .chars').allInnerTexts()).join('');
    assert.match(bytes.replaceAll('\n', ''), /"password":"\*{13}"/);
    // Also what the title of a frame does not say; and characters of patterns are themselves.
    await dora.fill('.frame-tools input', '"scopes":[');
    await dora.waitForSelector('text=No frame has that in it.');
    await dora.fill('.frame-tools input', '"EDITWINDOW":');
    await dora.waitForSelector('.frame-row >> text=login');
    await dora.fill('.frame-tools input', 'entry');
    await dora.click('.frame-tools >> text=Pause');
    await say(alice, 'while paused');
    await dora.waitForSelector('text=/paused, [1-9]/');
    await dora.context().close();
  });

  test('what the page asks of a browser is there without TLS, and nothing comes from elsewhere', async () => {
    const page = await stage.look();
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.reload();
    await page.waitForSelector('.first-run');
    assert.ok(asked.length >= 3);
    assert.deepEqual(
      asked.filter((url) => !url.startsWith(stage.url) && !url.startsWith('data:')),
      [],
    );
    await page.context().close();
  });

  test('no page complained', () => assert.deepEqual(stage.complaints, []));
});
