type Table = Readonly<Record<string, string>>;

/**
 * Greek and Cyrillic letters that look like a Latin one, by Unicode's list of confusables (UTS 39). Names are compared
 * in lower case, so a small letter stands here when its capital looks like that letter, too: `н` because of `Н`.
 */
const comparedAs = tableOf(
  'αa βb εe ζz ηh ιi κk μm νn οo ρp τt υy χx ϝf ϳj ϻm',
  'аa вb еe кk мm нh оo рp сc тt уy хx ьb ѕs іi јj ѡw ѵv үy һh ӏl ԁd ԍg ԛq ԝw ꙇi',
);

/** Letters that look like a Latin letter or digit in one case only, or like another one in the other: `ν`, but `Ν`. */
const drawnAs = tableOf('γy ηn νv σo υu', 'З3 Ӡ3 б6 гr ҽe Ӏi ӏi');

function tableOf(...rows: readonly string[]): Table {
  const pairs = rows.flatMap((row) => row.split(' ')).map((pair) => [pair.charAt(0), pair.slice(1)] as const);
  return Object.fromEntries(pairs);
}

/** A name in lower case, with Latin letters for those that look like them, whatever marks they have: `ά` is `á`. */
export const asCompared: (name: string) => string = replacing(comparedAs);

/** A name with Latin letters for those that are drawn like them only in the case they have there. */
export const asDrawn: (name: string) => string = replacing(drawnAs);

function replacing(table: Table): (name: string) => string {
  const letters = new RegExp(`[${Object.keys(table).join('')}]`, 'g');
  const latin = (letter: string): string => table[letter] ?? letter;
  return (name) => name.normalize('NFD').replace(letters, latin).normalize('NFKC');
}
