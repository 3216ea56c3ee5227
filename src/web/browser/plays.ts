import { signal } from '@preact/signals';
import type { Push } from '#dialects/web/protocol.ts';

/** A link of the playground, with everything written on it. */
export interface Play {
  /** 1, 2, 3 … of all of this page. */
  readonly nth: number;
  /** Its number on the page's connection, which counts them anew; undefined once that is lost. */
  readonly id: number | undefined;
  readonly dialect: string;
  readonly state: string;
  readonly isOver: boolean;
  readonly frames: readonly Push<'played'>[];
  /** The number of writes before those that are kept. */
  readonly dropped: number;
}

/** The number of writes of a link that are kept. */
const maxFrames = 2000;

export const plays = signal<readonly Play[]>([]);

let count = 0;

const known = (id: number): Play =>
  plays.peek().find((play) => play.id === id) ?? {
    ...{ nth: ++count, id, dialect: '', state: '', isOver: false, frames: [], dropped: 0 },
  };

const put = (changed: Play): void => {
  plays.value = [...plays.peek().filter(({ nth }) => nth !== changed.nth), changed];
};

/** The server's first writes may arrive before the answer that contains the id of the link. */
export function addPlay(id: number, dialect: string, state: string): void {
  const early = known(id);
  put({ ...early, dialect, state: early.state || state });
}

export const removePlay = (nth: number): void => {
  plays.value = plays.peek().filter((play) => play.nth !== nth);
};

/** Handles a frame about the playground. */
export function receivePlay(push: Push<'played'> | Push<'play-over'>): void {
  const play = known(push.id);
  put(push.type === 'play-over' ? { ...play, isOver: true } : withFrame(play, push));
}

function withFrame(play: Play, push: Push<'played'>): Play {
  const frames = [...play.frames, push];
  const more = Math.max(0, frames.length - maxFrames);
  return { ...play, state: push.state, frames: frames.slice(more), dropped: play.dropped + more };
}

/** The connection is lost; all links of the playground are closed. */
export const endPlays = (): void => {
  plays.value = plays.peek().map((play) => ({ ...play, id: undefined, isOver: true }));
};
