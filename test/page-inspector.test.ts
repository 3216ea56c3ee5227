import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, suite, test } from 'node:test';
import type { Page } from 'playwright-core';
import { others, PageStage, say, sees, settled, skip, until } from './page-stage.ts';
import { faults } from './page-faults.ts';

/** A script that sets something by the HTTP API, as another browser of the same account would. */
const changes = (path: string, value: string): string =>
  `fetch('/api/v1/${path}', { method: 'PUT', headers: { 'content-type': 'application/json' }, body: '{"value":"${value}"}' })`;

const editWindow = `fetch('/api/v1/settings').then((answer) => answer.json())
  .then(({ settings }) => settings.find(({ name }) => name === 'edit-window').value)`;

/** The fields and buttons of the drawer or dialog that a finger would miss. */
const tooLow = `[...document.querySelectorAll(':is(.drawer, dialog) :is(button, input, select)')].flatMap((each) => {
  const part = each.closest('label:has([type=checkbox])') ?? each;
  const { height } = part.getBoundingClientRect();
  return height === 0 || height >= 44 ? [] : [each.outerHTML];
})`;

suite('the inspector and the ways in', { skip }, () => {
  let stage: PageStage;
  let alice: Page;
  let olga: Page;
  before(async () => {
    stage = await PageStage.open(undefined, others);
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
    assert.deepEqual(await faults(alice), []);
    await alice.press('.inspector input', 'Escape');
  });

  test('ports are listed with a command to paste', async () => {
    await alice.click('[aria-label="Join from another program"]');
    await alice.waitForSelector(`.listener code >> text=nick client 127.0.0.1 ${stage.portOf('nick')}`);
    await alice.keyboard.press('Escape');
  });

  test('in German, on a phone: a finger that rests on a message opens its tools', async () => {
    const phone = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };
    const page = await stage.enter('jan', { ...phone, locale: 'de-DE' });
    await page.tap('#composer');
    await page.keyboard.type('guten Tag');
    await page.tap('.send');
    await sees(alice, 'guten Tag');
    await settled(page);
    await page.locator('.message', { hasText: 'guten Tag' }).dispatchEvent('touchstart', {
      touches: [{ identifier: 0, clientX: 50, clientY: 50 }],
    });
    await page.waitForSelector('[role=menuitem] >> text=Antworten');
    await page.tap('[role=menuitem] >> text=Antworten');
    await page.waitForSelector('text=Antwort an jan');
    await page.press('#composer', 'Escape');
    for (const [key, part] of Object.entries({
      'Alt+m': '.member',
      'Control+f': '.search-form',
      'Alt+i': '.frame-row',
    })) {
      await page.keyboard.press(key);
      await page.waitForSelector(part);
      assert.deepEqual(await page.evaluate(tooLow), [], part);
    }
    // Back closes what lies over the room, and leads nowhere.
    const address = page.url();
    await page.evaluate('history.back()');
    await page.waitForSelector('.drawer', { state: 'detached' });
    assert.equal(page.url(), address);
    // And the focus is where it was before.
    const back = async (gone: string, focused: string): Promise<void> => {
      await page.evaluate('history.back()');
      await page.waitForSelector(gone, { state: 'hidden' });
      await until(page, `document.activeElement.matches(${JSON.stringify(focused)})`);
    };
    await page.locator('.members-button').press('Enter');
    await page.waitForSelector('.member');
    await back('.drawer', '.members-button');
    await page.locator('[aria-label=Emoji]').press('Enter');
    await page.waitForSelector('.emoji-picker');
    assert.ok(await page.evaluate("document.activeElement.matches('.emoji-picker')"), 'no field, no keyboard');
    await back('.emoji-picker', '[aria-label=Emoji]');
    assert.equal(page.url(), address);
    await back('.composer', '.room-link[href="#/lobby"]');
    await page.goForward();
    await page.waitForSelector('#composer');
    // A keyboard that lies over the page, as on an iPhone.
    const header = async () => (await page.locator('.room-header').boundingBox())?.y;
    const composer = async () => (await page.locator('.composer').boundingBox()) ?? assert.fail();
    const cover = (height: number): Promise<void> =>
      page.evaluate(`
        Object.defineProperty(visualViewport, 'height', { value: ${height}, configurable: true });
        visualViewport.dispatchEvent(new Event('resize'));
      `);
    await cover(400);
    const { y, height } = await composer();
    assert.deepEqual([await header(), Math.round(y + height) <= 400], [0, true]);
    await cover(740);
    assert.ok((await composer()).y > 600);
    await page.context().close();
  });

  test('the link printed at the start creates the owner’s account, once', async () => {
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
    olga = await page.context().newPage();
    olga.on('dialog', (dialog) => void dialog.accept());
    await page.close();
  });

  test('a user who stays signed in needs no password in a new window, and sees the list of devices', async () => {
    await olga.goto(stage.url);
    await olga.waitForSelector('#composer');
    assert.equal(await olga.innerText('.me-name'), 'olga');
    const label = '<img src=x onerror=document.evil=1>';
    const body = JSON.stringify({ name: 'olga', password: 'correct-horse', label });
    const headers = { 'content-type': 'application/json' };
    const made = await fetch(`${stage.url}/api/v1/login`, { method: 'POST', headers, body });
    assert.equal(made.status, 200);
    await olga.click('.me');
    await olga.click('dialog >> text=Devices and bots');
    const other = olga.locator('.grant', { hasText: label });
    await other.waitFor();
    assert.deepEqual(await faults(olga), []);
    assert.equal(await olga.evaluate('document.evil'), undefined);
    await other.locator('button').click();
    await other.waitFor({ state: 'detached' });
    await olga.locator('.grant >> text=this browser').waitFor();
    await olga.click('summary >> text=Change the password');
    await olga.fill('[name=old]', 'correct-horse');
    await olga.fill('[name=new]', 'battery-staple');
    await olga.press('[name=new]', 'Enter');
    await olga.locator('.toast', { hasText: 'Saved.' }).locator('button').click();
  });

  test('what answers in place of the server is shown as no connection', async () => {
    const bots = '**/api/v1/bots';
    await olga.route(bots, (route) => route.fulfill({ contentType: 'text/html', body: '<h1>Accept the terms</h1>' }));
    await olga.click('summary >> text=Make a bot');
    await olga.fill('.bot-form [name=label]', 'build bot');
    await olga.press('.bot-form [name=label]', 'Enter');
    await olga.locator('.toast.error', { hasText: 'There is no connection.' }).locator('button').click();
    await olga.unroute(bots);
  });

  test('a bot sends with its code, which is invalid once revoked', async () => {
    await olga.press('.bot-form [name=label]', 'Enter');
    const code = await olga.innerText('.fresh-code code');
    const speak = async (text: string): Promise<number> => {
      const headers = { 'content-type': 'application/json', authorization: `Bearer ${code}` };
      const body = JSON.stringify({ text });
      return (await fetch(`${stage.url}/api/v1/rooms/lobby/messages`, { method: 'POST', headers, body })).status;
    };
    assert.equal(await speak('from the bot'), 201);
    await sees(alice, 'from the bot');
    await olga.click('[aria-label="End it: build bot"]');
    await olga.waitForSelector('text=You have no bots.');
    assert.equal(await speak('too late'), 401);
    await olga.keyboard.press('Escape');
    await olga.waitForSelector('dialog', { state: 'detached' });
  });

  test('a webhook speaks in its room', async () => {
    await say(olga, '/join #builds');
    await olga.waitForSelector('h1 >> text=#builds');
    await olga.click('[aria-label=More]');
    await olga.click('[role=menu] >> text=Room settings');
    await olga.click('summary >> text=Webhooks');
    await olga.fill('.settings form:has-text("Name for the list") input', 'ci');
    await olga.click('text=Make a webhook');
    const address = await olga.innerText('.fresh-code code');
    assert.equal((await fetch(address, { method: 'POST', body: 'the build is green' })).status, 201);
    await sees(olga, 'the build is green');
    assert.deepEqual(await faults(olga), []);
    const slow = olga.locator('form:has-text("Seconds between two messages") input');
    await slow.fill('7');
    await olga.evaluate(changes('rooms/builds/settings/slow', '9'));
    await olga.waitForSelector('text=to “9”');
    assert.equal(await slow.inputValue(), '7');
    await olga.click('text=Use theirs');
    assert.equal(await slow.inputValue(), '9');
    await olga.press('.settings input >> nth=0', 'Escape');
  });

  test('the owner changes server settings, and sees the audit', async () => {
    await olga.click('.me');
    await olga.click('dialog >> text=Server');
    const field = olga.locator('form:has-text("How long its author may edit") input');
    await field.fill('60');
    await field.press('Enter');
    await olga.waitForSelector('.toast >> text=Saved.');
    // Somebody else changes the same setting while another value is typed.
    await field.fill('30');
    await olga.evaluate(changes('settings/edit-window', '45'));
    await field.press('Enter');
    await olga.waitForSelector('text=to “45”');
    assert.equal(await field.inputValue(), '30');
    await field.press('Enter');
    await olga.waitForSelector('text=to “45”', { state: 'detached' });
    assert.equal(await olga.evaluate(editWindow), '30');
    await olga.waitForSelector('.audit >> text=olga made the bot build bot');
    await olga.click('label >> text=with an invitation code');
    // The link makes accounts also where there are no guests.
    await olga.getByRole('group', { name: 'Whether people may come' }).getByText('no', { exact: true }).click();
    await olga.click('summary >> text=Links that let people make an account');
    assert.deepEqual(await faults(olga), []);
    await olga.click('dialog >> text=Make an invitation link');
    await olga.waitForSelector('.mask >> text=10 uses');
    await olga.keyboard.press('Escape');
    await olga.waitForSelector('dialog', { state: 'detached' });
    await olga.focus('#composer');
    await olga.keyboard.press('Control+v');
    const nina = await stage.look();
    await nina.goto(await olga.inputValue('#composer'));
    await nina.reload();
    await nina.fill('[name=name]', 'nina');
    await nina.press('[name=name]', 'Enter');
    await nina.waitForSelector('[role=alert] >> text=Only people with an account');
    assert.equal(await nina.evaluate('document.activeElement.name'), 'password');
    await nina.waitForSelector('#password-hint >> text=the name becomes your account');
    await nina.fill('[name=password]', 'correct-horse');
    await nina.press('[name=password]', 'Enter');
    await nina.waitForSelector('.me >> text=/^nina$/');
    assert.equal(await nina.textContent('.me .note'), '');
    await until(nina, "location.hash === '#/lobby'");
    await nina.reload();
    await nina.waitForSelector('.me >> text=/^nina$/');
    await nina.context().close();
    await olga.fill('#composer', '');
    await olga.click('.me');
    await olga.click('dialog >> text=Server');
    await olga.waitForSelector('.audit >> text=nina registered with code');
    await olga.click('summary >> text=Links that let people make an account');
    await olga.waitForSelector('.mask >> text=9 uses');
    await olga.click('.mask >> text=Revoke');
    await olga.waitForSelector('.mask', { state: 'detached' });
    await olga.keyboard.press('Escape');
    await olga.waitForSelector('dialog', { state: 'detached' });
  });

  test('signed out everywhere, the browser has no account', async () => {
    await olga.fill('#composer', 'only for me');
    await olga.click('.me');
    await olga.click('dialog >> text=Devices and bots');
    await olga.click('text=Sign out everywhere');
    await olga.click('text=Back to the start');
    await olga.reload();
    await olga.waitForSelector('[name=name]');
    assert.doesNotMatch(await olga.evaluate('JSON.stringify(localStorage)'), /only for me/);
    await olga.context().close();
  });

  test('no page complained', () => assert.deepEqual(stage.complaints, []));
});
