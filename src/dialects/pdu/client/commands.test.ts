import assert from 'node:assert/strict';
import { suite, test, type TestContext } from 'node:test';

import { Person } from '#client/client-scene.suite.ts';
import { runClient } from '#client/client.ts';
import type { Link } from '#link/link.ts';
import { pipe } from '#link/pipe.ts';
import { loadQuic } from '#link/quic/library.ts';

import { type ChatScene, openChat } from '../chat-scene.suite.ts';
import { pdu } from '../pdu.ts';
import { open as openQuic } from '../quic-scene.suite.ts';

/** Our client with our server. */

interface Place extends ChatScene {
  connect(): Promise<Link>;
}

async function inMemory(t: TestContext): Promise<Place> {
  const scene = await openChat(t, { searches: true });
  return {
    ...scene,
    async connect() {
      const [ours, theirs] = pipe({ after: scene.clock.after });
      scene.take(theirs);
      return ours;
    },
  };
}

/** A person at the client. */
class Somebody {
  readonly person: Person = new Person();
  readonly exit: Promise<number>;
  #seen = 0;

  constructor(place: Place, name: string, password = '') {
    const { clock } = place;
    const connect = (): Promise<Link> => place.connect();
    this.exit = runClient(pdu, { host: '', port: 1, console: this.person, clock, connect, reconnect: false });
    this.person.type(name, password);
  }

  /** Waits for a line like that, after those that were waited for before. */
  async sees(pattern: RegExp): Promise<string> {
    await this.person.until(() => this.person.screen.slice(this.#seen).some((line) => pattern.test(line)));
    const found = this.person.screen.findIndex((line, at) => at >= this.#seen && pattern.test(line));
    this.#seen = found + 1;
    return this.person.screen[found] ?? '';
  }

  /** Types a line, and waits for what it shows. */
  async types(line: string, pattern: RegExp): Promise<string> {
    this.person.type(line);
    return this.sees(pattern);
  }
}

const ways: readonly (readonly [string, (t: TestContext) => Promise<Place>, string | false])[] = [
  ['in memory', inMemory, false],
  [
    'over QUIC',
    (t) => openQuic(t, { searches: true }),
    (await loadQuic()) ? false : 'the library @matrixai/quic is not installed',
  ],
];

for (const [where, open, skip] of ways) {
  suite(`the commands of our client, ${where}`, { skip }, () => {
    test('rooms and messages', async (t) => {
      const place = await open(t);
      // One after the other: lists of people are in the order in which they have logged in.
      const alice = new Somebody(place, 'alice');
      await alice.sees(/^You are alice\./);
      const bob = new Somebody(place, 'bob');
      await bob.sees(/^You are bob\./);
      await alice.types('/join #tea', /^You are in #tea\. What you type is sent there\.$/);
      await alice.types('/topic #tea green', /^The topic of #tea is now: green$/);
      await alice.types('/topic', /^Topic of #tea: green$/);
      await bob.types('/rooms te', /^#tea \(1 here\)$/);
      await bob.types('/join #tea', /^Topic of #tea: green$/);
      await bob.types('/who', /^In #tea: alice \(owner\), bob\.$/);
      await alice.sees(/^\* bob joined #tea$/);
      alice.person.type('helo');
      await bob.sees(/^alice: helo$/);
      await alice.types('/edit hello', /^Message \d+ is now: hello$/);
      await bob.sees(/^\* alice changed "helo" to "hello"$/);
      await bob.types('/react alice 👍', /^You reacted 👍 to the message of alice \(\d+\)\.$/);
      await alice.sees(/^\* bob reacted 👍 to alice: hello$/);
      await bob.types('/react alice 👍', /^You took back 👍 from the message of alice/);
      bob.person.type('/reply alice hi');
      await alice.sees(/^bob: \(answers \d+, alice: hello\) hi$/);
      alice.person.type('/me nods');
      await bob.sees(/^\* alice nods$/);
      await bob.types('/history 3', /^\d\d:\d\d \[\d+\] bob: \(answers \d+, alice: hello\) hi$/);
      await bob.sees(/\[\d+\] alice: \* alice nods$/);
      const hit = await alice.types('/search hi', /^\d\d:\d\d \[(\d+)\] #tea, bob: hi$/);
      const number = /\[(\d+)\]/.exec(hit)?.[1] ?? '';
      await alice.types(`/delete [${number}] rude`, new RegExp(`^Message ${number} was removed\\.$`));
      await bob.sees(/^\* alice removed a message of bob \(rude\)$/);
      bob.person.type('/msg alice psst');
      await alice.sees(/^bob \(to you\): psst$/);
      alice.person.type('/reply bob in private');
      await bob.sees(/^alice \(to you\): \(answers \d+, bob: psst\) in private$/);
      await bob.types('/leave', /^You left #tea\.$/);
      await bob.types('/nonsens', /^Unknown command \/nonsens, not sent\. \/help lists all commands\.$/);
      await bob.types('/help invite', /^For |^\/invite \[NAME\] \[#ROOM\] lets NAME enter/);
      await bob.types('/help', /^For yourself: .*\/reset \/help$/);
      bob.person.type('/quit');
      assert.equal(await bob.exit, 0);
      await alice.sees(/^\* bob is gone$/);
    });
  });
}

test('operators, and requests about the user alone', async (t) => {
  const place = await inMemory(t);
  const [alice, bob] = [new Somebody(place, 'alice'), new Somebody(place, 'bob')];
  await bob.sees(/^You are bob\./);
  await alice.sees(/^You are alice\./);
  await alice.types('/register s3cret', /^You are registered\./);
  await alice.types('/join #dev', /^You are in #dev\./);
  await alice.types('/set', /^secret is no \(/);
  await alice.types('/set slow x', /^slow is a number of seconds/);
  await alice.types('/set invite-only yes', /^invite-only is yes \(/);
  await bob.types('/join #dev', /^#dev: You need an invitation to join this room\.$/);
  await alice.types('/invite bob', /^bob is invited to #dev\.$/);
  await bob.sees(/^alice invites you to #dev: \/join #dev$/);
  await alice.types('/uninvite', /^bob, by alice \(invited to #dev\)$/);
  await alice.types('/uninvite bob', /^bob is no longer invited to #dev\.$/);
  await alice.types('/uninvite', /^Nobody is invited to #dev\.$/);
  await alice.types('/invite bob', /^bob is invited to #dev\.$/);
  await bob.types('/join #dev', /^You are in #dev\./);
  await alice.types('/invite', /^\/join #dev \S+ lets one person in, until \d{4}-/);
  await alice.types('/role bob operator', /^bob is operator of #dev\.$/);
  await bob.sees(/^\* alice made bob operator$/);
  await alice.types('/mute carol for 10m', /^carol is muted in #dev until \d{4}-/);
  await alice.types('/mute', /^carol, by alice, until .* \(muted in #dev\)$/);
  await alice.types('/unmute carol', /^carol is no longer muted in #dev\.$/);
  await alice.types('/rename #code', /^#dev is now #code\.$/);
  await bob.sees(/^#?.*alice renamed #dev to #code$/);
  assert.equal(bob.person.prompts.at(-1), '#code > ');
  await alice.types('/ban bob for 1h too loud', /^bob is banned from #code until \d{4}-/);
  await bob.sees(/^You were banned from #code by alice\. Reason: too loud$/);
  // What was meant for the room does not go to #lobby.
  await bob.types('a secret of #code', /^Not sent to #code: You are banned from this room/);
  assert.match(bob.person.hints.at(-1) ?? '', /\/join #lobby returns/);
  assert.equal(bob.person.prompts.at(-1), '#code > ');
  await bob.types('/join #lobby', /^You are in #lobby\./);
  await alice.types('/ban', /^bob, by alice, until .*, because too loud \(banned from #code\)$/);
  await alice.types('/ban *', /^It matches every name, .* To do it, type \/ban \* #code yes$/);
  await alice.types('/ban * yes', /^\* is banned from #code\.$/);
  await alice.types('/unban *', /^\* is no longer banned from #code\.$/);
  await alice.types('/unban bob', /^bob is no longer banned from #code\.$/);
  await alice.types('/notify mentions', /^In #code, only messages that mention you count as unread\.$/);
  await alice.types('/notify', /^In #code, only messages that mention you count as unread\.$/);
  await alice.types('/away lunch', /^You are away\./);
  await bob.types('/msg alice hi', /^alice is away: lunch$/);
  await alice.types('/away', /^You are back\.$/);
  await alice.types('/ignore bob', /^You ignore bob\. /);
  await alice.types('/ignore', /^You ignore bob\.$/);
  await alice.types('/unignore bob', /^You no longer ignore bob\.$/);
  await alice.types('/news off', /^You are shown messages only\.$/);
  await alice.types('/news on', /^You are shown what happens/);
  await alice.types('/reset nonsense word', /^That code is not valid, or no longer\.$/);
  await alice.types('/close #code done', /^#code is closed\.$/);
  await alice.person.isAsked('#lobby > ');
  alice.person.type('!quit');
  assert.equal(await alice.exit, 0);
});

test('a line waits for the answers on which it depends, also at the end of a pipe', async (t) => {
  const place = await inMemory(t);
  const alice = new Somebody(place, 'alice');
  alice.person.type('/join #tea', 'one', 'two', '/delete', '/edit uno', '/delete', 'three', '/history', undefined);
  assert.equal(await alice.exit, 0);
  const shown = alice.person.screen.filter((line) => line.startsWith('Message ') || /\[\d+\] alice/.test(line));
  assert.deepEqual(
    shown.map((line) => line.replaceAll(/\d+/g, 'n')),
    [
      'Message n was removed.',
      'Message n is now: uno',
      'Message n was removed.',
      'n:n [n] alice: (message removed)',
      'n:n [n] alice: (message removed)',
      'n:n [n] alice: three',
    ],
  );
});

test('messages that came while the user was away are counted in the prompt, and read once they are shown', async (t) => {
  const place = await inMemory(t);
  const first = new Somebody(place, 'alice');
  await first.sees(/^You are alice\./);
  await first.types('/register s3cret', /^You are registered\./);
  await first.types('/join #tea', /^You are in #tea\./);
  const bob = new Somebody(place, 'bob');
  await bob.sees(/^You are bob\./);
  await bob.types('/join #tea', /^You are in #tea\./);
  first.person.type('!quit');
  await bob.sees(/^\* alice is gone$/);
  bob.person.type('one', '@alice two', '/msg alice psst', '/who');
  await bob.sees(/^Members who are offline: alice/);
  const second = new Somebody(place, 'alice', 's3cret');
  await second.sees(/bob \(to you\): psst$/);
  await second.person.isAsked('#lobby (2 #tea, 1 bob) > ');
  await second.types('/unread', /^#tea, 2 unread, 1 for you$/);
  await second.types('/join #tea', /^You are in #tea\./);
  await second.person.isAsked('#tea (1 bob) > ');
  await second.types('/history', /\[\d+\] bob: @alice two$/);
  await second.types('/read', /^bob is read\.$/);
  await second.person.isAsked('#tea > ');
  second.person.type('!quit');
  assert.equal(await second.exit, 0);
  const third = new Somebody(place, 'alice', 's3cret');
  await third.sees(/^You are alice\./);
  await third.types('/unread', /^There is nothing unread\.$/);
  assert.ok(!third.person.screen.some((line) => line.includes('psst')));
});
