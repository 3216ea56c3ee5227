import { signal } from '@preact/signals';

/** A frame of the page's own connection. */
export interface Frame {
  /** 1, 2, 3 … */
  readonly nth: number;
  /** The number of the page's connection: 1, 2, 3 … */
  readonly link: number;
  /** The time by the page's clock, in ms since 1970 with fractions. */
  readonly at: number;
  readonly from: 'client' | 'server';
  /** One line, without its LF; passwords and tokens are masked. */
  readonly text: string;
  readonly bytes: number;
}

/** The number of frames that are kept. */
const maxFrames = 10_000;

const frames: Frame[] = [];
let count = 0;
let link = 0;
let isTold = false;
/** Counts frames; changes at most once per frame of the screen, so that a flood costs the views one update. */
export const frameCount = signal(0);

const secrets = /("(?:password|token|code|key)":")((?:[^"\\]|\\.)*)"/g;
/** The value of a setting may be the key of a room, and what goes to a playground may contain passwords. */
const moreOfClients = /("(?:value|bytes)":")((?:[^"\\]|\\.)*)"/g;
/** The `code` of an error is not an invitation code. */
const error = /^{"type":"error"/;
const encoder = new TextEncoder();

const starred = (line: string, pattern: RegExp): string =>
  line.replace(pattern, (_, before: string, secret: string) => `${before}${'*'.repeat(secret.length)}"`);

/** Replaces the secrets of a line by stars of the same length. */
export function masked(line: string, from: Frame['from']): string {
  if (error.test(line)) return line;
  const shown = starred(line, secrets);
  return from === 'client' ? starred(shown, moreOfClients) : shown;
}

/** A new connection begins. */
export const recordLink = (): void => void link++;

export function record(from: Frame['from'], line: string): void {
  count++;
  const at = performance.timeOrigin + performance.now();
  frames.push({ nth: count, link, at, from, text: masked(line, from), bytes: encoder.encode(line).length + 1 });
  if (frames.length > maxFrames + 1000) frames.splice(0, frames.length - maxFrames);
  if (isTold) return;
  isTold = true;
  requestAnimationFrame(() => {
    isTold = false;
    frameCount.value = count;
  });
}

/** The kept frames, oldest first. It is always the same array. */
export const recorded = (): readonly Frame[] => frames;
