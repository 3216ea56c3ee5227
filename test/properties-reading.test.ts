import { describe, test } from 'node:test';

import fc from 'fast-check';

import { plays } from './plays.ts';
import { places, ReadingPlay } from './reading-oracle.ts';

const kinds = [
  'say', 'say', 'say', 'say', 'open', 'open', 'open lazy', 'hear', 'close', 'report', 'history', 'history', 'further', 'read', 'back', 'answer', 'remove', 'stall', 'go on',
] as const; // prettier-ignore

const deeds = fc.array(
  fc.record(
    { deed: fc.constantFrom(...kinds), who: fc.nat(5), where: fc.nat(2), node: fc.nat(1), many: fc.nat(6) },
    { noNullPrototype: true },
  ),
  { minLength: 10, maxLength: 50, size: 'max' },
);

type Deed = typeof deeds extends fc.Arbitrary<readonly (infer D)[]> ? D : never;

async function act(play: ReadingPlay, { deed, who, where, node, many }: Deed): Promise<void> {
  const place = places[where] ?? '#a';
  if (deed === 'say') return play.say(place);
  if (deed === 'open') return void (await play.open(node, { reads: who === 0 }));
  if (deed === 'open lazy') return void (await play.open(node, { eager: false }));
  if (deed === 'remove') return play.remove(who * 6 + many);
  // Each room is looked at again.
  if (deed === 'report') return play.report();
  const listener = play.listeners[who % play.listeners.length];
  if (!listener) return;
  const { hand, seat, ear } = listener;
  const upto = Math.max(0, hand.chat.cursor().seq - 2 * many);
  if (deed === 'history' || deed === 'further') return play.history(listener, place, many + 1, deed === 'further');
  if (deed === 'read' || deed === 'back') await play.mark(listener, place, upto, deed === 'back');
  else if (deed === 'answer') await play.answer(listener, place);
  else if (deed === 'stall' || deed === 'go on') ear.outbox.delivered = deed === 'go on';
  else if (deed === 'hear' && place !== 'alice') {
    hand.ask(seat, 'join', { kind: 'joined' }, place);
    await play.pass();
  } else if (deed === 'close' && play.listeners.length > 1) await play.close(listener);
}

describe('reading by hearing', () => {
  test('reads a room when all that is unread in it was shown to one session, and nothing before: on both nodes', async () => {
    await fc.assert(
      fc.asyncProperty(deeds, async (scene) => {
        const play = await ReadingPlay.open();
        for (const deed of scene) {
          await act(play, deed);
          if (deed.deed === 'report') play.judge();
        }
        for (const { ear } of play.listeners) ear.outbox.delivered = true;
        for (const place of places) await play.say(place);
        await play.report();
        await play.report();
        play.judge();
        await play.end();
      }),
      { seed: 20_261_129, numRuns: plays(40) },
    );
  });
});
