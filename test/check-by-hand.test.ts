import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { PassThrough } from 'node:stream';
import { describe, test } from 'node:test';

import { serverByHand } from '#lab/check/by-hand/server-by-hand.ts';
import { Exchange } from '#lab/check/exchange.ts';
import { overTcp } from '#lab/check/connect-server.ts';
import { freePort } from '#lab/free-port.ts';
import { UsageError } from '#server/command.ts';
import { personAt, readByHandOptions } from '#server/commands/check-by-hand.ts';
import { runCommandLine } from '#server/run-command-line.ts';

import { patiently } from './patiently.ts';

/** A terminal at which a person answers. `answer`: the line typed after a shown line, if any. */
function terminalOf(answer: (shown: string) => string | undefined | Promise<string>) {
  const stdin = Object.assign(new PassThrough(), { isTTY: true });
  const stdout = new PassThrough();
  let all = '';
  stdout.setEncoding('utf8').on('data', (text: string) => {
    all += text;
    for (const line of text.split('\n')) {
      void Promise.resolve(answer(line)).then((typed) => typed !== undefined && stdin.write(`${typed}\n`));
    }
  });
  return { stdin, stdout, stderr: new PassThrough().resume(), shown: () => all };
}

/** The window of a student's `nick` client. `fault`: it does not show the messages of others. */
class NickWindow {
  readonly #socket: Socket;
  readonly #fault: boolean;
  #state: 'greeted' | 'named' | 'ready' = 'greeted';
  #bytes = Buffer.alloc(0);
  #shown = '';
  readonly closed: Promise<string>;
  #wake = Promise.withResolvers<void>();

  constructor(port: number, fault: boolean) {
    this.#fault = fault;
    this.#socket = connect(port, '127.0.0.1');
    this.closed = new Promise((resolve) => this.#socket.on('error', () => {}).once('close', () => resolve('y')));
    this.#socket.on('data', (chunk: Buffer) => this.#take(chunk));
  }

  #take(chunk: Buffer): void {
    this.#bytes = Buffer.concat([this.#bytes, chunk]);
    while (this.#bytes.length >= 2 && this.#bytes.length >= 2 + this.#bytes.readUInt16BE()) {
      const end = 2 + this.#bytes.readUInt16BE();
      const text = this.#bytes.toString('utf8', 2, end);
      this.#bytes = this.#bytes.subarray(end);
      if (text === 'HELLO' || text === 'RETRY') {
        this.#shown += 'Enter a nickname: ';
        this.#state = 'greeted';
      } else if (text === 'READY') this.#state = 'ready';
      else if (!this.#fault) this.#shown += `${text}\n`;
    }
    this.#wake.resolve();
    this.#wake = Promise.withResolvers();
  }

  /** Types like a person who waits for the answer to the previous line. */
  async type(line: string): Promise<void> {
    while (this.#state === 'named') await this.#wake.promise;
    if (this.#state === 'greeted') {
      this.#state = 'named';
      this.#socket.write(`NICK${line}`);
    } else if (line !== '(3 blanks)') this.#socket.write(line);
  }

  interrupt(): void {
    this.#socket.end('BYE');
  }

  /** The answers of a person who waits until the message is shown. */
  async shows(text: string): Promise<string> {
    if (this.#fault && text.includes(' ')) return 'n';
    while (!this.#shown.toLowerCase().includes(text.toLowerCase())) await this.#wake.promise;
    return 'y';
  }
}

/** Checks a client by hand, with a person who uses its window. */
async function checked(fault: boolean) {
  const port = await freePort();
  let window = new NickWindow(port, fault);
  const terminal = terminalOf((line) => {
    if (line.includes('Start your client anew')) window = new NickWindow(port, fault);
    const [, typed] = /press Enter .*: {2}(.*)$/.exec(line) ?? [];
    if (typed !== undefined) void window.type(typed);
    if (line.includes('Press Ctrl-C')) window.interrupt();
    if (/Has your client ended/.test(line)) return window.closed;
    const [, plain, asked] = /Does your client now show (?:"(.*)"|a question for the (.*))\?/.exec(line) ?? [];
    return plain === undefined && asked === undefined ? undefined : window.shows(plain ?? asked ?? '');
  });
  const args = ['check', 'nick', '--client', '--by-hand', '--port', String(port), '--silence', '20'];
  const code = await patiently(runCommandLine(args, terminal), () => terminal.shown());
  return { code, shown: terminal.shown() };
}

describe('polylogue check --by-hand', () => {
  test('a client is checked by its bytes and by a person’s answers', async () => {
    const { code, shown } = await checked(false);
    assert.equal(code, 0, shown);
    assert.match(shown, /^▶ retry: .*\n {2}Start your client anew, and let it connect to .*, port \d+\.$/m);
    assert.match(shown, / {2}→ Type this into your client, .*: {2}alice$/m);
    assert.match(shown, /^✔ retry/m);
    assert.doesNotMatch(shown, /not reached/);
  });

  test('a check fails if the person does not see the text, with the usual hints', async () => {
    const { code, shown } = await checked(true);
    assert.equal(code, 1);
    assert.match(shown, /✘ shows .*\n {4}The client does not show "alice: hello everyone"/m);
  });

  test('for a server, the person is asked to start, stop and restart it', async () => {
    const server = createServer((socket) => socket.on('error', () => {}).end('hello'));
    const port = await freePort();
    const asked: string[] = [];
    const person = {
      tell: () => {},
      async ask(question: string) {
        asked.push(question);
        if (asked.length === 1) await once(server.listen(port, '127.0.0.1'), 'listening');
        return '';
      },
      gone: new Promise<never>(() => {}),
    };
    const running = await serverByHand(person, '127.0.0.1', port, 0, overTcp).begin('nick', new Exchange());
    const wire = await running.server?.connect('nick', 'alice');
    assert.equal(
      String(await wire?.read().then((bytes) => (typeof bytes === 'string' ? bytes : Buffer.from(bytes)))),
      'hello',
    );
    await running.server?.stop?.();
    await running.server?.restart?.();
    wire?.cutOff();
    await running.close();
    server.close();
    assert.match(
      asked.join('\n'),
      /does not run: nothing accepts .*\n.*Start it.*\nStop your server: .*\nStart your server anew/,
    );
  });

  test('a server that nobody starts is not reached, and a terminal that has ended is said', async () => {
    const port = await freePort();
    const terminal = terminalOf((line) => (line.includes('Start it') ? 'no' : undefined));
    const code = await patiently(
      runCommandLine(['check', 'nick', '--by-hand', `127.0.0.1:${port}`], terminal),
      terminal.shown,
    );
    assert.equal(code, 1);
    assert.match(terminal.shown(), /✘ hello/);
    const silent = terminalOf(() => undefined);
    silent.stdin.end();
    await assert.rejects(personAt(silent).ask('? '), /standard input has ended/);
  });

  test('the command ends when standard input has ended before a client was started', async () => {
    const silent = terminalOf(() => undefined);
    const says: string[] = [];
    silent.stderr.setEncoding('utf8').on('data', (text: string) => says.push(text));
    const args = ['check', 'nick', '--client', '--by-hand', '--port', String(await freePort())];
    const ended = runCommandLine(args, silent);
    silent.stdin.end();
    assert.equal(await patiently(ended, () => silent.shown()), 64);
    assert.match(says.join(''), /^polylogue check: standard input has ended\./);
  });

  for (const [positionals, values, says] of [
    [['nick', 'server.py'], {}, /takes the HOST:PORT of the server/],
    [['nick', 'client.py'], { client: true }, /takes no command line/],
    [['nick', '10.0.0.1:1'], { all: ['x'] }, undefined],
  ] as const) {
    test(`refuses ${positionals.join(' ')} ${JSON.stringify(values)}`, async () => {
      const given = { positionals, values: { ...values, 'by-hand': true } };
      const person = { tell: () => {}, ask: async () => '', gone: new Promise<never>(() => {}) };
      if (says)
        assert.throws(
          () => readByHandOptions(given, person),
          (error) => error instanceof UsageError && says.test(error.message),
        );
      else
        assert.equal(
          await runCommandLine(
            ['check', 'nick', '--by-hand', '--all', 'x'],
            terminalOf(() => undefined),
          ),
          64,
        );
    });
  }
});
