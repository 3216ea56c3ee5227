import assert from 'node:assert/strict';
import type { NickPeer } from './nick-peer.ts';

/**
 * Two users who talk in turn, each line as an answer to the last one, during a test. Each must receive all lines of the
 * other in order, none lost and none repeated, whatever others send.
 */
export class Conversation {
  turns = 0;
  readonly #people: readonly [NickPeer, NickPeer];
  #broken: string | undefined;

  /** `names`: their names, in the same order. */
  constructor(people: readonly [NickPeer, NickPeer], names: readonly [string, string]) {
    this.#people = people;
    const [one, other] = people;
    this.#answer(one, `${names[1]}: turn `);
    this.#answer(other, `${names[0]}: turn `);
    one.say('turn 1');
  }

  #answer(peer: NickPeer, prefix: string): void {
    const { onFrame } = peer;
    peer.onFrame = (text) => {
      onFrame(text);
      if (!text.startsWith(prefix)) return;
      if (text !== `${prefix}${this.turns + 1}`) this.#broken ??= `"${text}" after turn ${this.turns}`;
      this.turns++;
      peer.say(`turn ${this.turns + 1}`);
    };
  }

  /** Resolves after this many more turns. */
  async goesOn(turns = 10): Promise<void> {
    const goal = this.turns + turns;
    await Promise.all(this.#people.map((peer) => peer.until(() => this.turns >= goal)));
    assert.equal(this.#broken, undefined);
  }
}
