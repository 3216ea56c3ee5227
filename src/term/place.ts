/** Where a terminal's cursor stands, from where a text began at the left edge. */
export interface Place {
  readonly rows: number;
  readonly cols: number;
}

/** What takes two cells. Half-width forms of wide scripts take one. */
const wide =
  /^(?![\uff61-\uffdc])[\p{Emoji_Presentation}\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Hang}\p{sc=Bopo}\p{sc=Yiii}\u3000-\u303e\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6]/u;
/** What takes none, without a sign before it. */
const narrow = /^[\p{M}\p{Cf}]/u;
const onlyAscii = /^[ -~]*$/;
const tabStop = 8;

const signs = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/**
 * Measured by what people see as one sign, as terminals do or come to do. Where they differ this is the lower bound:
 * then a piece of an old prompt may stay on the screen, while too much would take away what has arrived.
 */
export function placeBehind(text: string, columns: number): Place {
  if (onlyAscii.test(text)) return placeAt(text.length, columns);
  let cells = 0;
  for (const { segment } of signs.segment(text)) {
    const column = cells % columns;
    if (segment === '\t') cells += Math.max(0, Math.min(column - (column % tabStop) + tabStop, columns - 1) - column);
    else if (!wide.test(segment)) cells += narrow.test(segment) ? 0 : 1;
    // One that does not fit into the row any more goes to the next.
    else cells += column === columns - 1 ? 3 : 2;
  }
  return placeAt(cells, columns);
}

function placeAt(cells: number, columns: number): Place {
  const cols = cells % columns;
  return { rows: (cells - cols) / columns, cols };
}
