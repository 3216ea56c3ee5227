import type { Millis } from '#chat/event.ts';
import type { Cutting } from '#client/text-reader.ts';

/** Silence after which a line without LF is shown: early servers send none. */
export const linePause: Millis = 500;

/** Cuts a server's text into lines, without CR LF or LF. */
export function splitLines(): Cutting {
  /** The beginning of this line was shown already, so its LF alone is not another line. */
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
