/** Bytes of messages in all mailboxes in memory, and in those of the clients of one address: an eighth. */
export const maxSpace: number = 32 * 1024 * 1024;
export const maxNetworkSpace: number = maxSpace / 8;

/** The memory that the mailboxes of clients take together. */
export class MailboxSpace {
  readonly #ofNetwork = new Map<string, number>();
  #inAll = 0;

  /** Whether the mailboxes of the clients of that network hold too much, or those of all. */
  isFull(network: string): boolean {
    return this.#inAll >= maxSpace || (this.#ofNetwork.get(network) ?? 0) >= maxNetworkSpace;
  }

  /** A mailbox there holds this many bytes more; negative: less. */
  count(network: string, bytes: number): void {
    this.#inAll += bytes;
    const now = (this.#ofNetwork.get(network) ?? 0) + bytes;
    if (now > 0) this.#ofNetwork.set(network, now);
    else this.#ofNetwork.delete(network);
  }
}
