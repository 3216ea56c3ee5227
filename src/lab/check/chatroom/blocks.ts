import { Fault, type Speaker } from '#lab/check/scene.ts';
import { ack, ackBytes, blockBytes, header, lengthIn, numberIn, slices } from '#dialects/chatroom/codec.ts';

/** The most bytes taken of one STREAM. */
const longest = 256 * 1024;

/**
 * A link as chatroom uses it: numbers, and streams that are acknowledged. Throws a `Fault` if the program does
 * something else.
 */
export interface Blocks {
  readonly speaker: Speaker;
  /** An ACK: a number in 64 bytes. `what`: what it answers, for people. */
  number(what: string): Promise<number>;
  /** A STREAM: its size in 1024 bytes, which is acknowledged, and its data. */
  stream(what: string): Promise<Uint8Array>;
  /** Sends a STREAM; `cut` makes the writes of header and data, where they are not as usual. */
  sends(data: Uint8Array, what: string, cut?: (bytes: Uint8Array) => readonly Uint8Array[]): Promise<void>;
  /** The ACK to a header that was sent. */
  isTaken(what: string): Promise<void>;
}

const whole = (bytes: Uint8Array): readonly Uint8Array[] => slices(bytes);

export function blocksOver(speaker: Speaker): Blocks {
  const { name } = speaker;
  const wrong = (says: string, heard: Uint8Array): never => {
    throw new Fault({ says, heard }, name);
  };
  async function takes(count: number, what: string): Promise<Uint8Array> {
    try {
      return await speaker.takes(count);
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      const { complaint } = error;
      throw new Fault({ ...complaint, says: `${complaint.says}; expected was ${what}` }, name);
    }
  }
  async function number(what: string): Promise<number> {
    const block = await takes(ackBytes, `an ACK (64 bytes): ${what}`);
    return numberIn(block) ?? wrong(`${name} gets an ACK that is not a number; expected was ${what}`, block);
  }
  async function isTaken(what: string): Promise<void> {
    const answer = await number(`that the size of ${what} is read`);
    if (answer !== 1)
      wrong(`${name} announces ${what}, and is answered with ACK ${answer} in place of ACK 1`, ack(answer));
  }
  return {
    speaker,
    number,
    isTaken,
    async stream(what) {
      const block = await takes(blockBytes, `the size (1024 bytes) of ${what}`);
      const length = lengthIn(block, longest);
      if (length === undefined) return wrong(`${name} gets a size that is not a number, for ${what}`, block);
      await speaker.says(ack(1));
      return length === 0 ? new Uint8Array() : await takes(length, what);
    },
    async sends(data, what, cut = whole) {
      for (const piece of cut(header(data.length))) await speaker.says(piece);
      await isTaken(what);
      for (const piece of cut(data)) await speaker.says(piece);
    },
  };
}
