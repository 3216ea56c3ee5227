import { HourlyCounts } from '#chat/hourly-counts.ts';
import type { Answer } from '#chat/hub/session.ts';
import { networkOf } from '#chat/network.ts';

import { contentOf } from './repeated-messages.ts';
import type { GroupMail } from './group-mail.ts';
import type { PeerHost } from './peer-host.ts';
import type { PeerLink } from './peer-link.ts';
import type { PeerMessage } from './peer-messages.ts';
import { isGroupId } from './group-names.ts';

type Sent = PeerMessage & { readonly kind: 'sendmsg' };

/** Groups without an account that the links of one network may write to in an hour. */
const newGroups = 200;
/** The sender in place of servers whose ids are not names of groups. */
const nobody = 'A5_0';

/** The mail that other servers send. */
export class IncomingMail {
  readonly #host: PeerHost<PeerLink>;
  readonly #mailbox: GroupMail;
  readonly #leads: (group: string) => void;
  readonly #newGroups = new HourlyCounts(newGroups);
  /** Settles when the last message of a link was accepted. */
  readonly #last = new WeakMap<PeerLink, Promise<void>>();

  /** `leads`: called when another link may lead to that group, in upper case. */
  constructor(host: PeerHost<PeerLink>, mailbox: GroupMail, leads: (group: string) => void) {
    this.#host = host;
    this.#mailbox = mailbox;
    this.#leads = leads;
  }

  /**
   * Mail for our own group is delivered here. Mail for another group waits until a link leads to that group, other than
   * the link it came by.
   */
  take(link: PeerLink, message: Sent): void {
    const { to, from, text } = message;
    const id = link.copies.idOf(contentOf(to, from, text), this.#host.clock.elapsed());
    if (id === undefined) return;
    // A server may have an id that is not the name of a group; a link without a known group has no sender.
    const speaker =
      link.group === undefined && !isGroupId(from) ? undefined : ([from, link.group ?? ''].find(isGroupId) ?? nobody);
    if (speaker === undefined) return this.#refused(link, message, 'nobody to say it for');
    if (speaker.toUpperCase() === this.#host.self.toUpperCase()) return this.#refused(link, message, 'our own');
    if (!this.mayWrite(speaker, link.peer.address)) return this.#refused(link, message, 'too many groups');
    // A sender whose id is not the name of a group is named in the text.
    const words = isGroupId(from) ? text : `${from}: ${text}`;
    // Messages of a link are accepted in order, although creating an account for some of them takes time.
    const before = this.#last.get(link) ?? Promise.resolve();
    const taken = before.then(() => this.#take(link, message, speaker, words, id));
    const last = taken.catch((error: unknown) => {
      this.#host.note('peer-mail-lost', { from, to, error: error instanceof Error ? error.message : String(error) });
    });
    this.#last.set(link, last);
  }

  async #take(link: PeerLink, message: Sent, speaker: string, words: string, id: string): Promise<void> {
    const to = message.to.trim();
    if (isGroupId(to) && to.toUpperCase() !== this.#host.self.toUpperCase()) {
      if (!this.mayWrite(to, link.peer.address) || !(await this.#mailbox.group(to)))
        return this.#refused(link, message, 'too many groups');
      link.notThrough.add(to.toUpperCase());
      this.#leads(to.toUpperCase());
    } else if (
      to.toUpperCase() !== this.#host.self.toUpperCase() &&
      !to.toUpperCase().startsWith(`${this.#host.self.toUpperCase()}.`)
    ) {
      return this.#refused(link, message, 'unknown recipient');
    }
    const said = (answer: Answer): void => {
      if (answer.kind === 'refusal') this.#refused(link, message, answer.code);
    };
    if (!(await this.#mailbox.say(speaker, to, words, id, said))) this.#refused(link, message, 'unknown sender');
  }

  #refused(link: PeerLink, { to, from }: Sent, why: string): void {
    this.#host.note('peer-mail-refused', { from, to, peer: `${link.peer.address}:${link.peer.port}`, why });
  }

  /** Each group that is written to gets an account, so their number is limited per network. */
  mayWrite(group: string, by: string): boolean {
    if (this.#mailbox.has(group)) return true;
    const [network, now] = [networkOf(by), this.#host.clock.elapsed()];
    if (this.#newGroups.isFull(network, now)) return false;
    this.#newGroups.add(network, now);
    return true;
  }
}
