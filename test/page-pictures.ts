/** `node test/page-pictures.ts`: the pictures of the page in `docs`, of the real page with people in it. */
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { PageStage, say, sees, tool } from './page-stage.ts';

const docs = fileURLToPath(new URL('../docs/', import.meta.url));
const shoot = (page: Page, name: string): Promise<unknown> => page.screenshot({ path: `${docs}${name}.png` });

async function enterRoom(page: Page, name: string): Promise<void> {
  await page.click('[aria-label="All rooms"]');
  await page.fill('dialog input', name);
  await page.press('dialog input', 'Enter');
  await page.waitForSelector(`h1 >> text=#${name}`);
}

const toLobby = (page: Page): Promise<void> => page.click('.room-link >> text=lobby');

/** A morning in a small team, one of them on a classroom client. */
async function morning(stage: PageStage, alice: Page, bob: Page): Promise<void> {
  for (const page of [alice, bob]) {
    for (const room of ['deploys', 'tea']) await enterRoom(page, room);
    await toLobby(page);
  }
  const carol = await stage.join('carol');
  await say(alice, '/topic Release on **Friday**. Notes: https://example.org/notes');
  carol.say('good morning from a terminal');
  await sees(bob, 'good morning');
  await say(bob, 'Morning! The build is green again:');
  await say(bob, '```\n$ npm test\nℹ pass 1412\nℹ fail 0\n```');
  await sees(alice, 'pass 1412');
  await tool(alice, 'build is green', 'Reply');
  await say(alice, 'Wonderful. What was it?');
  await sees(bob, 'What was it');
  await say(bob, 'A lock that was *too* polite. Details:\n- it waited for a reader\n- the reader waited for `flush()`');
  await tool(alice, 'too polite', 'Add a reaction');
  await alice.fill('.emoji-picker input', 'tada');
  await alice.click('.emoji-picker [aria-label=tada]');
  carol.say('@alice shall I tag it?');
  await sees(alice, 'shall I tag it');
  await say(alice, 'Yes please, and thank you :-)');
  await bob.click('.room-link >> text=deploys');
  for (const text of ['staging is up', 'production follows at noon']) await say(bob, text);
  await bob.click('.message .person >> nth=0');
  await bob.keyboard.press('Escape');
  await bob.keyboard.press('Control+k');
  await bob.keyboard.type('alice');
  await bob.keyboard.press('Enter');
  await say(bob, 'lunch?');
  await toLobby(bob);
  await bob.type('#composer', 'one more');
  await alice.waitForSelector('.typing >> text=bob');
}

await using stage = await PageStage.open();
const alice = await stage.enter('alice');
const bob = await stage.enter('bob');
await morning(stage, alice, bob);
await alice.mouse.move(700, 780);
await alice.waitForSelector('.toast', { state: 'detached' });
await shoot(alice, 'page');
await alice.emulateMedia({ colorScheme: 'dark' });
await alice.keyboard.press('Alt+i');
await alice.click('text=Playground');
await alice.selectOption('[name=dialect]', 'nick');
await alice.click('text=Open a connection');
for (const text of ['NICKdave\\n', 'hello, byte by byte\\n']) {
  await alice.fill('[name=bytes]', text);
  await alice.press('[name=bytes]', 'Enter');
}
await sees(alice, 'byte by byte');
await alice.click('.frame-row.server >> nth=1');
await shoot(alice, 'page-inspector');
await alice.keyboard.press('Escape');
await alice.setViewportSize({ width: 390, height: 760 });
await shoot(alice, 'page-phone');
