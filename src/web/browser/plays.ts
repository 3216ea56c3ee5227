import { signal } from '@preact/signals';
import type { Push } from '#dialects/web/protocol.ts';

/** A link of the playground, with everything written on it. */
export interface Play {
  readonly id: number;
  readonly dialect: string;
  readonly state: string;
  readonly isOver: boolean;
  readonly frames: readonly Push<'played'>[];
  /** The number of writes before those that are kept. */
  readonly dropped: number;
}

/** The number of writes of a link that are kept. */
const mostFrames = 2000;

export const plays = signal<readonly Play[]>([]);

export function addPlay(id: number, dialect: string, state: string): void {
  // The server's first writes may arrive before the answer that contains the id of the link.
  const early = plays.peek().find((play) => play.id === id);
  const others = plays.peek().filter((play) => play.id !== id);
  plays.value = [...others, { isOver: false, frames: [], dropped: 0, state, ...early, id, dialect }];
}

export const removePlay = (id: number): void => {
  plays.value = plays.peek().filter((play) => play.id !== id);
};

/** Handles a frame about the playground. */
export function receivePlay(push: Push<'played'> | Push<'play-over'>): void {
  const known = plays.peek().find(({ id }) => id === push.id);
  const play = known ?? { id: push.id, dialect: '', state: '', isOver: false, frames: [], dropped: 0 };
  const changed = push.type === 'play-over' ? { ...play, isOver: true } : withFrame(play, push);
  plays.value = [...plays.peek().filter(({ id }) => id !== push.id), changed];
}

function withFrame(play: Play, push: Push<'played'>): Play {
  const frames = [...play.frames, push];
  const more = Math.max(0, frames.length - mostFrames);
  return { ...play, state: push.state, frames: frames.slice(more), dropped: play.dropped + more };
}

/** The connection is lost; all links of the playground are closed. */
export const endPlays = (): void => {
  plays.value = plays.peek().map((play) => ({ ...play, isOver: true }));
};
