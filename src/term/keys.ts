export type Key =
  | 'enter'
  | 'interrupt'
  | 'suspend'
  | 'delete-or-end'
  | 'left'
  | 'right'
  | 'word-left'
  | 'word-right'
  | 'home'
  | 'end'
  | 'up'
  | 'down'
  | 'backspace'
  | 'delete'
  | 'delete-word-left'
  | 'delete-word-right'
  | 'cut-left'
  | 'cut-right'
  | 'put-back'
  | 'clear-screen'
  | 'complete'
  | 'complete-back';

/** The usual keys of line editors. Other control characters do nothing. */
const controls: Readonly<Record<string, Key>> = {
  '\x01': 'home',
  '\x02': 'left',
  '\x03': 'interrupt',
  '\x04': 'delete-or-end',
  '\x05': 'end',
  '\x06': 'right',
  '\x08': 'backspace',
  '\t': 'complete',
  '\n': 'enter',
  '\x0b': 'cut-right',
  '\x0c': 'clear-screen',
  '\r': 'enter',
  '\x0e': 'down',
  '\x10': 'up',
  '\x15': 'cut-left',
  '\x17': 'delete-word-left',
  '\x19': 'put-back',
  '\x1a': 'suspend',
  '\x7f': 'backspace',
};

/** Keys by the character after ESC: typed with the Alt key, or after the Escape key. */
const alts: Readonly<Record<string, Key>> = {
  b: 'word-left',
  f: 'word-right',
  d: 'delete-word-right',
  '\x08': 'delete-word-left',
  '\x7f': 'delete-word-left',
};

/** Keys by the last letter of a sequence: the key alone, and the key with Ctrl or Alt held. */
const letters: Readonly<Record<string, readonly [Key, Key]>> = {
  A: ['up', 'up'],
  B: ['down', 'down'],
  C: ['right', 'word-right'],
  D: ['left', 'word-left'],
  F: ['end', 'end'],
  H: ['home', 'home'],
  Z: ['complete-back', 'complete-back'],
};

/** Keys by the number before `~` in a sequence. */
const numbers: Readonly<Record<string, Key>> = { 1: 'home', 3: 'delete', 4: 'end', 7: 'home', 8: 'end' };

/** A complete sequence (CSI or SS3): its parameters and its last byte. */
const sequence = /^\x1b+(?:\[([0-?]*)[ -/]*([@-~])|O([0-9;]*)([@-~]))/;
/** The beginning of one, up to a length that no terminal exceeds. */
const begun = /^\x1b{1,2}(?:[[O][ -?]{0,32})?$/;

/** The key at the beginning of a text; without `key` if it does nothing. `length` is 0 if it is incomplete. */
export function keyAt(text: string): { readonly key: Key | undefined; readonly length: number } {
  if (!text.startsWith('\x1b')) return { key: controls[text.charAt(0)], length: 1 };
  const [whole, csi, csiEnd, ss3, ss3End] = sequence.exec(text) ?? [];
  if (whole !== undefined) return { key: named(csi ?? ss3 ?? '', csiEnd ?? ss3End ?? ''), length: whole.length };
  if (begun.test(text)) return { key: undefined, length: 0 };
  const [escapes = ''] = /^\x1b+/.exec(text) ?? [];
  const [sign = ''] = text.slice(escapes.length);
  return {
    key: alts[sign] ?? (controls[sign] === 'enter' ? undefined : controls[sign]),
    length: escapes.length + sign.length,
  };
}

function named(parameters: string, last: string): Key | undefined {
  const [first = '', modifier = ''] = parameters.split(';');
  if (last === '~') return numbers[first];
  const held = modifier !== '' || (first !== '' && first !== '1');
  return letters[last]?.[held ? 1 : 0];
}
