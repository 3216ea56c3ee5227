/** One field of a header, or of what a message says. */
export interface Field {
  readonly name: string;
  readonly value: string;
  /** The field's position in the frame, in bytes. */
  readonly offset: number;
  /** The field's length in bytes. Fields of less than a byte share that byte with their neighbours. */
  readonly length: number;
  readonly meaning: string;
}

/** The four layers of the TCP/IP model, from above. */
export type LayerName = 'Application' | 'Transport' | 'Network' | 'Link';

export interface Layer {
  readonly layer: LayerName;
  /** `HTTP`, `TCP`, `IPv4`, `Ethernet II`. */
  readonly protocol: string;
  /** Its header in the frame; the message itself for the application. */
  readonly offset: number;
  readonly length: number;
  readonly fields: readonly Field[];
}

/** Reads the fields of one header. */
export class HeaderReader {
  readonly fields: Field[] = [];
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  /** Where the header begins in the frame. */
  readonly start: number;

  constructor(bytes: Uint8Array, start: number) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.start = start;
  }

  u8(at: number): number {
    return this.#view.getUint8(this.start + at);
  }

  u16(at: number): number {
    return this.#view.getUint16(this.start + at);
  }

  u32(at: number): number {
    return this.#view.getUint32(this.start + at);
  }

  slice(at: number, length: number): Uint8Array {
    return this.#bytes.subarray(this.start + at, this.start + at + length);
  }

  /** `at`: from the beginning of the header. */
  field(at: number, length: number, name: string, value: string | number, meaning: string): void {
    this.fields.push({ name, value: String(value), offset: this.start + at, length, meaning });
  }
}

/** `45 00 00 3c` */
export const hexOf = (bytes: Uint8Array): string =>
  Buffer.from(bytes)
    .toString('hex')
    .replace(/..(?=.)/g, '$& ');

/** `0x0800`, with this many digits. */
export const hexNumber = (value: number, digits: number): string => `0x${value.toString(16).padStart(digits, '0')}`;
