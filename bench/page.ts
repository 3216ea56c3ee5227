/**
 * `npm run bench -- page`: the page's budget, in Chromium against the real server. A *task* is work that blocks the page's main thread; the browser's trace has the wall time and the CPU time of each. On a busy machine, only the CPU time is meaningful. `MINUTES=10`: measures the heap for this time under 100 messages/s.
 */
import type { CDPSession, Page } from 'playwright-core';
import type { NickPeer } from '../test/nick-peer.ts';
import { PageStage, skip, until } from '../test/page-stage.ts';

const rounds = Number(process.env['ROUNDS'] ?? 5);
const messages = 10_000;
const seconds = Number(process.env['SECONDS'] ?? 30);
const minutes = Number(process.env['MINUTES'] ?? 0);

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN;

interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds of wall time, and of CPU time. */
  readonly dur?: number;
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

const categories = ['disabled-by-default-devtools.timeline', 'toplevel', '__metadata'];

/** Does something, and returns the tasks of the page meanwhile. */
async function traced(page: Page, act: () => Promise<void>): Promise<string> {
  const browser = page.context().browser();
  if (!browser) return '';
  await browser.startTracing(page, { categories });
  await act();
  const { traceEvents }: { traceEvents: readonly TraceEvent[] } = JSON.parse((await browser.stopTracing()).toString());
  const mains = traceEvents.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain');
  const isMain = ({ pid, tid }: TraceEvent): boolean => mains.some((main) => main.pid === pid && main.tid === tid);
  const all = traceEvents.filter((event) => event.name === 'RunTask' && isMain(event));
  const tell = (times: readonly number[], unit: string): string => {
    const long = times.filter((time) => time > 50_000).length;
    return `${long} over 50 ms ${unit}, the longest ${Math.round(Math.max(0, ...times) / 1000)} ms`;
  };
  const [clock, cpu] = [all.map(({ dur = 0 }) => dur), all.map(({ tdur = 0 }) => tdur)];
  return `${tell(cpu, 'of CPU')}; ${tell(clock, 'by the clock')}`;
}

/** Time of the first paint with an empty cache, in ms after the navigation began. */
async function firstPaint(stage: PageStage): Promise<number> {
  const page = await stage.look();
  await page.waitForSelector('.first-run');
  const at: number = await page.evaluate('performance.getEntriesByName("first-contentful-paint")[0].startTime');
  await page.context().close();
  return at;
}

/** The time from the click on a room until its messages are painted. */
const openRoom = (page: Page, name: string): Promise<number> =>
  page.evaluate(`new Promise((resolve) => {
    const began = performance.now();
    [...document.querySelectorAll('.room-link')].find((link) => link.textContent.includes('${name}')).click();
    const look = () => {
      const isThere = document.querySelector('h1').textContent === '#${name}' && document.querySelector('.message');
      if (isThere) requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - began)));
      else requestAnimationFrame(look);
    };
    look();
  })`);

/** An expression: the room on the screen contains that text. */
const shows = (text: string): string => `document.querySelector('.messages').textContent.includes('${text}')`;

async function heap(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage');
  const { metrics } = await session.send('Performance.getMetrics');
  return (metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? 0) / 1e6;
}

/** Sends 100 messages a second for this time; resolves when the page shows the last one. */
async function live(page: Page, peer: NickPeer, word: string, length: number): Promise<void> {
  const done = Promise.withResolvers<void>();
  let said = 0;
  const timer = setInterval(() => {
    peer.say(`${word} ${said++}`);
    if (said >= length * 100) done.resolve();
  }, 10);
  await done.promise;
  clearInterval(timer);
  await until(page, shows(`${word} ${said - 1}`));
}

/** Sends `messages` messages in portions of 500; resolves when the page shows the last one. */
async function sayMany(page: Page, peer: NickPeer, word: string): Promise<void> {
  for (let from = 0; from < messages; from += 500) {
    peer.say(...Array.from({ length: 500 }, (_, nth) => `${word} ${from + nth} of *many*, https://a.example/${nth}`));
    await until(page, shows(`${word} ${from + 499} `));
  }
}

/** The heap of the page after each minute. */
async function watchHeap(page: Page, session: CDPSession, peer: NickPeer): Promise<string> {
  const heaps = [await heap(session)];
  for (let minute = 0; minute < minutes; minute++) {
    await live(page, peer, `minute ${minute},`, 60);
    heaps.push(await heap(session));
  }
  return heaps.map((size) => size.toFixed(1)).join(' ');
}

async function run(): Promise<void> {
  await using stage = await PageStage.open();
  const print = (what: string, is: string): void => console.log(`${what.padEnd(48)} ${is}`);
  const paints: number[] = [];
  for (let round = 0; round < rounds; round++) paints.push(await firstPaint(stage));
  print('first paint, empty cache', `${Math.round(median(paints))} ms`);

  const page = await stage.enter('reader');
  const peer = await stage.join('writer');
  const arriving = await traced(page, () => sayMany(page, peer, 'message'));
  print(`${messages} messages arrive as fast as they come`, arriving);

  await page.evaluate('location.hash = "#/other"');
  await page.click('text=Join #other');
  await page.fill('#composer', 'here');
  await page.press('#composer', 'Enter');
  const opened: number[] = [];
  const opening = await traced(page, async () => {
    for (let round = 0; round < rounds; round++) {
      opened.push(await openRoom(page, 'lobby'));
      await openRoom(page, 'other');
    }
  });
  print('a room opened', `${Math.round(median(opened))} ms; ${opening}`);
  await openRoom(page, 'lobby');

  const scrolling = await traced(page, async () => {
    while (!(await page.evaluate(shows('message 0 ')))) {
      await page.evaluate('document.querySelector(".messages").scrollTop = 0; new Promise(requestAnimationFrame)');
    }
  });
  print(`${messages} messages scrolled through`, scrolling);

  await page.click('.chip.below');
  await until(page, shows(`message ${messages - 1} `));
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  const before = await heap(session);
  const living = await traced(page, () => live(page, peer, 'live', seconds));
  print(`100 messages/s for ${seconds} s`, living);
  print('heap before and after', `${before.toFixed(1)} MB, ${(await heap(session)).toFixed(1)} MB`);
  if (minutes > 0) print('heap after each minute of it', `${await watchHeap(page, session, peer)} MB`);

  await page.keyboard.press('Alt+i');
  await page.waitForSelector('.frame-list');
  print(`${messages} frames with the inspector open`, await traced(page, () => sayMany(page, peer, 'frame')));
  const looking = await traced(page, async () => {
    await page.fill('.inspector input[type=search]', `frame ${messages - 1} `);
    await page.waitForSelector('.frame-row');
    await page.fill('.inspector input[type=search]', '');
    for (let step = 0; step < 20; step++) {
      await page.evaluate(
        `document.querySelector('.frame-list').scrollTop = ${step % 2} * 1e9; new Promise(requestAnimationFrame)`,
      );
    }
  });
  print('these frames filtered and scrolled', looking);
}

if (skip === false) await run();
else console.log(skip);
