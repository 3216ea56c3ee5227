import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import type { Page } from 'playwright-core';
import {
  fromMenu,
  messageOf,
  type PageStage,
  roomLink,
  say,
  sees,
  settled,
  skip,
  tool,
  twoPeople,
  until,
} from './page-stage.ts';

suite('the page, as people use it', { skip }, () => {
  let stage: PageStage;
  let alice: Page;
  let bob: Page;
  before(async () => {
    ({ stage, alice, bob } = await twoPeople());
  });
  after(async () => {
    await stage?.[Symbol.asyncDispose]();
  });

  test('two browsers and a classroom client talk', async () => {
    const carol = await stage.join('carol');
    await say(alice, 'hello from a browser');
    await sees(bob, 'hello from a browser');
    await carol.hears('alice: hello from a browser');
    carol.say('hello from nick');
    await sees(alice, 'hello from nick');
    await sees(bob, 'hello from nick');
    assert.equal(await messageOf(alice, 'hello from nick').locator('.via').innerText(), 'nick');
    carol.link.end();
  });

  test('Markdown becomes elements, and lines stay lines', async () => {
    await alice.fill('#composer', '**bold** `code` https://a.example/');
    await alice.press('#composer', 'Shift+Enter');
    await alice.type('#composer', '- one');
    await alice.press('#composer', 'Enter');
    const message = messageOf(bob, 'bold');
    assert.equal(await message.locator('strong').innerText(), 'bold');
    assert.equal(await message.locator('code').innerText(), 'code');
    assert.equal(await message.locator('li').innerText(), 'one');
    assert.equal(await message.locator('a').getAttribute('rel'), 'noopener noreferrer nofollow');
  });

  test('a reply quotes; Up edits the last message; the other sees both', async () => {
    await tool(bob, 'hello from a browser', 'Reply');
    await say(bob, 'welcome');
    await sees(alice, 'welcome');
    assert.match(await messageOf(alice, 'welcome').locator('.quote').innerText(), /alice hello from a browser/);
    await settled(bob);
    await bob.press('#composer', 'ArrowUp');
    await bob.waitForSelector('text=Editing a message');
    await say(bob, 'welcome here');
    await messageOf(alice, 'welcome here').locator('text=(edited)').waitFor();
  });

  test('a reaction is added by one and shared by the other', async () => {
    await tool(bob, 'hello from a browser', 'Add a reaction');
    await bob.fill('.emoji-picker input', 'tada');
    await bob.click('.emoji-picker [aria-label=tada]');
    await messageOf(alice, 'hello from a browser').locator('.reaction', { hasText: '1' }).click();
    const reaction = messageOf(bob, 'hello from a browser').locator('.reaction', { hasText: '2' });
    await reaction.waitFor();
    assert.match(await reaction.innerText(), /🎉/u);
  });

  test('a message is removed for everybody, after a question', async () => {
    await say(alice, 'a slip');
    await sees(bob, 'a slip');
    await fromMenu(alice, 'a slip', 'Delete');
    // What happens in the room does not move the focus to the dangerous button again.
    await alice.keyboard.press('Tab');
    await say(bob, 'in between');
    await sees(alice, 'in between');
    assert.equal(await alice.evaluate('document.activeElement.textContent'), 'Cancel');
    await alice.click('dialog button >> text=Delete');
    await sees(bob, '(message removed)');
    assert.equal(await messageOf(bob, 'a slip').count(), 0);
  });

  test('the keyboard reaches messages and their tools', async () => {
    await say(bob, 'by keyboard');
    await sees(alice, 'by keyboard');
    await alice.press('#composer', 'Control+ArrowUp');
    await alice.keyboard.press('r');
    await alice.waitForSelector('text=Replying to bob');
    await alice.press('#composer', 'Escape');
    await alice.press('#composer', 'Control+ArrowUp');
    await alice.keyboard.press('Enter');
    await alice.waitForSelector('[role=menu]');
    await alice.keyboard.press('ArrowUp');
    await alice.keyboard.press('Escape');
    await alice.waitForSelector('[role=menu]', { state: 'detached' });
  });

  test('names, emoji and commands are completed', async () => {
    await alice.fill('#composer', '');
    await alice.type('#composer', 'hi @bo');
    await alice.press('#composer', 'Tab');
    assert.equal(await alice.inputValue('#composer'), 'hi @bob ');
    await alice.type('#composer', ':rock');
    await alice.locator('[role=option]', { hasText: ':rocket:' }).click();
    assert.equal(await alice.inputValue('#composer'), 'hi @bob 🚀 ');
    await alice.press('#composer', 'Enter');
    await bob.waitForSelector('.mentions-me >> text=🚀');
    await say(alice, '/nonsense');
    await alice.waitForSelector('.toast >> text=There is no command /nonsense');
    await alice.fill('#composer', '');
  });

  test('a typing user is shown until the message arrives', async () => {
    await roomLink(bob, 'lobby').click();
    await bob.waitForSelector('h1 >> text=lobby');
    let isNamed = false;
    const named = alice.waitForSelector('.typing >> text=bob is typing').then(() => (isNamed = true));
    // A sign lasts a while only, and a slow browser may miss it: bob goes on typing.
    while (!isNamed) await bob.type('#composer', 'w', { delay: 200 });
    await named;
    await bob.press('#composer', 'Enter');
    await alice.waitForSelector('.typing:empty', { state: 'attached' });
  });

  test('search finds, and leads to the place', async () => {
    await roomLink(alice, 'lobby').click();
    await alice.waitForSelector('h1 >> text=#lobby');
    await say(alice, 'a **bold** note to @alice');
    await settled(alice);
    await alice.keyboard.press('Control+f');
    await alice.click('text=Messages that mention you');
    await alice.waitForSelector('.hit-text >> text=a bold note to');
    await alice.fill('[name=text]', 'welcome');
    await alice.press('[name=text]', 'Enter');
    await alice.click('.hit >> text=welcome');
    await alice.waitForSelector('.lit >> text=welcome here');
    await alice.waitForSelector('h1 >> text=#lobby');
    await alice.keyboard.press('Escape');
  });

  test('scrolling loads more history, visible messages keep their place, and new messages stay below', async () => {
    const dave = await stage.join('dave');
    await alice.press('#composer', 'Escape');
    await alice.waitForSelector('.chip.below', { state: 'detached' });
    dave.say(...Array.from({ length: 400 }, (_, nth) => `line ${nth}.`));
    await sees(alice, 'line 399.');
    assert.ok((await alice.locator('.message').count()) <= 300);
    const list = alice.locator('.messages');
    await list.hover();
    // Where the first message in sight is, and which; before and after older ones are put above it.
    const first = `(() => {
      const edge = document.querySelector('.messages').getBoundingClientRect().top;
      const rows = [...document.querySelectorAll('.messages .message')];
      const row = rows.find((each) => each.getBoundingClientRect().bottom > edge);
      return [row.dataset.seq, Math.round(row.getBoundingClientRect().top - edge), rows[0].dataset.seq];
    })()`;
    // In one turn of the page: the older ones may come at once.
    const before: readonly [string, number, string] = await alice.evaluate(
      `(() => {
        document.querySelector('.messages').scrollTop = 700;
        return ${first};
      })()`,
    );
    await until(alice, `document.querySelector('.messages .message').dataset.seq !== '${before[2]}'`);
    const later: readonly [string, number, string] = await alice.evaluate(first);
    assert.equal(later[0], before[0]);
    assert.ok(Math.abs(later[1] - before[1]) <= 2, `${later[1]} instead of ${before[1]}`);
    dave.say('news from below');
    await alice.click('.chip.below');
    await sees(alice, 'news from below');
    await alice.waitForSelector('.chip.below', { state: 'detached' });
    while ((await messageOf(alice, 'line 0.').count()) === 0) {
      await alice.evaluate('document.querySelector(".messages").scrollTop = 0');
      await alice.evaluate('new Promise(requestAnimationFrame)');
    }
    await sees(alice, 'line 0.');
    dave.link.end();
  });

  test('a link to a message shows it in its surroundings', async () => {
    const seq = await messageOf(alice, 'line 0.').first().getAttribute('data-seq');
    await alice.click('.chip.below');
    await sees(alice, 'news from below');
    await alice.evaluate(`location.hash = '#/lobby/m/${seq}'`);
    await alice.waitForSelector('.lit >> text=line 0.');
  });

  test('no page reported an error', () => assert.deepEqual(stage.complaints, []));
});
