import { completingAt, fixedWords } from '#commands/completion.ts';
import { parseCode } from '#chat/rights/codes.ts';
import { isLobby, lobby } from '#chat/names/lobby.ts';
import { fold } from '#chat/names/names.ts';
import type { Completed, Party, Secrets } from '#dialects/party.ts';

import { mentionsOf } from './mentions.ts';
import { RecentWords } from './recent-words.ts';
import { learnedFrom } from './room-sentences.ts';
import { UnreadPlaces } from './unread-places.ts';

/** A message as a dialect recognises it in what its server sends. */
export interface ChatLine {
  readonly from: string;
  /** The channel; undefined in private. */
  readonly room: string | undefined;
  /** To whom this user sent it, from another session. */
  readonly sentTo?: string | undefined;
  /** UTF-16 units at the beginning that name the sender and the room. */
  readonly speaker: number;
  /** It is for this user, although it may not name it. */
  readonly forMe?: boolean;
}

/** A channel that the person has entered by a command. */
export interface EnteredChannel {
  readonly name: string;
  /** Its key, if it was entered with one; else empty. Never shown. */
  readonly key: string;
}

/** How a dialect's client shows the conversation. */
export interface ScreenOptions {
  /** The prompt while everything is in #lobby and nothing is unread: the original's. */
  readonly prompt: string;
  /** Whether what is typed is sent to the current room, so that the prompt names it. */
  readonly speaksInRoom: boolean;
  readonly secrets: Secrets;
  /** Where the server sends lines of text, and not messages. */
  parse?(text: string): ChatLine | undefined;
}

/** At most one bell in this time, in ms. */
const bellGap = 1000;

/** Shows a conversation to a person: who speaks, what is for them, what is unread where. Kept while the client reconnects. */
export class ChatScreen {
  readonly #party: Party;
  readonly #options: ScreenOptions;
  readonly #names = new RecentWords();
  readonly #rooms = new RecentWords();
  readonly #unread = new UnreadPlaces();
  /** Channels that the server has said the person is in, by folded name. */
  readonly #entered = new Map<string, EnteredChannel>();
  /** The keys in the last `/join` and the last `/set key` that were sent, until their answers. */
  #key: { readonly room: string; readonly key: string } | undefined;
  #keySet: { readonly room: string; readonly key: string } | undefined;
  #room: string = lobby;
  #lastBell = -Infinity;
  #prompted = '';
  /** Whether lines of the conversation are asked for now: not a name, a password, or nothing. */
  isOpen: () => boolean = () => false;

  constructor(party: Party, options: ScreenOptions) {
    this.#party = party;
    this.#options = options;
    this.#rooms.note(lobby);
  }

  /** The channels that the person has entered by a command, the current one last. */
  get entered(): readonly EnteredChannel[] {
    const current = this.#entered.get(fold(this.#room));
    const others = [...this.#entered.values()].filter((each) => each !== current);
    return current ? [...others, current] : others;
  }

  /** Asks for the next line to be sent. */
  ask(): void {
    this.prompt();
    this.#party.lines.ask();
  }

  prompt(): void {
    const { console } = this.#party;
    this.#prompted = this.#promptText;
    console.completeWith?.((line, cursor) => this.#complete(line, cursor));
    console.prompt(this.#prompted, this.#options.secrets);
  }

  #refresh(): void {
    if (this.isOpen() && this.#promptText !== this.#prompted) this.prompt();
  }

  /** The room in the prompt. */
  get room(): string {
    return this.#room;
  }

  /** Names, and rooms, that Tab offers from now on. */
  learn({ names = [], rooms = [] }: { readonly names?: readonly string[]; readonly rooms?: readonly string[] }): void {
    for (const name of names) this.#names.note(name);
    for (const room of rooms) this.#rooms.note(room);
  }

  /** Notes how many messages of a place are unread, as the server has counted. */
  waits(place: string, count: number): void {
    this.#unread.count(place, count);
    this.#refresh();
  }

  /** The user has read what came there, perhaps in another session. */
  read(place: string): void {
    this.#unread.read(place);
    this.#refresh();
  }

  /** The places with unread messages, as shown in the prompt. */
  get unread(): readonly string[] {
    return this.#unread.names;
  }

  /** The user is no longer in a room. */
  left(room: string): void {
    this.#entered.delete(fold(room));
    this.#unread.read(room);
    if (fold(room) === fold(this.#room)) this.turnTo(lobby);
    else this.#refresh();
  }

  /** Others have removed the user from a room, or closed it. The prompt keeps the room until the person turns to another one, so that no text meant for it goes to #lobby. */
  removedFrom(room: string): void {
    this.#entered.delete(fold(room));
    this.#unread.read(room);
    this.#refresh();
  }

  renamed(before: string, room: string): void {
    this.#rooms.note(room);
    const entered = this.#entered.get(fold(before));
    if (entered) {
      this.#entered.delete(fold(before));
      this.#entered.set(fold(room), { ...entered, name: room });
    }
    if (fold(before) === fold(this.#room)) this.turnTo(room);
  }

  /** Shows a line of the server. */
  show(text: string): void {
    const line = this.#options.parse?.(text);
    if (line) return this.hear(text, line);
    this.#party.console.show(text, 0, { faint: /^\* \S/.test(text) });
    this.#answer(text);
  }

  /** The person has sent a message there. */
  spokeIn(place: string): void {
    if (place.startsWith('#')) this.#rooms.note(place);
    else this.#names.note(place);
    this.#unread.read(place);
    if (place.startsWith('#') && !this.#options.speaksInRoom) this.#room = place;
    this.#refresh();
  }

  /** The person has sent a line. */
  said(line: string): void {
    const [, to] = /^\s*\/(?:msg|tell)\s+(\S+)\s+\S/iu.exec(line) ?? [];
    const [, room, key] = /^\s*\/j(?:oin)?\s+(#\S+)\s+(\S+)\s*$/iu.exec(line) ?? [];
    // A code can be used once.
    if (room !== undefined && key !== undefined && parseCode(key) === undefined) this.#key = { room, key };
    const [, keyed, set] = /^\s*\/set\s+(?:(#\S+)\s+)?key\s+(\S+)\s*$/iu.exec(line) ?? [];
    if (set !== undefined) this.#keySet = { room: keyed ?? this.#room, key: set };
    if (to !== undefined) this.spokeIn(to);
    else if (/^\s*\/read\s*$/iu.test(line)) this.readAll();
  }

  get #promptText(): string {
    const { prompt, speaksInRoom } = this.#options;
    const unread = this.#unread.words;
    const isUsual = !speaksInRoom || isLobby({ id: 0, name: this.#room });
    if (unread === '' && isUsual) return prompt;
    const parts = [...(speaksInRoom ? [this.#room] : []), ...(unread === '' ? [] : [`(${unread})`])];
    return `${parts.join(' ')} > `;
  }

  /** Shows a line of a message. */
  hear(text: string, { from, room, sentTo, speaker, forMe = false }: ChatLine): void {
    const { console, name = '' } = this.#party;
    const isOwn = sentTo !== undefined || fold(from) === fold(name);
    this.#names.note(sentTo ?? from);
    if (room !== undefined) this.#rooms.note(room);
    const marks = isOwn ? [] : mentionsOf(name, text, speaker);
    const bell = !isOwn && (room === undefined || forMe || marks.length > 0) && this.#mayRing();
    console.show(text, speaker, { name: from, marks, bell });
    const place = sentTo ?? room ?? from;
    if (isOwn) this.#unread.read(place);
    else if (fold(place) !== fold(this.#room)) this.#unread.came(place);
    this.#refresh();
  }

  #mayRing(): boolean {
    const now = this.#party.clock.elapsed();
    if (now - this.#lastBell < bellGap) return false;
    this.#lastBell = now;
    return true;
  }

  /** Learns from the server's sentences where the person is, and which names and rooms there are. */
  #answer(text: string): void {
    const {
      entered,
      left,
      removedFrom,
      renamed,
      keyed,
      listed,
      present = [],
      ignored,
      nothingUnread,
    } = learnedFrom(text);
    for (const name of present.toReversed()) this.#names.note(name);
    if (listed !== undefined) this.#rooms.note(listed);
    if (entered !== undefined) this.#enter(entered);
    if (left !== undefined) this.left(left);
    if (removedFrom !== undefined) this.removedFrom(removedFrom);
    if (keyed !== undefined) this.#keep(keyed);
    if (renamed !== undefined) this.renamed(renamed.before, renamed.now);
    if (ignored !== undefined) this.read(ignored);
    if (nothingUnread === true) this.readAll();
  }

  #enter(name: string): void {
    const isAnswer = this.#key !== undefined && fold(this.#key.room) === fold(name);
    const key = isAnswer ? this.#key?.key : this.#entered.get(fold(name))?.key;
    this.#entered.set(fold(name), { name, key: key ?? '' });
    if (isAnswer) this.#key = undefined;
    this.turnTo(name);
  }

  /** The person has set the key of a room, or removed it. */
  #keep({ room, isSet }: { readonly room: string; readonly isSet: boolean }): void {
    const entered = this.#entered.get(fold(room));
    const isMine = this.#keySet !== undefined && fold(this.#keySet.room) === fold(room);
    if (entered) this.#entered.set(fold(room), { ...entered, key: isSet && isMine ? (this.#keySet?.key ?? '') : '' });
    this.#keySet = undefined;
  }

  /** The person looks at that room from now on. */
  turnTo(room: string): void {
    this.#rooms.note(room);
    this.#room = room;
    this.#unread.read(room);
    this.#refresh();
  }

  readAll(): void {
    this.#unread.readAll();
    this.#refresh();
  }

  /** The latest names and rooms first. At the beginning of a line a name is whom the message is for. */
  #complete(line: string, cursor: number): Completed {
    if (!this.isOpen()) return { from: cursor, words: [] };
    const { from, begun, kinds } = completingAt(line, cursor);
    const at = begun.startsWith('@') ? '@' : '';
    const end = from === 0 && at === '' ? ': ' : ' ';
    const words = kinds.flatMap((kind): readonly string[] => {
      if (kind === 'person') return this.#names.beginningWith(begun.slice(at.length)).map((name) => at + name + end);
      if (kind === 'room') return begun === '' && kinds.length > 1 ? [] : this.#roomsFor(begun, from);
      return fixedWords(kind)
        .filter((word) => word.startsWith(begun.toLowerCase()))
        .map((word) => `${word} `);
    });
    return { from, words };
  }

  /** The current room comes last: the person is there already. */
  #roomsFor(begun: string, from: number): readonly string[] {
    const found = this.#rooms.beginningWith(begun);
    const isCurrent = (room: string): boolean => fold(room) === fold(this.#room);
    const end = from === 0 && !this.#options.speaksInRoom ? ': ' : ' ';
    return [...found.filter((room) => !isCurrent(room)), ...found.filter(isCurrent)].map((room) => room + end);
  }
}
