import { createHash } from 'node:crypto';

import { Cache } from '#chat/cache.ts';
import type { Millis } from '#chat/event.ts';

/** Contents of which it is counted how often a link has brought them. */
const maxContents = 4096;
/** What a new link to a server brings so soon after the old one had brought it is the same message again. */
const sameWithin: Millis = 60_000;

/** What a message says, whatever link it comes by. */
export const contentOf = (to: string, from: string, text: string): string =>
  createHash('sha256').update(`${to.toLowerCase()}\0${from.toLowerCase()}\0${text}`).digest('base64url').slice(0, 40);

/**
 * Tells copies from messages that are said again, for the links to one server, one after the other: SENDMSG has no id, and
 * what a ring of servers passes on comes by several links. The nth message of one content from any server is the same message
 * as the nth from another. Some
 * servers also hand over again what they have handed over before: an answer to GETMSGS is compared with the last one.
 */
export class LinkCopies {
  readonly #counts = new Cache<string, Count>(maxContents);
  /** When the present link began. */
  #linkedAt: Millis = -Infinity;
  #answer: Map<string, number> | undefined;
  #last = new Map<string, number>();

  /** What comes from here on, until `answerEnds`, answers a GETMSGS. */
  answerBegins(): void {
    this.answerEnds();
    this.#answer = new Map();
  }

  answerEnds(): void {
    if (this.#answer && this.#answer.size > 0) this.#last = this.#answer;
    this.#answer = undefined;
  }

  /** The id by which the message is taken once, whatever links bring it; undefined for what was handed over before. */
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

  /** A new link to the same server: what it hands over again is known, and what is said again counts on. */
  linkBegins(now: Millis): void {
    this.answerEnds();
    this.#linkedAt = now;
  }
}

/** How often a content was brought, and when last. */
interface Count {
  readonly nth: number;
  readonly at: Millis;
}
