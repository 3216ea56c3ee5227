import { withheldText } from '#text/away-note.ts';
import type { Asked, Entry, RoomId, Seq } from '#chat/event.ts';
import { fold } from '#chat/names/names.ts';
import { networkOf } from '#chat/network.ts';
import { spokenText } from '#chat/events/spoken-text.ts';
import type { Answer } from '#chat/hub/session.ts';

import type { Caller } from './caller.ts';
import { encode } from './codec.ts';
import { accountOf, isGroupId, serverOf } from './peers/group-names.ts';
import type { Peers } from './peers/peers.ts';
import { type Letter, Mailbox } from './mailbox.ts';
import type { MailboxSpace } from './mailbox-space.ts';
import { invitationWords, letterWords, type Unasked } from './render.ts';
import { full, lost, noGuests, notYours, refused, unknownRecipient } from './words.ts';

/** An account's messages are counted up to this. */
const maxCount = 1000;
/** The most messages of an account in one reply; the next reply waits until they are written. */
const page = 100;
/** The UTF-8 bytes after which a reply is ended. Replies are paced, and a broken link repeats them. */
const pageBytes: number = 64 * 1024;

/** A client's messages. The chat keeps those of accounts; all others are kept here. */
export class Mail {
  readonly box: Mailbox;
  readonly #caller: Caller;

  constructor(caller: Caller, space: MailboxSpace) {
    this.#caller = caller;
    this.box = new Mailbox(space, networkOf(caller.seat.address));
  }

  /** A private message or an invitation for a guest, or a change of one, which for accounts the chat keeps; or news. */
  came(each: Exclude<Unasked, { kind: 'notice' }>): void {
    const letter = each.kind === 'removed' ? undefined : { seq: each.seq, bytes: each.length, words: () => each.text };
    if (each.kind === 'invitation' && this.#caller.seat.account) return;
    if (letter && each.kind !== 'changed') this.box.add(letter);
    else this.box.change(each.seq, letter);
  }

  send(to: string, text: string): void {
    const { chat, seat, number, shared } = this.#caller;
    const group = shared.connections.group(to);
    if (group)
      return this.#caller.reply(() => (seat.user === 0 ? noGuests(shared.register()) : this.#put(group, to, text)));
    if (shared.peers && isGroupId(to) && (accountOf(to) === to.toUpperCase() || !chat.accountNamed(to)))
      return this.#sendToGroup(shared.peers, to, text);
    const bearer = shared.connections.bearer(to);
    if (bearer && bearer.number !== number && bearer.full) return this.#caller.reply(() => full(to));
    // A client with a name can also be addressed by its number.
    chat.post(seat, { kind: 'message', text }, (answer) => this.#sent(answer, to, text), bearer?.name ?? to);
  }

  /** An account is made for the group first, so that messages to it can wait. */
  #sendToGroup(peers: Peers, to: string, text: string): void {
    const { chat, seat } = this.#caller;
    chat.hold(seat);
    void peers.addressed(to, this.#caller.peer.address).finally(() => {
      chat.post(seat, { kind: 'message', text }, (answer) => this.#sent(answer, to, text), accountOf(to));
      chat.release(seat);
    });
  }

  /** Sends at most `limit` messages of a mailbox, by default the caller's. `none`: the reply if it is empty. */
  fetch(from: string | undefined, limit: number, none: string | undefined): void {
    if (from === undefined || this.#isOwn(from)) return this.#fetchOwn(limit, none);
    const { chat, seat, shared } = this.#caller;
    const ofServer = shared.peers !== undefined && fold(from) === fold(shared.id);
    const group = shared.connections.group(from);
    if ((ofServer || group) && seat.user === 0) return this.#caller.reply(() => noGuests(shared.register()));
    if (ofServer) return this.#fetchGroup(shared.peers, limit, none);
    if (group) return this.#caller.reply(() => this.#take(group, limit) ?? none);
    const isAnothers = (): boolean =>
      (shared.connections.bearer(from) ?? chat.accountNamed(from) ?? chat.present(from)) !== undefined;
    this.#caller.reply(() => (isAnothers() ? notYours(from) : none));
  }

  /** The number of waiting messages. */
  count(from: string | undefined): number {
    const { peers, id } = this.#caller.shared;
    if (from !== undefined && peers && fold(from) === fold(id)) return peers.waiting(id);
    if (from !== undefined && !this.#isOwn(from)) return this.#caller.shared.connections.group(from)?.count ?? 0;
    const { chat, seat } = this.#caller;
    return this.box.count + (seat.account ? chat.waiting(seat, maxCount).length : 0);
  }

  #isOwn(name: string): boolean {
    const { id, name: called } = this.#caller;
    return fold(name) === fold(id) || (called !== undefined && fold(name) === fold(called));
  }

  #sent(answer: Answer, to: string, text: string): void {
    if (answer.kind === 'entry' && answer.away !== undefined)
      return this.#noteAway(answer.entry.room?.name ?? to, answer.away);
    if (answer.kind !== 'refusal') return;
    const { code } = answer;
    const error =
      code === 'to-self'
        ? this.#put(this.box, to, text)
        : code === 'no-user'
          ? unknownRecipient(to)
          : refused(code, to);
    if (error !== undefined) this.#caller.write(error);
  }

  /** SENDMSG has no answer, so the next letters say that the receiver is away. */
  #noteAway(name: string, text: string): void {
    const words = letterWords(name, text === withheldText ? '(away)' : `(away) ${text}`);
    this.box.add({ bytes: encode(words).length, words: () => words });
  }

  /** Returns the error if the message cannot be kept. */
  #put(box: Mailbox, to: string, text: string): string | undefined {
    const { number, id, name = id } = this.#caller;
    const letter: Letter = {
      bytes: encode(text).length,
      words: (reader) => letterWords(reader === number ? 'self' : name, text),
    };
    return box.add(letter) ? undefined : full(to);
  }

  #take(box: Mailbox, limit: number): string | undefined {
    const letters = box.take(limit);
    return letters.length === 0 ? undefined : letters.map((each) => each.words(this.#caller.number)).join('\n');
  }

  /** Our own group's mail, which any client may read: the first one that fetches takes it. */
  #fetchGroup(peers: Peers, limit: number, none: string | undefined): void {
    this.#handOverInTurn(async () => {
      const caller = this.#caller;
      const entries = withinPage(peers.mailbox.letters(peers.self, Math.min(limit, page)));
      const last = entries.at(-1);
      if (!last) return none === undefined ? undefined : caller.write(none);
      caller.write(entries.map(wordsOf).join('\n'));
      if (await caller.written()) await peers.mailbox.handedOver(peers.self, last.seq);
    });
  }

  #fetchOwn(limit: number, none: string | undefined): void {
    this.#handOverInTurn(() => this.#handOver(limit, none));
  }

  /** Takes nothing more from the client until the hand-over is done. */
  #handOverInTurn(handOver: () => Promise<void>): void {
    const caller = this.#caller;
    caller.chat.hold(caller.seat);
    caller.reply(() => {
      handOver()
        // Inside an answer, so that the chat handles the error.
        .catch((error: unknown) =>
          caller.reply(() => {
            throw error;
          }),
        )
        .finally(() => caller.chat.release(caller.seat));
      return undefined;
    });
  }

  async #handOver(limit: number, none: string | undefined): Promise<void> {
    const caller = this.#caller;
    const count = Math.min(limit, this.box.count);
    const kept = this.#take(this.box, limit);
    const left = caller.seat.account ? limit - count : 0;
    if (kept !== undefined) caller.write(kept + endOf(left > 0 && caller.chat.waiting(caller.seat, 1).length > 0));
    const handed = await this.#handOverAccount(left);
    const missed = this.box.takeLost();
    if (missed > 0) caller.write(lost(missed));
    else if (kept === undefined && !handed && none !== undefined) caller.write(none);
  }

  /** An account's messages count as delivered only after their bytes were written. */
  async #handOverAccount(limit: number): Promise<boolean> {
    const { chat, seat } = this.#caller;
    let handed = false;
    for (let left = limit; left > 0 && !seat.closing;) {
      const waiting = chat.waiting(seat, Math.min(left, page + 1));
      const entries = withinPage(waiting.slice(0, page));
      const last = entries.at(-1);
      if (!last) break;
      this.#caller.write(entries.map(wordsOf).join('\n') + endOf(entries.length < waiting.length));
      handed = true;
      if (!(await this.#caller.written()) || seat.closing) break;
      if (!(await this.#delivered(entries, last.seq))) break;
      left -= entries.length;
    }
    return handed;
  }

  /** False if delivery could not be recorded; then the messages may be sent again. */
  async #delivered(entries: readonly Entry[], upto: Seq): Promise<boolean> {
    const { chat, seat } = this.#caller;
    const since = new Map<RoomId, Seq>();
    for (const { seq, event, room } of entries)
      if (event.kind === 'message' && room && !since.has(room.id)) since.set(room.id, seq - 1);
    const rooms = [...since].map(([room, since]) => ({ room, since }));
    const asked: Asked =
      rooms.length > 0 ? { kind: 'heard', rooms, upto, polled: true, delivered: upto } : { kind: 'delivered', upto };
    const answer = await new Promise<Answer>((resolve) => chat.post(seat, asked, resolve));
    return answer.kind !== 'refusal';
  }
}

/** The first messages, up to the limit of bytes. */
function withinPage(entries: readonly Entry[]): readonly Entry[] {
  let bytes = 0;
  const end = entries.findIndex((each) => (bytes += encode(wordsOf(each)).length) >= pageBytes);
  return end === -1 ? entries : entries.slice(0, end + 1);
}

/** Ends a reply that is followed by more messages. */
const endOf = (goesOn: boolean): string => (goesOn ? '\n' : '');

const wordsOf = (entry: Entry): string => invitationWords(entry) ?? messageWords(entry);

const messageWords = ({ from, event }: Entry): string =>
  letterWords(serverOf(from.name) ?? from.name, event.kind === 'message' ? spokenText(from.name, event) : '');
