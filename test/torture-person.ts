import assert from 'node:assert/strict';
import { type Random, turns } from './middle-random.ts';
import type { NickPeer } from './nick-peer.ts';

/** A line that was written, in a text that nobody else and no other moment has. */
export interface Said {
  readonly text: string;
  /** `#lobby`, or whom it was said to. */
  readonly to: string;
}

/** One connection of one person, as that person knows it. */
export interface Stay {
  readonly name: string;
  readonly peer: NickPeer;
  readonly said: Said[];
  /** How many of them the server has done with, as an answer behind them told. */
  answered: number;
  /** The server has said READY. */
  ready: boolean;
  /** It has disconnected: whether its departure was kept is not known. */
  leaving: boolean;
}

export interface Place {
  /** Rejects once the server is dead. */
  readonly connect: () => Promise<NickPeer>;
  readonly killed: () => boolean;
}

/** Somebody who comes, talks, tells, asks, hangs up and comes again, until the server is killed. */
export class Person {
  readonly stays: Stay[] = [];
  readonly #name: string;
  readonly #others: readonly string[];
  readonly #random: Random;
  readonly #mark: string;
  #nth = 0;

  /** `mark`: what tells this run's texts from those of others. */
  constructor(name: string, others: readonly string[], random: Random, mark: string) {
    this.#name = name;
    this.#others = others;
    this.#random = random;
    this.#mark = mark;
  }

  /** Rejects when the server does something it must not do while it lives. */
  async live({ connect, killed }: Place): Promise<void> {
    while (!killed()) {
      const peer = await connect().catch(() => undefined);
      if (!peer) break;
      const stay: Stay = { name: this.#name, peer, said: [], answered: 0, ready: false, leaving: false };
      this.stays.push(stay);
      try {
        await this.#stay(stay, killed);
      } catch (error) {
        if (error instanceof assert.AssertionError || !killed()) throw error;
      }
    }
    assert.ok(killed(), 'the server takes no links');
    await Promise.all(this.stays.map(({ peer }) => peer.over()));
  }

  async #stay(stay: Stay, killed: () => boolean): Promise<void> {
    const { peer } = stay;
    await peer.come(this.#name);
    stay.ready = true;
    for (;;) {
      this.#speak(stay);
      if (this.#random.chance(0.03)) {
        stay.leaving = true;
        peer.link.end();
        const end = await peer.over();
        // Closed by a server that lives: who writes and hangs up has still spoken.
        if (end === 'ended' && !killed()) stay.answered = stay.said.length;
        return;
      }
      if (this.#random.chance(0.7)) await this.#ask(stay);
      else await turns(this.#random.below(3));
    }
  }

  /** Some lines in one chunk. */
  #speak({ peer, said }: Stay): void {
    const lines: string[] = [];
    for (let count = this.#random.below(6); count >= 0; count--) {
      const to = this.#random.chance(0.15) ? this.#random.pick(this.#others) : '#lobby';
      const text = `${this.#mark}.${this.#name}.${++this.#nth} ${'words '.repeat(this.#random.below(20))}`.trim();
      said.push({ text, to });
      lines.push(to === '#lobby' ? text : `/msg ${to} ${text}`);
    }
    peer.say(...lines);
  }

  /** Waits for an answer: the server must have done with all that was said before. */
  async #ask(stay: Stay): Promise<void> {
    const { peer, said } = stay;
    const count = said.length;
    const nobody = `nobody${++this.#nth}`;
    const answer = `No user named ${nobody}.`;
    let from = peer.heard.length;
    peer.say(`/msg ${nobody} hello`);
    await peer.until(() => {
      while (from < peer.heard.length && peer.heard[from] !== answer) from++;
      return from < peer.heard.length;
    });
    stay.answered = count;
  }
}
