/** A part of a line of text. A string is shown unchanged. */
export type Inline =
  | string
  | { readonly kind: 'strong' | 'emphasis' | 'strike'; readonly content: readonly Inline[] }
  | { readonly kind: 'code'; readonly text: string }
  /** `href` is http, https or mailto. */
  | { readonly kind: 'link'; readonly href: string; readonly content: readonly Inline[] }
  | { readonly kind: 'mention'; readonly name: string }
  | { readonly kind: 'room'; readonly name: string };

/** An opening delimiter, such as `**`, at this place of the parts. */
interface Open {
  readonly mark: string;
  readonly at: number;
}

/** The most delimiters open at the same time; further ones are text. It also bounds the depth of elements. */
const maxOpen = 12;
const kinds: Readonly<Record<string, 'strong' | 'emphasis' | 'strike'>> = {
  '**': 'strong',
  __: 'strong',
  '*': 'emphasis',
  _: 'emphasis',
  '~~': 'strike',
};

const escaped = /\\([\\`*_~[\]()#@>.!+-])/y;
const mark = /\*\*|__|~~|[*_]/y;
const ticks = /`+/y;
/** Bounded, since it may be looked for at each letter. */
const address = /(?:https?:\/\/|mailto:)[^\s<>"'`]{1,4000}/iy;
const punctuation = /[.,:;!?…*_~]/u;
const label = /\[([^[\]\n]{1,400})\]\(([^\s()<>"']{1,2000})\)/y;
const name = /[@#][^\s:,;!@*?/\\"'<>()[\]{}`.]{1,32}/uy;
/** Text without any of the above, in one step. */
const plain = /[^\\*_~`[@#hHmM]+/y;

const isWord = (text: string, at: number): boolean => /[\p{L}\p{N}]/u.test(text.charAt(at));
const isSpace = (text: string, at: number): boolean => at < 0 || at >= text.length || /\s/.test(text.charAt(at));

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

/** An address that becomes a link; undefined: `javascript:` and all others stay text. */
function safeAddress(text: string): string | undefined {
  if (!/^(https?|mailto):/i.test(text)) return undefined;
  const url = URL.parse(text);
  return url !== null && ['http:', 'https:', 'mailto:'].includes(url.protocol) ? url.href : undefined;
}

/** Excludes punctuation after an address: a full stop, and a bracket that was opened before it. */
function addressEnd(text: string): string {
  // Not by a pattern with `$`: it would begin again at each full stop.
  let end = text.length;
  while (punctuation.test(text.charAt(end - 1))) end--;
  const bare = text.slice(0, end);
  return bare.endsWith(')') && !bare.includes('(') ? bare.slice(0, -1) : bare;
}

/** The places of the runs of backticks that have the same length, by that length, each in order. */
function runsOf(text: string): ReadonlyMap<number, readonly number[]> {
  const runs = new Map<number, number[]>();
  for (const { 0: run, index } of text.matchAll(/`+/g)) {
    const same = runs.get(run.length);
    if (same) same.push(index);
    else runs.set(run.length, [index]);
  }
  return runs;
}

/** The first of these places, which are in order, that is not before another one. */
function firstFrom(places: readonly number[], from: number): number | undefined {
  let [low, high] = [0, places.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((places[middle] ?? 0) < from) low = middle + 1;
    else high = middle;
  }
  return places[low];
}

class InlineParser {
  readonly #text: string;
  readonly #runs: ReadonlyMap<number, readonly number[]>;
  readonly #parts: Inline[] = [];
  readonly #open: Open[] = [];
  #at = 0;

  constructor(text: string) {
    this.#text = text;
    this.#runs = runsOf(text);
  }

  parse(): readonly Inline[] {
    while (this.#at < this.#text.length) this.#step();
    return this.#parts;
  }

  #step(): void {
    const rest = matchAt(plain, this.#text, this.#at);
    if (rest) this.#take(rest[0], rest[0].length);
    else if (!this.#special()) this.#take(this.#text.charAt(this.#at), 1);
  }

  #take(text: string, length: number): void {
    this.#at += length;
    const last = this.#parts.at(-1);
    const mayJoin = typeof last === 'string' && this.#open.at(-1)?.at !== this.#parts.length - 1;
    if (mayJoin) this.#parts[this.#parts.length - 1] = last + text;
    else this.#parts.push(text);
  }

  #add(part: Inline, length: number): true {
    this.#at += length;
    this.#parts.push(part);
    return true;
  }

  #special(): boolean {
    const escape = matchAt(escaped, this.#text, this.#at);
    if (escape) {
      this.#take(escape[1] ?? '', 2);
      return true;
    }
    return this.#code() || this.#link() || this.#name() || this.#mark();
  }

  /** Code ends at as many backticks as it begins with, in the same line. */
  #code(): boolean {
    const length = matchAt(ticks, this.#text, this.#at)?.[0].length;
    if (length === undefined) return false;
    const from = this.#at + length;
    const end = firstFrom(this.#runs.get(length) ?? [], from);
    const text = end === undefined ? '\n' : this.#text.slice(from, end);
    if (end !== undefined && !text.includes('\n')) this.#add({ kind: 'code', text }, end + length - this.#at);
    else this.#take(this.#text.slice(this.#at, from), length);
    return true;
  }

  #link(): boolean {
    const labelled = matchAt(label, this.#text, this.#at);
    const target = labelled && safeAddress(labelled[2] ?? '');
    if (labelled && target !== null && target !== undefined) {
      return this.#add({ kind: 'link', href: target, content: [labelled[1] ?? ''] }, labelled[0].length);
    }
    if (isWord(this.#text, this.#at - 1)) return false;
    const bare = addressEnd(matchAt(address, this.#text, this.#at)?.[0] ?? '');
    const href = safeAddress(bare);
    return href !== undefined && this.#add({ kind: 'link', href, content: [bare] }, bare.length);
  }

  #name(): boolean {
    if (isWord(this.#text, this.#at - 1) || this.#text.charAt(this.#at - 1) === '&') return false;
    const found = matchAt(name, this.#text, this.#at)?.[0];
    if (found === undefined) return false;
    const part: Inline = found.startsWith('@')
      ? { kind: 'mention', name: found.slice(1) }
      : { kind: 'room', name: found };
    return this.#add(part, found.length);
  }

  #mark(): boolean {
    const found = matchAt(mark, this.#text, this.#at)?.[0];
    if (found === undefined) return false;
    const after = this.#at + found.length;
    // An underscore within a word, as in snake_case, is not a delimiter.
    const within = found.startsWith('_') && isWord(this.#text, this.#at - 1) && isWord(this.#text, after);
    if (within) return false;
    if (!isSpace(this.#text, this.#at - 1) && this.#close(found)) return true;
    if (isSpace(this.#text, after) || this.#open.length >= maxOpen) return false;
    this.#open.push({ mark: found, at: this.#parts.length });
    return this.#add(found, found.length);
  }

  #close(found: string): boolean {
    const index = this.#open.findLastIndex((open) => open.mark === found);
    const open = this.#open[index];
    const kind = kinds[found];
    if (open === undefined || kind === undefined || open.at === this.#parts.length - 1) return false;
    const content = this.#parts.splice(open.at).slice(1);
    // Delimiters opened within it were never closed: they stay text.
    this.#open.length = index;
    return this.#add({ kind, content }, found.length);
  }
}

/** The parts of a text: emphasis, code, links, mentions. Takes linear time. */
export const parseInline = (text: string): readonly Inline[] => new InlineParser(text).parse();

/** The text of parts without delimiters, for screen readers and previews. */
export function inlineText(parts: readonly Inline[]): string {
  return parts
    .map((part) => {
      if (typeof part === 'string') return part;
      if (part.kind === 'code') return part.text;
      if (part.kind === 'mention') return `@${part.name}`;
      return part.kind === 'room' ? part.name : inlineText(part.content);
    })
    .join('');
}
