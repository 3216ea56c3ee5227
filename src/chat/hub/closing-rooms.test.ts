import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { Ear, type HandChat, openHandChat, renderPlainly } from './hand-bus.suite.ts';
import type { Render } from './format.ts';
import type { Seat } from './seat.ts';

interface Scene {
  readonly hand: HandChat;
  readonly owner: Seat<string>;
  readonly hearing: readonly { readonly ear: Ear; readonly seat: Seat<string> }[];
  readonly deaf: readonly { readonly ear: Ear; readonly seat: Seat<string> }[];
}

const close = ({ hand, owner }: Scene): void => hand.ask(owner, 'close', { kind: 'closed' }, '#a');

/** Members who hear the room, and as many who do not, each kind with the same render. */
async function fullRoom(members: number, render: Render, deafRender: Render = render): Promise<Scene> {
  const hand = await openHandChat();
  const { seat: owner } = await hand.come('owner', '#a');
  const hearing: Awaited<ReturnType<HandChat['come']>>[] = [];
  const deaf: typeof hearing = [];
  for (let nth = 0; nth < members; nth++) {
    hearing.push(await hand.come(`h${nth}`, '#a', new Ear(render)));
    const ear = new Ear(deafRender);
    ear.eager = false;
    const { seat } = await hand.come(`d${nth}`, '#a', ear);
    hand.chat.mute(seat, '#a');
    deaf.push({ ear, seat });
  }
  for (const { ear } of [...hearing, ...deaf]) ear.hear();
  return { hand, owner, hearing, deaf };
}

describe('a room that is closed', () => {
  test('is rendered once for all who hear it, and once for all other members', async () => {
    const renders = { hearing: 0, deaf: 0 };
    const counting =
      (kind: keyof typeof renders): Render =>
      (happening, as) => {
        if ('event' in happening && happening.event.kind === 'closed') renders[kind]++;
        return renderPlainly(happening, as);
      };
    const scene = await fullRoom(5, counting('hearing'), counting('deaf'));
    close(scene);
    await scene.hand.bus.deliver();
    const heard = [...scene.hearing, ...scene.deaf].map(({ ear }) => ear.hear());
    assert.match(heard[0] ?? '', /^\d+ owner closed\|$/);
    assert.equal(new Set(heard).size, 1);
    assert.deepEqual(renders, { hearing: 1, deaf: 1 });
  });

  test('hands the same bytes to all who hear it, but for those who have spoken', async () => {
    const scene = await fullRoom(5, renderPlainly);
    const { hand, hearing } = scene;
    const speaker = hearing[0] ?? assert.fail();
    hand.say(speaker.seat, 'one', '#a');
    close(scene);
    hand.say(speaker.seat, 'two', '#a');
    await hand.bus.deliver();
    const frames = hearing.slice(1).map(({ ear }) => ear.sends[0]);
    assert.equal(new Set(frames).size, 1);
    assert.match(hearing[1]?.ear.hear() ?? '', /^(\d+) h0: one\|\d+ owner closed\|$/);
    assert.match(
      speaker.ear.hear(),
      /^one=\d+\|\d+ owner closed\|two=no-room\||^one=\d+\|two=no-room\|\d+ owner closed\|$/,
    );
  });

  test('is told to a session that leaves the chat, or becomes another user, in the same batch', async () => {
    const scene = await fullRoom(3, renderPlainly);
    const { hand, hearing } = scene;
    const [leaves, changes] = [hearing[0] ?? assert.fail(), hearing[1] ?? assert.fail()];
    await hand.register('anna');
    const anna = hand.chat.accountNamed('anna') ?? assert.fail();
    close(scene);
    hand.chat.close(leaves.seat);
    hand.ask(changes.seat, 'login', { kind: 'came', as: { account: anna.id, version: anna.version } });
    await hand.bus.deliver();
    assert.match(leaves.ear.hear(), /owner closed\|/);
    assert.match(changes.ear.hear(), /owner closed\|/);
  });

  test('is told once to a session that falls behind in the same batch', async () => {
    const scene = await fullRoom(3, renderPlainly);
    const { hand, hearing } = scene;
    const slow = hearing[0] ?? assert.fail();
    const drained = Promise.withResolvers<void>();
    close(scene);
    slow.ear.onAnswer = () => {
      slow.ear.onAnswer = () => {};
      slow.ear.outbox.queued = 1_000_000;
      slow.ear.outbox.drained = () => drained.promise;
    };
    hand.say(slow.seat, 'x', '#b');
    hand.chat.say(slow.seat, () => new TextEncoder().encode('pong|'));
    hand.say(slow.seat, 'y', '#b');
    await hand.bus.deliver();
    assert.ok(slow.seat.behind);
    slow.ear.outbox.queued = 0;
    drained.resolve();
    for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
    assert.equal(slow.seat.behind, undefined);
    assert.equal(slow.ear.hear().split('owner closed|').length, 2);
  });

  test('is wanted by nobody: one of that name is another', async () => {
    const scene = await fullRoom(2, renderPlainly);
    const { hand, owner, hearing } = scene;
    close(scene);
    hand.ask(owner, 'join', { kind: 'joined' }, '#a');
    hand.say(owner, 'new', '#a');
    await hand.bus.deliver();
    assert.doesNotMatch(hearing[0]?.ear.hear() ?? '', /new/);
    assert.equal(hand.chat.hearers('#a'), 1);
  });
});
