import type { ChatScreen } from '#client/chat-screen.ts';

import type { Party } from '../../party.ts';
import { isRecord, type Payload, types } from '../talk-codec.ts';
import { isMessage, messageIn, newsText, spokenLines } from './event-lines.ts';
import { numberIn, recordsIn, stringIn, userIn } from './fields.ts';
import { placeOf } from './recent-messages.ts';
import type { ReadReports } from './read-reports.ts';
import { gone, removedFrom } from './room-commands.ts';
import type { TalkMemory } from './talk-memory.ts';
import * as words from './talk-words.ts';
import type { UsersTyping } from './users-typing.ts';

export interface PushHandlerOptions {
  readonly party: Party;
  readonly memory: TalkMemory;
  readonly screen: ChatScreen;
  readonly reading: ReadReports;
  readonly typists: UsersTyping;
}

/** Takes what a server sends without a request. */
export class PushHandler {
  readonly #options: PushHandlerOptions;
  /** Rooms of which an invitation was shown. */
  readonly #invitedTo = new Set<string>();

  constructor(options: PushHandlerOptions) {
    this.#options = options;
  }

  take(mtype: number, payload: Payload): void {
    const { screen, typists } = this.#options;
    switch (mtype) {
      case types.event:
        return this.#event(payload);
      case types.presence: {
        const { name } = userIn(payload, 'user');
        if (payload['here'] === true) screen.learn({ names: [name] });
        else typists.gone(name);
        return this.#news(words.presenceWords(payload));
      }
      case types.typing: {
        const [from, to] = [userIn(payload, 'from').name, stringIn(payload, 'to')];
        return payload['active'] === true ? typists.begin(to, from) : typists.end(to, from);
      }
      case types.read:
        return this.#readElsewhere(payload);
    }
  }

  /** The number of unread messages in each place, as counted by the server. */
  unread(rooms: readonly Payload[]): void {
    const { screen, party } = this.#options;
    for (const each of rooms) {
      const level = stringIn(each, 'level');
      const [of, count] = [stringIn(each, 'of'), numberIn(each, level === 'mentions' ? 'mentions' : 'unread')];
      if (count === 0 || level === 'nothing' || !of.startsWith('#')) continue;
      if (of !== screen.room) screen.waits(of, count);
      else {
        const many = count === 1 ? 'is 1 unread message' : `are ${count > 99 ? '99+' : count} unread messages`;
        party.console.show(`There ${many} in ${of}. /history shows what was said.`);
      }
    }
  }

  /** Shows the invitations that are still valid; some were shown already with the waiting messages. */
  invitations(invitations: readonly Payload[]): void {
    for (const each of invitations) {
      const room = stringIn(each, 'room');
      if (!this.#invitedTo.has(room)) this.#invited(stringIn(each, 'by'), room);
    }
  }

  #invited(by: string, room: string): void {
    this.#invitedTo.add(room);
    this.#options.party.console.show(`${by} invites you to ${room}: /join ${room}`, 0, { bell: true });
  }

  #event(payload: Payload): void {
    const { memory, screen, typists } = this.#options;
    const cursor = stringIn(payload, 'cursor');
    if (!memory.isNew(cursor)) return;
    if (isMessage(payload)) return this.#message(payload);
    this.#follow(payload);
    const to = stringIn(payload, 'to');
    const where = to.startsWith('#') && to !== screen.room ? `${to} ` : '';
    if (stringIn(payload, 'kind') === 'left') typists.end(to, userIn(payload, 'from').name);
    if (!isForMe(payload, memory.me)) this.#news(`${newsText(payload, memory.messages)}`, where);
    const target = stringIn(payload, 'target');
    if (payload['kind'] === 'edited') memory.messages.edit(target, stringIn(payload, 'now'));
    if (payload['kind'] === 'removed') memory.messages.remove(target);
  }

  #message(payload: Payload): void {
    const { memory, screen, reading, typists } = this.#options;
    const [from, to] = [userIn(payload, 'from'), stringIn(payload, 'to')];
    typists.end(to, from.name);
    const isOwn = from.id === memory.me;
    const room = to.startsWith('#') ? to : undefined;
    const line = {
      from: from.name,
      room,
      sentTo: isOwn && !room ? to : undefined,
      forMe: isMentioned(payload, memory.me),
    };
    const shown = spokenLines(payload, { me: memory.me, room: screen.room, messages: memory.messages });
    for (const { text, speaker } of shown) screen.hear(text, { ...line, speaker });
    if (payload['removed'] !== true) memory.messages.note(messageIn(payload, memory.me));
    if (memory.account && !isOwn && (!room || room === screen.room))
      reading.saw(placeOf(payload, memory.me), stringIn(payload, 'cursor'));
  }

  /** Follows changes of the rooms that the user is in: by another session of the same user, or by an operator. */
  #follow(payload: Payload): void {
    const { memory, screen, party } = this.#options;
    const [kind, to] = [payload['kind'], stringIn(payload, 'to')];
    const isOwn = userIn(payload, 'from').id === memory.me;
    if (kind === 'joined' && !isOwn) screen.learn({ names: [userIn(payload, 'from').name] });
    if (kind === 'joined' && isOwn) memory.entered(to);
    if (kind === 'room-renamed') {
      memory.renamed(stringIn(payload, 'before'), to);
      screen.renamed(stringIn(payload, 'before'), to);
    }
    if (kind === 'renamed' && isOwn) party.name = userIn(payload, 'from').name;
    const isOut = (kind === 'closed' && !isOwn) || isRemoved(payload, memory.me);
    if (isRemoved(payload, memory.me)) party.console.show(words.removedWords(payload), 0, { bell: true });
    if (kind === 'invited' && isForMe(payload, memory.me)) this.#invited(userIn(payload, 'from').name, to);
    if (isOut) removedFrom(this.#options, to);
    else if (isOwn && (kind === 'left' || kind === 'closed')) gone(this.#options, to);
  }

  #readElsewhere(payload: Payload): void {
    const { screen } = this.#options;
    if (payload['back'] !== true) screen.read(stringIn(payload, 'of'));
  }

  #news(sentence: string, where = ''): void {
    const { memory, party } = this.#options;
    if (memory.news) party.console.show(`${where}* ${sentence}`, 0, { faint: true });
  }
}

const isMentioned = (payload: Payload, me: number): boolean =>
  payload['all'] === true || (Array.isArray(payload['mentions']) && payload['mentions'].includes(me));

/** Whether the user was removed from a room. */
const isRemoved = (payload: Payload, me: number): boolean =>
  (payload['kind'] === 'kicked' && userIn(payload, 'user').id === me) ||
  (payload['kind'] === 'listed' && recordsIn(payload, 'kicked').some((each) => numberIn(each, 'id') === me));

/** Whether the entry was shown already, in other words. */
const isForMe = (payload: Payload, me: number): boolean =>
  isRemoved(payload, me) ||
  (payload['kind'] === 'invited' && isRecord(payload['user']) && userIn(payload, 'user').id === me);
