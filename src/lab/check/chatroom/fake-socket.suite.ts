import { ack, decode, encode, header, slices } from '#dialects/chatroom/codec.ts';

/** What a student's program does wrong with the blocks. */
interface BlockFaults {
  readonly ackNotPadded?: boolean;
  readonly sizeNotPadded?: boolean;
  /** What one `recv` gives is taken for the whole block. */
  readonly oneRecv?: boolean;
  /** `recv(1024)` takes what comes after the data, too. */
  readonly readsTooMuch?: boolean;
  readonly charactersCounted?: boolean;
}

/** A student's socket: bytes of a link as `recv` gives them, and the blocks of chatroom on it. */
export class FakeSocket {
  over = false;
  readonly #say: (text: string) => void;
  readonly #faults: BlockFaults;
  #held: Buffer = Buffer.alloc(0);
  #wake: () => void = () => {};

  constructor(say: (text: string) => void, faults: BlockFaults = {}) {
    this.#say = say;
    this.#faults = faults;
  }

  take(chunk: string): void {
    this.#held = Buffer.concat([this.#held, Buffer.from(chunk, 'latin1')]);
    this.#wake();
  }

  end(): void {
    this.over = true;
    this.#wake();
  }

  send(bytes: Uint8Array): void {
    if (this.over) throw new Error('closed');
    this.#say(Buffer.from(bytes).toString('latin1'));
  }

  async number(): Promise<number> {
    return Number((await this.#recv(64)).toString());
  }

  async stream(): Promise<Buffer> {
    const { oneRecv = false, ackNotPadded = false, readsTooMuch = false } = this.#faults;
    const size = Number((await this.#recv(1024, oneRecv)).toString());
    this.send(ackNotPadded ? encode('1') : ack(1));
    if (size === 0) return Buffer.alloc(0);
    if (!readsTooMuch) return Buffer.from(await this.#recv(size, oneRecv));
    let data = Buffer.alloc(0);
    while (data.length < size) data = Buffer.concat([data, await this.#recv(1024, true)]);
    return data;
  }

  async sends(bytes: Uint8Array): Promise<void> {
    const { sizeNotPadded = false, charactersCounted = false } = this.#faults;
    const size = charactersCounted ? decode(bytes).length : bytes.length;
    this.send(sizeNotPadded ? encode(String(size)) : header(size));
    if ((await this.number()) !== 1) throw new Error('refused');
    for (const slice of slices(bytes)) this.send(slice);
  }

  /** Exactly this many bytes; `anyway`: as many as have come. Rejects at the end of the link. */
  async #recv(count: number, anyway = false): Promise<Buffer> {
    while (this.#held.length < (anyway ? 1 : count) && !this.over)
      await new Promise<void>((resolve) => (this.#wake = resolve));
    if (this.#held.length < (anyway ? 1 : count)) throw new Error('closed');
    const bytes = this.#held.subarray(0, count);
    this.#held = this.#held.subarray(count);
    return bytes;
  }
}
