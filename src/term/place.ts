/** Where a terminal's cursor stands, from where a text began at the left edge. */
export interface Place {
  readonly rows: number;
  readonly cols: number;
}

/** What takes two cells. Half-width forms of wide scripts take one. */
const wide =
  /^(?![\uff61-\uffdc])[\p{Emoji_Presentation}\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Hang}\p{sc=Bopo}\p{sc=Yiii}\u3000-\u303e\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6]/u;
/** What takes no cell, without a character before it. */
const narrow = /^[\p{M}\p{Cf}]/u;
const onlyAscii = /^[ -~]*$/;
const tabStop = 8;

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/**
 * Where the cursor is behind a text, which may have several lines, in a terminal of so many columns (at least 1).
 * Measured by what people see as one character, as terminals do or come to do. Where they differ this is the lower bound:
 * then a piece of an old prompt may stay on the screen, while too much would take away what has arrived.
 */
export function placeBehind(text: string, columns: number): Place {
  let rows = 0;
  let cols = 0;
  for (const [n, line] of text.split('\n').entries()) {
    const cells = cellsOf(line, columns);
    cols = cells % columns;
    rows += (n > 0 ? 1 : 0) + (cells - cols) / columns;
  }
  return { rows, cols };
}

/** The cells a line takes, those included that stay empty at the end of a row. */
function cellsOf(line: string, columns: number): number {
  if (onlyAscii.test(line)) return line.length;
  let cells = 0;
  for (const { segment } of graphemes.segment(line)) {
    const column = cells % columns;
    if (segment === '\t') cells += Math.max(0, Math.min(column - (column % tabStop) + tabStop, columns - 1) - column);
    else if (!wide.test(segment)) cells += narrow.test(segment) ? 0 : 1;
    // One that does not fit into the row any more goes to the next.
    else cells += column === columns - 1 && columns > 1 ? 3 : 2;
  }
  return cells;
}
