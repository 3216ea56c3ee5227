/**
 * The word that was probably meant, if one is similar: at most this many typing errors, and at most a third of the
 * word; one where it has up to four characters.
 */
export function nearest(typed: string, words: Iterable<string>): string | undefined {
  let best: string | undefined;
  let least = (typed.length <= 4 ? 1 : Math.min(3, Math.ceil(typed.length / 3))) + 1;
  let folded: string | undefined;
  for (const word of words) {
    // So many letters at least were omitted or inserted.
    if (Math.abs(typed.length - word.length) >= least) continue;
    const distance = slips((folded ??= typed.toLowerCase()), word.toLowerCase(), least);
    if (distance >= least) continue;
    best = word;
    least = distance;
  }
  return best ?? onlyBeginning(typed, words);
}

/** The only word that begins with `typed`, of at least three characters. */
function onlyBeginning(typed: string, words: Iterable<string>): string | undefined {
  const [found, ...more] = [...words].filter((word) => word.startsWith(typed));
  return typed.length >= 3 && more.length === 0 ? found : undefined;
}

/**
 * The number of letters that were omitted, inserted, replaced, or swapped with their neighbour: optimal string
 * alignment. Infinity once there are clearly as many as `most`.
 */
function slips(a: string, b: string, most: number): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let fewest = i;
    for (let j = 1; j <= b.length; j++) {
      const changed = at(last, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const exchanged = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? at(before, j - 2) + 1 : Infinity;
      const slipped = Math.min(at(last, j) + 1, at(row, j - 1) + 1, changed, exchanged);
      fewest = Math.min(fewest, slipped);
      row.push(slipped);
    }
    if (fewest >= most) return Infinity;
    before = last;
    last = row;
  }
  return at(last, b.length);
}

const at = (row: readonly number[], index: number): number => row[index] ?? Infinity;
