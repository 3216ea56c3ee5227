import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import type { Page } from 'playwright-core';
import { output } from './command.ts';
import { fromMenu, messageOf, PageStage, say, sees, settled, skip, until } from './page-stage.ts';

/** What a screen reader says of an element: its role and name, and what is told of it beside them. */
async function told(page: Page, role: string, name: string | RegExp): Promise<string> {
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send('Accessibility.getFullAXTree');
  await session.detach();
  const isIt = (text: string): boolean => (typeof name === 'string' ? text === name : name.test(text));
  const found = nodes.find((node) => node.role?.value === role && isIt(String(node.name?.value ?? '')));
  const states = (found?.properties ?? []).filter(({ name: state }) => /expanded|invalid|pressed|level/.test(state));
  return [
    found?.name?.value,
    found?.description?.value,
    ...states.filter(({ value }) => value.value !== 'false').map(({ name: state, value }) => `${state} ${value.value}`),
  ]
    .filter((part) => part !== undefined && part !== '')
    .join(' | ');
}

/** Notes in the page what is added to the regions that screen readers read aloud. */
const listening = `{
  window.heard = [];
  const region = (node) => node.parentElement?.closest('.offscreen > [role]')?.getAttribute('role');
  new MutationObserver((changes) => {
    for (const { addedNodes, target } of changes) for (const node of addedNodes) {
      const role = target.matches?.('.offscreen > [role]') ? target.getAttribute('role') : region(target);
      if (role) heard.push(role + ' ' + node.textContent);
    }
  }).observe(document.body, { childList: true, subtree: true });
}`;

const hears = (page: Page, line: string): Promise<void> => until(page, `heard.includes(${JSON.stringify(line)})`);
const heard = (page: Page): Promise<readonly string[]> => page.evaluate('heard.splice(0)');
/** The element with the focus, by its label or text. */
const focused = (page: Page): Promise<string> =>
  page.evaluate(
    `(({ id, className, ariaLabel, textContent }) => id === 'composer' ? id : ariaLabel ?? (className.includes('message') ? 'message ' : '') + textContent)(document.activeElement)`,
  );

suite('the page, as a screen reader tells it', { skip }, () => {
  let stage: PageStage;
  let alice: Page;
  before(async () => {
    stage = await PageStage.open();
  });
  after(async () => {
    await stage?.[Symbol.asyncDispose]();
  });

  test('an error of the first screen belongs to its field, which has the focus', async () => {
    alice = await stage.look();
    await alice.fill('[name=name]', 'a:b');
    await alice.click('text=Enter the chat');
    await alice.waitForSelector('[role=alert] >> text=/A name has/');
    assert.match(await told(alice, 'textbox', 'Name'), /^Name \| A name has 1 to 32 characters.* \| invalid true$/);
    assert.equal(await alice.evaluate('document.activeElement.name'), 'name');
    assert.equal(await told(alice, 'textbox', 'Password'), 'Password | Only if the name has an account.');
    await alice.fill('[name=name]', 'alice');
    await alice.press('[name=name]', 'Enter');
    await alice.waitForSelector('#composer');
  });

  test('each message is told with its speaker, reactions and time; a day is a heading', async () => {
    const carol = await stage.join('carol');
    carol.say('first of two', 'second of two');
    await sees(alice, 'second of two');
    assert.equal(await told(alice, 'heading', 'Today'), 'Today | level 2');
    // Its speaker's name is shown above the first one only.
    assert.match(await told(alice, 'listitem', /second/), /^carol second of two \d\d:\d\d \| level 1$/);
    await say(alice, '/reply carol welcome');
    await say(alice, '/react carol 👍');
    await messageOf(alice, 'second of two').locator('.reaction').waitFor();
    assert.match(await told(alice, 'listitem', /second/), /^carol second of two Reactions: 👍 1 \d/u);
    await fromMenu(alice, 'second of two', 'Who has reacted');
    await alice.waitForSelector('.who-reacted >> text=alice');
    await alice.keyboard.press('Escape');
    assert.match(await told(alice, 'listitem', /welcome/), /^alice In reply to carol second of two welcome \d/);
    assert.equal(await told(alice, 'link', /^#lobby/), '#lobby');
    carol.link.end();
  });

  test('new messages are read once, others not at all; errors are read at once', async () => {
    const dave = await stage.join('dave');
    await say(alice, '/join #tea');
    await alice.waitForSelector('h1 >> text=#tea');
    dave.say('/join #tea');
    await alice.waitForSelector('.event >> text=dave joined');
    await settled(alice);
    await alice.evaluate(listening);
    dave.say('one *of* two', 'two of two');
    await hears(alice, 'log dave: two of two');
    dave.say('/edit two, edited');
    await sees(alice, 'two, edited');
    dave.say('/msg #lobby nothing for her', '/msg #lobby @alice for her', '/msg alice in private');
    await hears(alice, 'log dave to you: in private');
    assert.deepEqual(await heard(alice), [
      'log dave: one of two',
      'log dave: two of two',
      'log dave in #lobby: @alice for her',
      'log dave to you: in private',
    ]);
    await alice.click('.room-link >> text=lobby');
    await sees(alice, 'nothing for her');
    await alice.click('.room-link >> text=dave');
    await sees(alice, 'in private');
    await say(alice, '/nonsense');
    await until(alice, 'heard.length > 0');
    assert.match((await heard(alice)).join(), /^alert There is no command \/nonsense\.[^,]*$/);
    dave.link.end();
  });

  test('names that are shown as a number can be opened', async () => {
    await alice.click('.room-link >> text=tea');
    const crowd = await Promise.all(['eve', 'fred', 'gina', 'hugo'].map((name) => stage.join(name)));
    for (const each of crowd) each.say('/join #tea');
    await alice.click('.event >> text=/^\\d+ joined/');
    await alice.waitForSelector('.event >> text=hugo');
    assert.match(await told(alice, 'button', /joined: .*hugo/), /\| expanded true$/);
    for (const { link } of crowd) link.end();
  });

  test('the server that speaks is no guest, and nobody to write to', async () => {
    await output(['say', '#tea', 'restart at five', '--data', stage.dir]);
    const message = messageOf(alice, 'restart at five').first();
    await message.waitFor();
    assert.equal(await message.locator('.message-head').evaluate((head) => head.firstElementChild?.tagName), 'STRONG');
    assert.doesNotMatch((await message.textContent()) ?? '', /guest/);
  });

  test('the focus stays where one works', async () => {
    await alice.click('.room-link >> text=tea');
    await say(alice, 'to be removed');
    await settled(alice);
    await alice.press('#composer', 'Control+ArrowUp');
    for (const key of ['Enter', 'End', 'Enter']) await alice.keyboard.press(key);
    assert.equal(await focused(alice), 'Delete');
    await alice.keyboard.press('Enter');
    await alice.waitForSelector('.gone');
    assert.match(await focused(alice), /^message alice.*\(message removed\)$/);
    await alice.click('.room-tools [aria-label=More]');
    await alice.click('[role=menu] >> text=Inspector');
    await until(alice, `document.activeElement.textContent === 'Inspector'`);
    await alice.keyboard.press('Escape');
    assert.equal(await focused(alice), 'composer');
    await alice.click('.me');
    await alice.waitForSelector('.me-dialog input');
    await alice.keyboard.press('Escape');
    assert.equal(await told(alice, 'button', /^alice/), 'alice guest , you and your settings');
    assert.match(await focused(alice), /^alice/);
  });

  test('no page complained', () => assert.deepEqual(stage.complaints, []));
});
