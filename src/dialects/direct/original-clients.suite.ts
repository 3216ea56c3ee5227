interface Wire {
  read(): Promise<Uint8Array | string>;
  write(bytes: Uint8Array): Promise<void>;
}

/** How the original client reads and writes, at the other end of a wire: its name first, then lines, without any doubt. */
export class OriginalClient {
  readonly #wire: Wire;
  #received: Buffer = Buffer.alloc(0);

  constructor(wire: Wire) {
    this.#wire = wire;
  }

  /** What its thread prints next; undefined when the socket is closed: `[Disconnected from server]`. */
  async prints(): Promise<string | undefined> {
    let end = this.#received.indexOf('\n');
    while (end === -1) {
      const chunk = await this.#wire.read();
      if (typeof chunk === 'string') return undefined;
      this.#received = Buffer.concat([this.#received, chunk]);
      end = this.#received.indexOf('\n');
    }
    const line = this.#received.subarray(0, end).toString();
    this.#received = this.#received.subarray(end + 1);
    return line;
  }

  /** What is typed, its name at the beginning. */
  async types(line: string): Promise<void> {
    await this.#wire.write(Buffer.from(`${line}\n`));
  }
}

/** Its first version: sends what is typed as it is, prints what a `recv` returns, and does not split it into lines. */
export class OldestClient {
  readonly #wire: Wire;

  constructor(wire: Wire) {
    this.#wire = wire;
  }

  async prints(): Promise<string | undefined> {
    const chunk = await this.#wire.read();
    return typeof chunk === 'string' ? undefined : Buffer.from(chunk).toString();
  }

  async types(text: string): Promise<void> {
    await this.#wire.write(Buffer.from(text));
  }
}
