import type { LinkEnd, Reader } from '#link/link.ts';

/** Interpret As Command, RFC 854. No UTF-8 text has this byte. */
const iac = 0xff;
const subnegotiation = 0xfa;
const subnegotiationEnd = 0xf0;
/** An option follows these, and WONT between them. */
const [will, willDo, dont] = [0xfb, 0xfd, 0xfe];
/** The first command, End of File (RFC 1184). A lower byte after `ff` makes no command of it. */
const firstCommand = 0xec;
const lf = 0x0a;
const cr = 0x0d;
const nul = 0x00;
const space = 0x20;

/** Bytes of one subnegotiation; a longer one is taken as ended there, so that it does not swallow all that follows. */
export const maxSubnegotiation = 1024;
/** A byte that was kept back may be three: `ff`, a command, and what is no option. */
const maxAtOnce = 3;

interface State {
  readonly phase: 'text' | 'command' | 'option' | 'within' | 'command-within';
  /** Which negotiation waits for its option. */
  readonly command: number;
  /** Bytes of the subnegotiation so far. */
  readonly length: number;
  /** A CR was the last byte of the text. */
  readonly cr: boolean;
  /** A command has come. */
  readonly isTelnet: boolean;
}

const beginning: State = { phase: 'text', command: 0, length: 0, cr: false, isTelnet: false };
const text: State = { ...beginning, isTelnet: true };
/** The state after a byte of text: one of four existing objects, so that none is allocated per byte. */
const behind = (byte: number, isTelnet: boolean): State =>
  byte === cr ? (isTelnet ? textCr : beginningCr) : isTelnet ? text : beginning;
const beginningCr: State = { ...beginning, cr: true };
const textCr: State = { ...text, cr: true };

export interface TelnetOptions {
  /** Called when the peer has sent its first command, before any text after it is handed on. */
  readonly onTelnet?: () => void;
  /** A chunk in which nothing is a command, at the beginning of a message. */
  readonly isBinary?: (chunk: Uint8Array) => boolean;
}

/**
 * Takes telnet's commands and negotiations out of a stream, however they are cut over chunks, and answers nothing to
 * them. A chunk without any is handed on as it is; the text of one that has some is handed on as one chunk, unless
 * nothing is left of it. From the first command on, CR NUL is the end of a line, as CR LF is.
 */
export class TelnetReader implements Reader {
  readonly #reader: Reader;
  readonly #options: TelnetOptions;
  #state: State = beginning;
  /** The next chunk is the rest of one that was taken in part. */
  #within = false;
  #told = false;
  /**
   * The text of that rest, which has this many bytes. Kept, because a reader that takes little at a time is offered it
   * often.
   */
  #left: { readonly text: Uint8Array; readonly bytes: number } | undefined = undefined;

  constructor(reader: Reader, options: TelnetOptions = {}) {
    this.#reader = reader;
    this.#options = options;
  }

  take(chunk: Uint8Array): number {
    const left = this.#left?.bytes === chunk.length ? this.#left.text : undefined;
    this.#left = undefined;
    // Nearly every chunk of nearly every peer.
    if (this.#state === beginning && !chunk.includes(iac)) {
      const taken = this.#reader.take(chunk);
      this.#within = taken < chunk.length && (taken > 0 || this.#within);
      return taken;
    }
    const taken = this.#isPlain(chunk) ? this.#hand(chunk) : this.#strip(chunk, left ?? this.#textOf(chunk));
    this.#within = taken < chunk.length && (taken > 0 || this.#within);
    return taken;
  }

  get unfinished(): number {
    return this.#reader.unfinished ?? 0;
  }

  tooMuchUnfinished(): Uint8Array | undefined {
    return this.#reader.tooMuchUnfinished?.();
  }

  ended(how: LinkEnd): void {
    this.#reader.ended(how);
  }

  #isPlain(chunk: Uint8Array): boolean {
    const { phase, isTelnet } = this.#state;
    if (phase !== 'text') return false;
    if (!chunk.includes(iac) && !(isTelnet && chunk.includes(nul))) return true;
    return !this.#within && (this.#options.isBinary?.(chunk) ?? false);
  }

  #hand(chunk: Uint8Array): number {
    const taken = this.#reader.take(chunk);
    if (taken > 0 && this.#state.isTelnet) this.#state = behind(chunk[taken - 1] ?? 0, true);
    return taken;
  }

  /** `text`: the text of the chunk. */
  #strip(chunk: Uint8Array, text: Uint8Array): number {
    const taken = text.length === 0 ? 0 : this.#reader.take(text);
    if (taken >= text.length) return this.#read(chunk, () => true);
    // What was not taken comes again, so this reads only as far as that.
    let left = taken;
    const read = this.#read(chunk, () => left-- > 0);
    this.#left = { text: text.subarray(taken), bytes: chunk.length - read };
    return read;
  }

  /** The text of a chunk; nothing of it counts as read yet. */
  #textOf(chunk: Uint8Array): Uint8Array {
    const before = this.#state;
    const stripped = new Uint8Array(chunk.length + maxAtOnce - 1);
    let length = 0;
    this.#read(chunk, (byte) => {
      stripped[length++] = byte;
      return true;
    });
    this.#state = before;
    return stripped.subarray(0, length);
  }

  /** Goes through a chunk as long as `put` takes the text; returns how many bytes that were. */
  #read(chunk: Uint8Array, put: (byte: number) => boolean): number {
    for (let at = 0; at < chunk.length; at++) {
      const state = this.#state;
      if (!this.#step(chunk[at] ?? 0, put)) {
        this.#state = state;
        return at;
      }
    }
    return chunk.length;
  }

  /** False when the byte gives text that is not taken. */
  #step(byte: number, put: (byte: number) => boolean): boolean {
    const { phase, command, length } = this.#state;
    switch (phase) {
      case 'text':
        if (byte !== iac) return this.#text(byte, put);
        this.#state = { ...this.#state, phase: 'command' };
        return true;
      case 'command':
        return this.#command(byte, put);
      case 'option':
        this.#state = text;
        return isOption(command, byte) || (put(iac) && put(command) && this.#text(byte, put));
      case 'within':
        this.#state = length < maxSubnegotiation ? { ...this.#state, length: length + 1 } : text;
        if (byte === iac) this.#state = { ...this.#state, phase: 'command-within' };
        return true;
      case 'command-within':
        if (byte === iac) this.#state = { ...this.#state, phase: 'within' };
        else if (byte === subnegotiationEnd) this.#state = text;
        else return this.#command(byte, put);
        return true;
    }
  }

  #text(byte: number, put: (byte: number) => boolean): boolean {
    const { cr: isBehindCr, isTelnet } = this.#state;
    this.#state = behind(byte, isTelnet);
    return put(isTelnet && isBehindCr && byte === nul ? lf : byte);
  }

  #command(byte: number, put: (byte: number) => boolean): boolean {
    if (byte < firstCommand) {
      this.#state = this.#state.isTelnet ? text : beginning;
      return put(iac) && this.#text(byte, put);
    }
    if (!this.#told) this.#options.onTelnet?.();
    this.#told = true;
    this.#state = text;
    if (byte === subnegotiation) this.#state = { ...text, phase: 'within' };
    if (byte >= will && byte <= dont) this.#state = { ...text, phase: 'option', command: byte };
    return true;
  }
}

/**
 * Whether a byte after a command is an option. LF and CR are no options: none in use has these numbers, and a line must
 * not lose its end. WONT and DONT need a byte below the printable characters, because `ff fe` and a printable character
 * can be the beginning of UTF-16.
 */
const isOption = (command: number, byte: number): boolean =>
  byte !== lf && byte !== cr && (command === will || command === willDo || byte < space);
