/** A cursor's place, relative to where a text began at the left edge. */
export interface Place {
  readonly rows: number;
  readonly cols: number;
}

/** Characters of two cells. Half-width forms of wide scripts take one. */
const wide =
  /^(?![\uff61-\uffdc])[\p{Emoji_Presentation}\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Hang}\p{sc=Bopo}\p{sc=Yiii}\u3000-\u303e\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6]/u;
/** Characters of no cell, even without a character before them. */
const narrow = /^[\p{M}\p{Cf}]/u;
const onlyAscii = /^[ -~]*$/;
const tabStop = 8;

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/**
 * The cursor's place after a text of one or more lines, in a terminal of this many columns (at least 1). Counts visible
 * characters, as modern terminals do. Where terminals differ, this is the lower bound: a part of an old prompt may
 * remain, but no output is erased.
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

/** The cells of a line, including empty ones at the end of a row. */
function cellsOf(line: string, columns: number): number {
  if (onlyAscii.test(line)) return line.length;
  let cells = 0;
  for (const { segment } of graphemes.segment(line)) {
    const column = cells % columns;
    if (segment === '\t') cells += Math.max(0, Math.min(column - (column % tabStop) + tabStop, columns - 1) - column);
    else if (!wide.test(segment)) cells += narrow.test(segment) ? 0 : 1;
    // A wide character that does not fit into the row goes to the next one.
    else cells += column === columns - 1 && columns > 1 ? 3 : 2;
  }
  return cells;
}
