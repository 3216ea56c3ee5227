import assert from 'node:assert/strict';
import { suite, test } from 'node:test';

import type { Accents, Completed } from '#dialects/party.ts';
import { screenOptions as direct } from '#dialects/direct/client/words.ts';
import { screenOptions as nick } from '#dialects/nick/client/words.ts';

import { createTestClock } from '../../test/test-clock.ts';
import { ChatScreen, type ScreenOptions } from './chat-screen.ts';
import { Person } from './client-scene.suite.ts';
import { mentionsOf } from './mentions.ts';

/** The screen of bob, in the middle of a conversation. */
class Bench {
  readonly clock = createTestClock();
  readonly person: WatchfulPerson = new WatchfulPerson();
  readonly screen: ChatScreen;

  constructor(options: ScreenOptions) {
    const { person: console, clock } = this;
    const nothing = (): void => {};
    this.screen = new ChatScreen(
      {
        console,
        clock,
        name: 'bob',
        wished: undefined,
        proposed: true,
        lines: { ask: nothing, keep: nothing },
        connect: () => Promise.reject(new Error('unused')),
        tooLong: nothing,
        unsent: nothing,
        stopsIn: nothing,
        over: nothing,
      },
      options,
    );
    this.screen.isOpen = () => true;
    this.screen.prompt();
  }

  get prompt(): string | undefined {
    return this.person.prompts.at(-1);
  }

  complete(line: string): readonly string[] {
    return this.person.complete(line, line.length).words;
  }
}

class WatchfulPerson extends Person {
  readonly accents: (Accents | undefined)[] = [];
  complete: (line: string, cursor: number) => Completed = () => ({ from: 0, words: [] });

  override show(line: string, speaker?: number, accents?: Accents): void {
    super.show(line, speaker);
    this.accents.push(accents);
  }

  completeWith(complete: (line: string, cursor: number) => Completed): void {
    this.complete = complete;
  }
}

suite('the prompt', () => {
  test("of nick is the original's, until there is another room or something unread", () => {
    const bench = new Bench(nick);
    const { screen } = bench;
    assert.equal(bench.prompt, 'Me: ');
    screen.show('alice: hello');
    assert.equal(bench.prompt, 'Me: ');
    screen.show('[#dev] alice: one');
    screen.show('[#dev] alice: two');
    screen.show('alice (to you): psst');
    assert.equal(bench.prompt, '#lobby (1 alice, 2 #dev) > ');
    screen.show('You are in #dev. What you type is sent there. /join #lobby returns.');
    assert.equal(bench.prompt, '#dev (1 alice) > ');
    screen.said('/msg alice pst');
    assert.equal(bench.prompt, '#dev > ');
    screen.show('alice: is anybody here?');
    assert.equal(bench.prompt, '#dev (1 #lobby) > ');
    screen.show('You left #dev.');
    assert.equal(bench.prompt, 'Me: ');
  });

  test('of nick follows the room in which the server has the person', () => {
    const bench = new Bench(nick);
    const { screen } = bench;
    for (const room of ['#old', '#work']) screen.show(`You are in ${room}. What you type is sent there.`);
    screen.show('#work is now #job.');
    assert.equal(bench.prompt, '#job > ');
    screen.show('Not sent: #job is now #task. Send it again.');
    assert.equal(bench.prompt, '#task > ');
    assert.deepEqual(
      screen.entered.map(({ name }) => name),
      ['#old', '#task'],
    );
    screen.show('You were removed from #task by alice. Reason: noise');
    assert.equal(bench.prompt, '#task > ', 'the server sends to no room what is typed now');
    screen.show('#old was closed by alice.');
    assert.deepEqual(screen.entered, []);
    screen.show('You are in #mine. What you type is sent there.');
    screen.show('#mine is closed.');
    assert.equal(bench.prompt, 'Me: ');
  });

  test('counts no longer what the server says is read, or ignored', () => {
    const bench = new Bench(nick);
    const { screen } = bench;
    for (const line of ['[#dev] alice: x', 'eve (to you): y']) screen.show(line);
    screen.show('You ignore eve. /unignore eve ends that.');
    assert.equal(bench.prompt, '#lobby (1 #dev) > ');
    screen.show('There is nothing unread.');
    assert.equal(bench.prompt, 'Me: ');
  });

  test('of direct names what is unread elsewhere than in the room named last', () => {
    const bench = new Bench(direct);
    const { screen } = bench;
    screen.spokeIn('#tea');
    screen.show('[alice #tea] hello');
    assert.equal(bench.prompt, '');
    for (const name of ['a', 'b', 'c', 'd', 'd']) screen.show(`[${name}] psst`);
    assert.equal(bench.prompt, '(2 d, 1 c, 1 b, 1 more) > ');
    screen.said('/read');
    assert.equal(bench.prompt, '');
    for (let n = 0; n < 120; n++) screen.show('[alice #dev] x');
    assert.equal(bench.prompt, '(99+ #dev) > ');
    screen.show('[bob #dev] from my phone');
    assert.equal(bench.prompt, '');
  });

  test('does not take the place of another, such as that for a password', () => {
    const { screen, person } = new Bench(nick);
    screen.isOpen = () => false;
    person.prompts.length = 0;
    screen.show('alice (to you): psst');
    assert.deepEqual(person.prompts, []);
    assert.deepEqual(person.complete('al', 2).words, []);
  });
});

test('a message that names the person is marked, and rings once in a second', async () => {
  const { screen, person, clock } = new Bench(nick);
  screen.show('alice: hello Bob, and @bob; not bobby');
  screen.show('alice: bob?');
  await clock.pass(1000);
  screen.show('alice (to you): psst');
  screen.show('bob: bob says so from his phone');
  screen.show('* alice changed "helo" to "hello"');
  assert.deepEqual(person.accents, [
    {
      name: 'alice',
      marks: [
        [13, 16],
        [22, 26],
      ],
      bell: true,
    },
    { name: 'alice', marks: [[7, 10]], bell: false },
    { name: 'alice', marks: [], bell: true },
    { name: 'bob', marks: [], bell: false },
    { faint: true },
  ]);
  assert.equal(person.speakers[2], 'alice (to you): ');
});

test('a short name, and one of signs, is found where it is meant', () => {
  assert.deepEqual(mentionsOf('al', 'al and @al', 0), [[7, 10]]);
  assert.deepEqual(mentionsOf('c.d+e', 'x c.d+e cXd+e', 0), [[2, 7]]);
});

suite('the Tab key', () => {
  test('offers names by recency, rooms and commands', () => {
    const bench = new Bench(nick);
    const { screen } = bench;
    for (const line of ['alan: x', 'Alice: x', '[#dev] alan: y']) screen.show(line);
    assert.deepEqual(bench.complete('al'), ['alan: ', 'Alice: ']);
    assert.deepEqual(bench.complete('hello al'), ['alan ', 'Alice ']);
    assert.deepEqual(bench.complete('hello @ali'), ['@Alice ']);
    assert.deepEqual(bench.complete('/jo'), ['join ']);
    assert.deepEqual(bench.complete('/join '), ['#dev ', '#lobby ']);
    assert.deepEqual(bench.complete('/msg #'), ['#dev ', '#lobby ']);
    screen.show('In #dev: carol, dave, bob.');
    assert.deepEqual(bench.complete('/msg c'), ['carol ']);
    screen.show('#tea (3 here)');
    assert.deepEqual(bench.complete('/join #t'), ['#tea ']);
  });

  test('completes a target of direct with its colon', () => {
    const bench = new Bench(direct);
    bench.screen.show('[alice #tea] x');
    assert.deepEqual(bench.complete('#t'), ['#tea: ']);
    assert.deepEqual(bench.complete('a'), ['alice: ']);
  });
});
