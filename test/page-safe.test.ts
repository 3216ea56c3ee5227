import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import type { Page } from 'playwright-core';
import { connectTcp } from '#link/tcp.ts';
import { faults, messageOf, PageStage, say, sees, skip, tool } from './page-stage.ts';
import { TextPeer } from './text-peer.ts';

/** Each would set `document.evil` if it were taken for HTML, for a script, or for an address to go to. */
const attacks = [
  '<img src=x onerror=document.evil=1>',
  '"><script>document.evil=1</script>',
  '[click](javascript:document.evil=1) <a href="javascript:document.evil=1">x</a>',
  '```<svg/onload=document.evil=1>',
];

suite('a page among people who mean harm', { skip }, () => {
  let stage: PageStage;
  let alice: Page;
  before(async () => {
    stage = await PageStage.open();
    alice = await stage.enter('alice');
  });
  after(async () => {
    await stage?.[Symbol.asyncDispose]();
  });

  /** Nothing of it was run, and no element was made of it. */
  async function isHarmless(): Promise<void> {
    assert.equal(await alice.evaluate('document.evil'), undefined);
    const made = 'document.querySelectorAll("#page img, #page iframe, #page script, #page a[href^=javascript]").length';
    assert.equal(await alice.evaluate(made), 0);
  }

  test('texts from every kind of client are shown as they are', async () => {
    const nick = await stage.join('<svg>');
    const direct = new TextPeer(await connectTcp({ host: '127.0.0.1', port: stage.portOf('direct') }));
    const tsam = new TextPeer(await connectTcp({ host: '127.0.0.1', port: stage.portOf('tsam') }));
    direct.says('<b>\n');
    for (const attack of attacks) {
      nick.say(attack);
      direct.says(`#lobby: ${attack}\n`);
      tsam.says(`\x01SENDMSG,#lobby,${attack}\x04`);
      await say(alice, attack);
    }
    await messageOf(alice, '<svg/onload').nth(3).waitFor();
    assert.ok((await messageOf(alice, '<img src=x onerror=document.evil=1>').count()) >= 4);
    await alice.waitForSelector('.person >> text=<svg>');
    await isHarmless();
    for (const peer of [nick, direct, tsam]) peer.link.end();
  });

  test('names, topics, replies, reactions and away texts are, too', async () => {
    const eve = await stage.enter('<i>eve');
    await say(eve, `/topic ${attacks[0]}`);
    await alice.waitForSelector('.topic >> text=<img');
    await say(eve, attacks[0] ?? '');
    await tool(eve, '<img src=x', 'Reply');
    await say(eve, 'evil reply');
    await sees(alice, 'evil reply');
    await eve.click('.me');
    await eve.fill('dialog input >> nth=0', attacks[1] ?? '');
    await eve.press('dialog input >> nth=0', 'Enter');
    await eve.keyboard.press('Escape');
    await alice.click('.members-button');
    await alice.waitForSelector('.member >> text=<i>eve');
    await alice.click('.member >> text=<i>eve');
    await alice.waitForSelector('dialog >> text=document.evil');
    await alice.keyboard.press('Escape');
    await isHarmless();
    await eve.context().close();
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

suite('axe finds nothing', { skip }, () => {
  let stage: PageStage;
  before(async () => {
    stage = await PageStage.open();
  });
  after(async () => {
    await stage?.[Symbol.asyncDispose]();
  });

  /** Opens each view in turn, looks at it, and closes it again. */
  const views: readonly (readonly [name: string, open: (page: Page) => Promise<unknown>])[] = [
    ['a room', (page) => page.waitForSelector('.message')],
    ['tools of a message', (page) => tool(page, 'hello', 'More')],
    ['emoji', (page) => tool(page, 'hello', 'Add a reaction')],
    ['suggestions', (page) => page.type('#composer', '/j')],
    ['the switcher', (page) => page.keyboard.press('Control+k')],
    ['members', (page) => page.keyboard.press('Alt+m')],
    ['a person', (page) => page.click('.message .person >> nth=0')],
    ['search', (page) => page.keyboard.press('Control+f')],
    ['all rooms', (page) => page.click('[aria-label="All rooms"]')],
    ['you', (page) => page.click('.me')],
    [
      'keys',
      (page) => page.evaluate('document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "?", bubbles: true }))'),
    ],
    ['doors', (page) => page.click('[aria-label="Join from another program"]')],
    ['the inspector', (page) => page.keyboard.press('Alt+i').then(() => page.click('.frame-row >> nth=0'))],
  ];

  for (const colorScheme of ['light', 'dark'] as const) {
    test(`in every view, ${colorScheme}`, async () => {
      const page = await stage.look({ colorScheme, reducedMotion: 'reduce' });
      const found: string[] = (await faults(page)).map((fault) => `first screen: ${fault}`);
      await page.fill('[name=name]', `axe-${colorScheme}`);
      await page.press('[name=name]', 'Enter');
      await page.waitForSelector('#composer');
      for (const text of ['hello', 'with `code`, **bold** and #lobby', '> quote\n- list']) await say(page, text);
      await page.waitForSelector('.pending', { state: 'detached' });
      for (const [name, open] of views) {
        await open(page);
        found.push(...(await faults(page)).map((fault) => `${name}: ${fault}`));
        for (const _ of [1, 2]) await page.keyboard.press('Escape');
        await page.fill('#composer', '');
      }
      assert.deepEqual(found, []);
    });
  }

  test('on a phone: one view at a time, and targets of 44 pixels', async () => {
    const page = await stage.enter('phone', { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });
    await say(page, 'typed with a thumb');
    await page.click('.send').catch(() => {});
    assert.deepEqual(await faults(page), []);
    assert.ok(await page.isHidden('.sidebar'));
    const small = `[...document.querySelectorAll('.room-header button, .room-header a, .composer button')]
      .filter((button) => button.getClientRects().length > 0)
      .map((button) => [button.getAttribute('aria-label') ?? button.textContent, button.getBoundingClientRect()])
      .filter(([, box]) => box.width < 44 || box.height < 44).map(([name]) => name)`;
    assert.deepEqual(await page.evaluate(small), []);
    await page.click('.back');
    await page.waitForSelector('.sidebar');
    assert.deepEqual(await faults(page), []);
    assert.ok(await page.isHidden('.messages'));
  });
});
