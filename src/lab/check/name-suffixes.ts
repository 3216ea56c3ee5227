import type { Pattern, Place } from '#lab/bytes.ts';
import type { Line } from '#lab/transcript-line.ts';
import type { Transcript } from '#lab/transcript.ts';

/** The names used in checks; longer names before their beginnings. */
const people = ['alice', 'bobby', 'bob', 'carol', 'daisy', 'dave', 'emily', 'erin', 'eve'].map((name) =>
  Buffer.from(name),
);

/** Adds the suffix to names in the bytes that a check sends or expects. */
export type Renaming = (bytes: Pattern, side: 'says' | 'hears') => Pattern;

/** Appends the suffix to each name. */
export function renamed(bytes: Pattern, suffix: string): Pattern {
  const found: Place[] = [];
  for (let at = 0; at < bytes.length;) {
    const name = people.find((each) => each.every((byte, index) => bytes[at + index] === byte));
    const [end, more] = name ? [at + name.length, Buffer.from(suffix)] : [at + 1, []];
    found.push(...bytes.slice(at, end), ...more);
    at = end;
  }
  return found;
}

/** Appends the suffix to each name in messages that follow a length of two bytes. Other bytes are not changed. */
export function renamedFrames(bytes: Pattern, suffix: string): Pattern {
  const found: Place[] = [];
  for (let at = 0; at < bytes.length;) {
    const [high, low] = bytes.slice(at, at + 2);
    if (typeof high !== 'number' || typeof low !== 'number' || high > 255 || low > 255) return renamed(bytes, suffix);
    const end = at + 2 + 256 * high + low;
    if (end > bytes.length) return renamed(bytes, suffix);
    const text = renamed(bytes.slice(at + 2, end), suffix);
    found.push(text.length >> 8, text.length & 255, ...text);
    at = end;
  }
  return found;
}

/** A transcript in which the names have their suffix. */
export const renamedTranscript = (transcript: Transcript, renaming: Renaming): Transcript => ({
  ...transcript,
  lines: transcript.lines.map((line): Line => {
    if (line.kind === 'C') return { ...line, bytes: renaming([...line.bytes], 'says') };
    return line.kind === 'S' ? { ...line, pattern: renaming(line.pattern, 'hears') } : line;
  }),
});
