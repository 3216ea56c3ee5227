import type { Millis } from '#chat/event.ts';
import type { Cutting } from '#client/text-hearing.ts';

/** What stands without its LF is shown after so much silence: early servers sent none, and it may be all there is. */
export const linePause: Millis = 500;

/** Lines, without CR LF or LF. */
export function lines(): Cutting {
  /** The beginning of this line was shown, so that its LF alone is no further line. */
  let shown = false;
  const end = (text: string): readonly string[] => {
    const line = text.endsWith('\r') ? text.slice(0, -1) : text;
    const isRest = shown;
    shown = false;
    return line === '' && isRest ? [] : [line];
  };
  return {
    pause: linePause,
    split(text) {
      const pieces = text.split('\n');
      const rest = pieces.pop() ?? '';
      return [...pieces.flatMap(end), rest];
    },
    rest(text) {
      shown = true;
      return [text];
    },
  };
}
