import type { Chat } from '#chat/chat.ts';
import type { Entry, Millis, Seq } from '#chat/event.ts';
import type { Answer } from '#chat/hub/session.ts';
import type { ListenerRules } from '#chat/settings/listener-rules.ts';

import { groupFormat, silentFormat } from './group-format.ts';
import { GroupSession } from './group-sessions.ts';
import type { PeerLink } from './peer-link.ts';
import { accountOf, isGroupId, serverOf } from './group-names.ts';

/** Groups that may have an account here; the last of them only if they are linked. */
const maxGroups = 1000;
const keptForLinked = 100;
/** Messages counted that wait for a group. */
const maxCounted = 1000;
/** The most groups in a list of the counts of all groups. */
const maxHeld = 100;
/** Mail that has waited this long for another group is dropped. */
const longestWait: Millis = 14 * 24 * 60 * 60 * 1000;
/** A server that was just linked may fetch its mail by itself; otherwise it is handed over then. */
const fetchTimeout: Millis = 2000;

interface Group {
  readonly name: string;
  readonly account: { readonly id: number; readonly version: number };
  /** Posts in the name of the group, and counts its mail. */
  readonly session: GroupSession;
  /** The link that its mail goes to, and the session that takes it there. */
  route: { readonly link: PeerLink; readonly session: GroupSession } | undefined;
  /** The link leads to the group, but its mail is not handed over yet. */
  pending: { readonly link: PeerLink; readonly cancelTimer: () => void } | undefined;
  /** How many messages waited for it when the order was shown up to `at`. */
  counted: { readonly at: Seq; readonly waiting: number };
}

export interface GroupMailOptions {
  readonly chat: Chat;
  readonly rules: ListenerRules;
  readonly self: string;
  readonly note: (event: string, fields: Readonly<Record<string, string | number | undefined>>) => void;
}

/**
 * The mail of groups. Each group that has written, is linked, or was written to has an account with a random password:
 * so mail for it is kept durably, and every user can write to it by its name. A link that leads to the group has a
 * session that is logged in as the group and takes its mail.
 */
export class GroupMail {
  readonly #options: GroupMailOptions;
  readonly #groups = new Map<string, Promise<Group | undefined>>();
  readonly #known = new Map<string, Group>();
  /** Accounts are made one after the other: each costs a password hash. */
  #making: Promise<unknown> = Promise.resolve();
  readonly #format;

  constructor(options: GroupMailOptions) {
    this.#options = options;
    this.#format = groupFormat(options.self);
  }

  /** Reads the groups that have an account from an earlier run: mail may wait for them. */
  async recall(): Promise<void> {
    for (const { name } of this.#options.chat.groups(maxGroups))
      await this.group(serverOf(name) ?? '', { linked: true });
  }

  has(id: string): boolean {
    return this.#groups.has(id.toUpperCase());
  }

  /**
   * The group with this id; its account is made if it has none. Undefined if this is not the id of a group, or there
   * are too many.
   */
  group(id: string, { linked = false }: { readonly linked?: boolean } = {}): Promise<Group | undefined> {
    const name = id.toUpperCase();
    if (!isGroupId(name)) return Promise.resolve(undefined);
    let known = this.#groups.get(name);
    if (known) return known;
    if (this.#groups.size >= maxGroups - (linked ? 0 : keptForLinked)) return Promise.resolve(undefined);
    known = this.#making.then(() => this.#make(name));
    this.#making = known.catch(() => {});
    this.#groups.set(name, known);
    return known;
  }

  async #make(name: string): Promise<Group | undefined> {
    const { chat, rules, note } = this.#options;
    const account = await chat.group(accountOf(name) ?? '');
    if (!account) {
      this.#groups.delete(name);
      return undefined;
    }
    const session = new GroupSession(chat, rules, silentFormat, '', () => this.#forget(name));
    await session.come(account, { mail: false }, () => note('peer-group-refused', { group: name }));
    const group: Group = {
      name,
      account,
      session,
      route: undefined,
      pending: undefined,
      counted: { at: 0, waiting: 0 },
    };
    this.#known.set(name, group);
    return group;
  }

  /** Drops a group whose sessions an operator has ended, or whose account was removed. It is made again when needed. */
  #forget(name: string): void {
    const group = this.#known.get(name);
    this.#known.delete(name);
    this.#groups.delete(name);
    group?.pending?.cancelTimer();
    group?.route?.session.close();
  }

  /** Posts a message in the name of a group, once for each id. */
  async say(from: string, to: string, text: string, once: string, said: (answer: Answer) => void): Promise<boolean> {
    const group = await this.group(from);
    group?.session.say(accountOf(to) ?? to, text, once, said);
    return group !== undefined;
  }

  waiting(id: string): number {
    const group = this.#known.get(id.toUpperCase());
    return group ? this.#count(group) : 0;
  }

  /** Counted once for each place of the order, because a peer may ask often. */
  #count(group: Group): number {
    const at = this.#options.chat.cursor().seq;
    if (group.counted.at !== at) group.counted = { at, waiting: group.session.waiting(maxCounted).length };
    return group.counted.waiting;
  }

  letters(id: string, limit: number): readonly Entry[] {
    return this.#known.get(id.toUpperCase())?.session.waiting(limit) ?? [];
  }

  async handedOver(id: string, upto: number): Promise<void> {
    await this.#known.get(id.toUpperCase())?.session.handedOver(upto);
  }

  /** The groups other than ours for which mail waits, with its number. */
  held(): readonly (readonly [string, number])[] {
    const others = [...this.#known.values()].filter(({ name }) => name !== this.#options.self);
    return others
      .map((group) => [group.name, Math.min(maxHeld, this.#count(group))] as const)
      .filter(([, count]) => count > 0);
  }

  /**
   * Hands a group's mail to this link from now on, or to none. `soon`: after a pause in which the other server may
   * fetch it itself.
   */
  route({ name }: { readonly name: string }, link: PeerLink | undefined, when: 'now' | 'soon'): void {
    const group = this.#known.get(name);
    if (!group || group.route?.link === link || (link !== undefined && group.pending?.link === link)) return;
    group.route?.session.close();
    group.route = undefined;
    group.pending?.cancelTimer();
    group.pending = undefined;
    if (!link) return;
    if (when === 'now') return this.#open(group, link);
    const cancelTimer = this.#options.chat.clock.after(fetchTimeout, () => this.#open(group, link));
    group.pending = { link, cancelTimer };
  }

  /** The other server asks for the mail of a group: it is handed over now, if that link leads to the group. */
  fetches(link: PeerLink, id: string): void {
    const group = this.#known.get(id.toUpperCase());
    if (group?.pending?.link !== link) return;
    group.pending.cancelTimer();
    this.#open(group, link);
  }

  #open(group: Group, link: PeerLink): void {
    const { chat, rules, note } = this.#options;
    group.pending = undefined;
    if (link.over) return;
    const over = (): void => {
      if (group.route?.session === session) group.route = undefined;
    };
    const session = new GroupSession(chat, rules, this.#format, link.peer.address, over, link);
    group.route = { link, session };
    void session.come(group.account, { mail: true }, () => note('peer-group-refused', { group: group.name }));
  }

  /** The link that a group's mail goes to. */
  routeOf(id: string): PeerLink | undefined {
    const group = this.#known.get(id.toUpperCase());
    return group?.route?.link ?? group?.pending?.link;
  }

  /** Ends the sessions of all groups, without waiting for their links. */
  close(): void {
    for (const { session, pending } of [...this.#known.values()]) {
      pending?.cancelTimer();
      session.close();
    }
  }

  get names(): readonly string[] {
    return [...this.#known.keys()];
  }

  /** Drops mail that has waited too long for other groups. */
  async expire(now: Millis): Promise<void> {
    for (const group of this.#known.values()) {
      if (group.name === this.#options.self || group.route) continue;
      const [oldest] = group.session.waiting(1);
      if (!oldest || now - oldest.at <= longestWait) continue;
      const old = group.session.waiting(maxCounted).filter(({ at }) => now - at > longestWait);
      const last = old.at(-1);
      if (!last) continue;
      this.#options.note('peer-mail-expired', { group: group.name, messages: old.length });
      await group.session.handedOver(last.seq);
    }
  }
}
