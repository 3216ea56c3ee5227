import { accessSync, constants, existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after } from 'node:test';
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Locator,
  type Page,
} from 'playwright-core';
import { freePort } from '#lab/free-port.ts';
import { shownFor } from '#web/browser/shown-for.ts';
import { ChildServer } from './child-server.ts';
import { enteringNamespace, inNamespace } from './network-namespace.ts';
import { TemporaryDirectory } from './local-server.ts';
import type { NickPeer } from './nick-peer.ts';

/** The first has no windows, and costs half as much as the second. */
const browsers = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'] as const;
const program = process.env['CHROMIUM'] ?? browsers.find((path) => existsSync(path)) ?? browsers[1];
const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Longer than anything here takes on a busy machine, in ms; shorter while a test is being written. */
const patience = Number(process.env['PAGE_TIMEOUT'] ?? 100_000);

/** In a page: what goes by itself after some seconds stays, since a test on a busy machine may look for it too late. */
const keeping = `{
  const { setTimeout } = window;
  window.setTimeout = (call, ms, ...rest) =>
    ${JSON.stringify(Object.values(shownFor))}.includes(ms) ? 0 : setTimeout(call, ms, ...rest);
}`;

function isThere(): boolean {
  try {
    accessSync(program, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Why the tests with a browser are skipped; false where there is one. */
export const skip: string | false = isThere() ? false : `no browser at ${program} (apt install chromium)`;

/** A message in the open room, by a part of its text. */
export const messageOf = (page: Page, text: string): Locator => page.locator('.message', { hasText: text });

/** A room in the list of rooms. */
export const roomLink = (page: Page, name: string): Locator => page.locator('.room-link', { hasText: name });

/** Resolves once the page shows it. */
export const sees = (page: Page, text: string): Promise<void> => messageOf(page, text).first().waitFor();

/** Writes a message, or a command, and sends it. */
export async function say(page: Page, text: string): Promise<void> {
  await page.fill('#composer', text);
  await page.press('#composer', 'Enter');
}

/** Resolves once everything that the page has sent is confirmed: others may see it earlier. */
export async function settled(page: Page): Promise<void> {
  // What waits is kept for a reload; where newer messages are still to be loaded, it is not shown.
  await until(page, `sessionStorage.getItem('polylogue.outbox') === null`);
}

/** Resolves once an expression is true in the page. */
export async function until(page: Page, condition: string): Promise<void> {
  while (!(await page.evaluate(condition))) await page.evaluate('new Promise(requestAnimationFrame)');
}

/** Clicks a tool of a message: first the pointer must come over it. A message has tools once it is confirmed. */
export async function tool(page: Page, text: string, name: string): Promise<void> {
  await settled(page);
  await messageOf(page, text).first().hover();
  await page.click(`.floating-tools [aria-label="${name}"]`);
}

export async function fromMenu(page: Page, text: string, name: string): Promise<void> {
  await tool(page, text, 'More');
  await page.click(`[role=menu] >> text=${name}`);
}

/** A program that starts the browser in the network namespace of a process. */
async function browserIn(folder: string, pid: number): Promise<string> {
  const path = join(folder, 'browser');
  await writeFile(path, `#!/bin/sh\nexec ${enteringNamespace(pid)} '${program}' "$@"\n`, { mode: 0o700 });
  return path;
}

const launch = (executablePath: string): Promise<Browser> =>
  chromium.launch({ executablePath, args: flags, timeout: patience });

/** For all stages of a process: to start one takes more than a second. */
let shared: Promise<Browser> | undefined;

async function closeShared(): Promise<void> {
  const browser = await shared;
  shared = undefined;
  await browser?.close();
}

const isTest = process.env['NODE_TEST_CONTEXT'] !== undefined;
if (isTest) after(closeShared);

/** The real server in its own process, and browsers with its page. */
export class PageStage implements AsyncDisposable {
  /** Errors of all pages: exceptions, and messages of the browser. */
  readonly complaints: string[] = [];
  server: ChildServer;
  readonly #end: AsyncDisposableStack;
  readonly #place: Place;
  readonly #browser: Browser;
  readonly #contexts: BrowserContext[] = [];

  private constructor(parts: { server: ChildServer; place: Place; browser: Browser; end: AsyncDisposableStack }) {
    this.server = parts.server;
    this.#place = parts.place;
    this.#browser = parts.browser;
    this.#end = parts.end;
  }

  /**
   * `address`: of the server, in its own network namespace, which the browser shares. `dialects`: listen, beside nick and
   * the page.
   */
  static async open(address?: string, dialects: readonly string[] = []): Promise<PageStage> {
    await using stack = new AsyncDisposableStack();
    const folder = stack.use(new TemporaryDirectory()).path;
    const place = { dir: join(folder, 'data'), port: await freePort(), address, dialects };
    await using started = new AsyncDisposableStack();
    const server = started.use(await serve(place));
    const browser = await (address === undefined
      ? (shared ??= launch(program))
      : launch(await browserIn(folder, server.pid)));
    if (address !== undefined) stack.defer(() => browser.close());
    else if (!isTest) stack.defer(closeShared);
    started.move();
    return new PageStage({ server, place, browser, end: stack.move() });
  }

  get port(): number {
    return this.#place.port;
  }

  /** The data directory of the server. */
  get dir(): string {
    return this.#place.dir;
  }

  get url(): string {
    return `http://${this.#place.address ?? '127.0.0.1'}:${this.port}`;
  }

  /** Ends the server, and starts it again on the same data. */
  async restart(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    await this.stop(signal);
    await this.start();
  }

  async stop(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    this.server.kill(signal);
    await this.server.exit();
  }

  async start(): Promise<void> {
    this.server = await serve(this.#place);
  }

  /** A new browser with the first screen of the page. */
  async look(options: BrowserContextOptions = {}): Promise<Page> {
    const context = await this.#browser.newContext({
      locale: 'en-GB',
      viewport: { width: 1280, height: 800 },
      ...options,
    });
    this.#contexts.push(context);
    context.setDefaultTimeout(patience);
    await context.addInitScript(keeping);
    const page = await context.newPage();
    page.on('pageerror', (error) => this.complaints.push(String(error.stack)));
    page.on('console', (message) => {
      // A lost connection, and a header that browsers take from trustworthy addresses only.
      const isUsual =
        /ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|WebSocket connection|Opener-Policy header has been ignored/;
      if (message.type() === 'error' && !isUsual.test(message.text())) this.complaints.push(message.text());
    });
    await page.goto(this.url);
    return page;
  }

  /** A person in the lobby, in a new browser. */
  async enter(name: string, options?: BrowserContextOptions): Promise<Page> {
    const page = await this.look(options);
    await page.fill('[name=name]', name);
    await page.press('[name=name]', 'Enter');
    await page.waitForSelector('.room-link');
    if (await page.isHidden('#composer')) await page.click('.room-link >> text=lobby');
    await page.waitForSelector('#composer');
    return page;
  }

  /** The port of the listener of a dialect. */
  portOf(dialect: string): number {
    return Number(new RegExp(`^listening ${dialect}://\\S+:(\\d+) `, 'm').exec(this.server.stdout)?.[1]);
  }

  /** Somebody with a classroom client. */
  join(name: string): Promise<NickPeer> {
    return this.server.join(name);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#contexts.map((context) => context.close()));
    await this.server[Symbol.asyncDispose]();
    await this.#end.disposeAsync();
  }
}

/** Alice and bob in the lobby, each in a browser. */
export async function twoPeople(): Promise<{ stage: PageStage; alice: Page; bob: Page }> {
  await using end = new AsyncDisposableStack();
  const stage = end.use(await PageStage.open());
  const people = { alice: await stage.enter('alice'), bob: await stage.enter('bob') };
  end.move();
  return { stage, ...people };
}

/** The dialects that listen together with nick, which every `ChildServer` has: to start them takes 0.3 s of CPU more. */
export const others = ['direct', 'tsam', 'chatroom', 'pdu'] as const;

interface Place {
  readonly dir: string;
  readonly port: number;
  readonly address: string | undefined;
  readonly dialects: readonly string[];
}

function serve({ dir, port, address = '127.0.0.1', dialects }: Place): Promise<ChildServer> {
  // Where other machines reach the server, accounts are made by its operator alone, unless it says so.
  const listen = ['--listen', `http://${address}:${port}?registration=open`];
  for (const name of dialects) listen.push('--listen', `${name}://127.0.0.1:0`);
  const through = address === '127.0.0.1' ? {} : { through: inNamespace(address) };
  return ChildServer.serve([...listen, '--data', dir, '--grace', '0'], through);
}
