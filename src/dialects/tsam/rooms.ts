import type { Entry, RoomRef, Seq } from '#chat/event.ts';
import { fold } from '#chat/names/names.ts';
import type { Answer } from '#chat/hub/session.ts';
import type { Refusal } from '#chat/refusal.ts';
import { spokenText } from '#chat/events/spoken-text.ts';

import { newsSentence, newsText } from '../news-sentence.ts';
import type { Caller } from './caller.ts';
import { encode } from './codec.ts';
import { letterWords } from './render.ts';
import { type Joining, UsedRooms } from './used-rooms.ts';
import { noLonger, refused as refusedWords } from './words.ts';

/** Entries read at a time. */
const page = 100;
/** The UTF-8 bytes after which a reply is ended: a short command must not cost much. */
const maxBytes: number = 64 * 1024;

/** The rooms a client sends to and reads. It joins a room at its first use. */
export class Rooms {
  /** What happened besides messages is handed over, too. */
  news: boolean;
  readonly #caller: Caller;
  readonly #used = new UsedRooms();

  constructor(caller: Caller, news: boolean) {
    this.#caller = caller;
    this.news = news;
  }

  /** Sends a message to a room. It is refused if the user is no longer in the room: another room may have that name now. */
  say(name: string, text: string): void {
    const { chat, seat } = this.#caller;
    const joining = this.#join(name);
    const answered = (answer: Answer): void => {
      if (answer.kind !== 'refusal') return;
      // The next use asks again whether it may come back.
      if (answer.code === 'banned' && !joining.refused) this.#refuse(name, joining, answer);
      const { refused } = joining;
      if (refused) this.#caller.write(refusedWords(refused, name));
      else if (isOutside(answer)) this.#caller.write(this.#outside(name, joining));
      else this.#caller.write(refusedWords(answer, name));
    };
    chat.post(seat, { kind: 'message', text }, answered, name);
  }

  /**
   * Hands over at most `limit` messages, and at most about `maxBytes` bytes, that were sent there since this client
   * last asked. `none`: the reply if there are none.
   */
  fetch(name: string, limit: number, none: string): void {
    const joining = this.#join(name);
    this.#caller.reply(() => {
      const { refused } = joining;
      if (refused) return refusedWords(refused, name);
      const messages = this.#next(name, limit).join('\n');
      return messages || (this.#isIn(name) ? none : this.#outside(name, joining));
    });
  }

  /** The session has joined the room by a command. If it is removed later, its next use of the room is answered with an error and does not join it at once. */
  entered(name: string): void {
    this.#used.use(name).joining ??= { refused: undefined };
  }

  /** The session has left the room by a command. */
  left(name: string): void {
    this.#used.leave(name);
  }

  renamed(before: string, name: string): void {
    this.#used.renamed(before, name);
  }

  otherUser(): void {
    this.#used.leaveAll();
  }

  /** Joins it, if this client has not. */
  #join(name: string): Joining {
    const room = this.#used.use(name);
    if (room.joining) return room.joining;
    const joining: Joining = { refused: undefined };
    room.joining = joining;
    const answered = (answer: Answer): void => {
      if (answer.kind === 'refusal') this.#refuse(name, joining, answer);
    };
    this.#caller.chat.post(this.#caller.seat, { kind: 'joined' }, answered, name);
    return joining;
  }

  #refuse(name: string, joining: Joining, refused: Refusal): void {
    joining.refused = refused;
    this.#used.leave(name, joining);
  }

  /** Whether the user is a member, as of the last entry that was shown. */
  #isIn(name: string): boolean {
    const folded = fold(name);
    return this.#caller.chat.memberships(this.#caller.seat).some((each) => fold(each.name) === folded);
  }

  /** The answer if the user is no longer in the room. The next use joins the room again, but not if it was renamed and another room has its old name. */
  #outside(name: string, joining: Joining): string {
    const renamed = this.#caller.chat.tellNewName(this.#caller.seat, 'no-room', name);
    if (typeof renamed !== 'string') return refusedWords(renamed, name);
    this.#used.leave(name, joining);
    return noLonger(name);
  }

  #next(room: string, limit: number): readonly string[] {
    const { chat, seat } = this.#caller;
    const messages: string[] = [];
    let bytes = 0;
    const isEnough = (): boolean => messages.length === limit || bytes >= maxBytes;
    const used = this.#used.use(room);
    const begin = used.read ?? this.#beginning(room);
    let after = begin;
    let place: RoomRef | undefined;
    for (let more = true; more && !isEnough();) {
      const entries = chat.history(seat, { room, after, limit: page });
      if (typeof entries === 'string') return [];
      more = entries.length === page;
      for (const entry of entries) {
        if (isEnough()) break;
        after = entry.seq;
        const words = this.#wordsOf(entry);
        if (words === undefined) continue;
        messages.push(words);
        place = entry.room;
        bytes += encode(words).length;
      }
    }
    used.read = after;
    // A client that polls has read what it fetched; a guest does not come back.
    if (place && seat.account)
      chat.post(
        seat,
        { kind: 'heard', rooms: [{ room: place.id, since: begin }], upto: after, polled: true },
        () => {},
      );
    return messages;
  }

  /** At the first request an old member gets only recent messages. */
  #beginning(room: string): Seq {
    const last = this.#caller.chat.history(this.#caller.seat, { room, limit: page });
    return typeof last === 'string' || !last[0] ? 0 : last[0].seq - 1;
  }

  /** The text of an entry; undefined if it is not handed over. */
  #wordsOf(said: Entry): string | undefined {
    const { chat, seat } = this.#caller;
    const entry = chat.asSeen(seat, said);
    if (!entry) return undefined;
    const { from, event } = entry;
    if (event.kind === 'message') {
      const text = this.news ? newsText(from.name, event) : spokenText(from.name, event);
      return letterWords(from.id === seat.user ? 'self' : from.name, text);
    }
    const sentence = this.news ? newsSentence(entry) : undefined;
    return sentence === undefined ? undefined : `* ${sentence}`;
  }
}

/** Whether the user is not in the room, or may not know of it: a secret room is answered as one that does not exist. */
const isOutside = ({ code }: Refusal): boolean => code === 'not-member' || code === 'no-room';
