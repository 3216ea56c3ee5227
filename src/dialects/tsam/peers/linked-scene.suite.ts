import { plainPasswords } from '#chat/hub/hand-bus.suite.ts';

import type { Listener } from '../../dialect.ts';
import { type Peer, Scene } from '../scene.suite.ts';

/** The texts of the frames that came. */
export const framedTexts = ({ heard }: Peer): readonly string[] =>
  heard
    .join('')
    .split('\u0001')
    .flatMap((frame) =>
      frame === '' ? [] : [frame.replace(/\u0004[^]*$/, '').replace(/\u0010(?=[\u0001\u0004])/g, '')],
    );

/** A tsam listener that links to other servers, which a test plays. */
export class LinkedScene {
  readonly #scene: Scene;

  private constructor(scene: Scene) {
    this.#scene = scene;
  }

  static async open(
    t: { after(close: () => Promise<void>): void },
    options: Readonly<Record<string, string>> = { peers: 'yes' },
    listener: Partial<Listener> = {},
  ): Promise<LinkedScene> {
    const scene = new LinkedScene(await Scene.open(t, { options, ...listener }, plainPasswords));
    await scene.settled();
    return scene;
  }

  /** A client. */
  connect(): Peer {
    return this.#scene.connect();
  }

  /** A server that has greeted, and was greeted. */
  async peer(group: string): Promise<Peer> {
    const peer = this.#scene.connect();
    peer.sends(`HELO,${group}`);
    await peer.until(() => framedTexts(peer).length >= 3);
    await this.settled();
    return peer;
  }

  /** Everything that was asked has been done. */
  async settled(): Promise<void> {
    for (let turn = 0; turn < 60; turn++) await new Promise((resolve) => setImmediate(resolve));
  }

  /** The clock moves on, in steps. */
  async passes(ms: number): Promise<void> {
    await this.#scene.clock.pass(ms);
    await this.settled();
  }
}
