import { createHash } from 'node:crypto';

import { Cache } from '#chat/cache.ts';
import type { Millis } from '#chat/event.ts';

/** The most contents that are counted per server. */
const maxContents = 4096;
/** A content that a new link to a server sends so soon after the old link had sent it is the same message. */
const sameWithin: Millis = 60_000;

/** The content of a message, equal on all links. */
export const contentOf = (to: string, from: string, text: string): string =>
  createHash('sha256').update(`${to.toLowerCase()}\0${from.toLowerCase()}\0${text}`).digest('base64url').slice(0, 40);

/**
 * Distinguishes copies from messages that were sent twice on purpose, for all links to one server, one after the other.
 * SENDMSG has no id, and a message that a ring of servers passes on arrives on several links. So the nth message with
 * one content from one server is the same as the nth from another. Some servers also send again what they have sent
 * before: an answer to GETMSGS is compared with the last one.
 */
export class LinkCopies {
  readonly #counts = new Cache<string, Count>(maxContents);
  /** When the present link began. */
  #linkedAt: Millis = -Infinity;
  #answer: Map<string, number> | undefined;
  #last = new Map<string, number>();

  /** Messages from now on, until `answerEnds`, are the answer to a GETMSGS. */
  answerBegins(): void {
    this.answerEnds();
    this.#answer = new Map();
  }

  answerEnds(): void {
    if (this.#answer && this.#answer.size > 0) this.#last = this.#answer;
    this.#answer = undefined;
  }

  /**
   * An id that is the same for all copies, so that the message is accepted once; undefined for one that this server has
   * sent before.
   */
  idOf(content: string, now: Millis): string | undefined {
    if (this.#answer && this.#answer.size < maxContents) {
      const nth = (this.#answer.get(content) ?? 0) + 1;
      this.#answer.set(content, nth);
      if (nth <= (this.#last.get(content) ?? 0)) return undefined;
    }
    const known = this.#counts.get(content);
    const comesAgain = known && known.at < this.#linkedAt && now - known.at < sameWithin;
    const nth = (known?.nth ?? 0) + (comesAgain ? 0 : 1);
    this.#counts.delete(content);
    this.#counts.set(content, { nth, at: now });
    return `${content}:${nth}`;
  }

  /** A new link to the same server begins: copies of earlier messages are still recognised, and the counts continue. */
  linkBegins(now: Millis): void {
    this.answerEnds();
    this.#linkedAt = now;
  }
}

/** How often a content was sent, and when last. */
interface Count {
  readonly nth: number;
  readonly at: Millis;
}
