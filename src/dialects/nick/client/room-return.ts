import type { Millis } from '#chat/event.ts';
import { isLobby, lobby } from '#chat/names/lobby.ts';
import { fold } from '#chat/names/names.ts';
import type { ChatScreen } from '#client/chat-screen.ts';
import type { Contact } from '#client/contact.ts';
import { learnedFrom } from '#client/room-sentences.ts';
import { parseTyped } from '#commands/parse.ts';
import type { CommandName } from '#commands/table.ts';

import { message } from '../codec.ts';
import { parseCommand } from '../commands.ts';
import { outsideWords, stillOutsideWords } from './words.ts';

/** How long the server may take to say whether the person is in its rooms again. */
export const returnTimeout: Millis = 10_000;

/** A question whose answer comes after those to `/join`, so that it is known by then whether they succeeded. */
export const probe: string = `/topic ${lobby}`;
const probed = /^(?:#lobby has no topic\.|Topic of #lobby: )/u;

/** Commands that do not act in the room in which the person is. */
const anywhere: ReadonlySet<CommandName> = new Set<CommandName>([
  'rooms',
  'join',
  'unread',
  'msg',
  'away',
  'ignore',
  'unignore',
  'news',
  'register',
  'reset',
  'help',
]);

/**
 * Enters the rooms again after reconnecting. Where the current one does not let the person in, the server would send to
 * #lobby what is typed for it: this keeps it back.
 */
export class RoomReturn {
  readonly #contact: Contact;
  readonly #screen: ChatScreen;
  /** The room for which the person types, and which the server has not let it enter. */
  #outside: string | undefined;
  #known: (() => void) | undefined;

  constructor(contact: Contact, screen: ChatScreen) {
    this.#contact = contact;
    this.#screen = screen;
  }

  /** The server has not said yet whether the person is in the current room. Until then nothing that is typed may be sent. */
  get isPending(): boolean {
    return this.#known !== undefined;
  }

  /** Calls `known` when it is known where the person is. An original has no rooms, so none was entered there. */
  begin(known: () => void): void {
    const { entered, room } = this.#screen;
    const joins = entered.map(({ name, key }) => `/join ${name}${key === '' ? '' : ` ${key}`}`);
    this.#known = known;
    if (isLobby({ id: 0, name: room })) return this.#send(joins, () => this.#finish());
    this.#outside = room;
    this.#send([...joins, probe], () => this.#contact.after('return', returnTimeout, () => this.#finish()));
  }

  /** Sends lines one after the other: another one would replace a line that waits for its turn. */
  #send([line, ...others]: readonly string[], sent: () => void): void {
    if (line === undefined) sent();
    else this.#contact.send(message(line), () => this.#send(others, sent));
  }

  /** Notes a line of the server. True for the answer to the probe, which is not shown. */
  take(text: string): boolean {
    const { entered: room } = learnedFrom(text);
    const isThere = room !== undefined && (!this.isPending || fold(room) === fold(this.#outside ?? ''));
    if (isThere) this.#outside = undefined;
    if (!this.isPending || !probed.test(text)) return false;
    this.#finish();
    return true;
  }

  #finish(): void {
    const known = this.#known;
    this.#contact.cancel('return');
    this.#known = undefined;
    if (this.#outside !== undefined) {
      this.#screen.turnTo(this.#outside);
      this.#contact.party.console.show(stillOutsideWords(this.#outside));
    }
    known?.();
  }

  /** Why a typed line must not be sent: it is for a room in which the person is not. Undefined: it may be sent. */
  withholds(line: string): string | undefined {
    return this.#outside === undefined || !isForRoom(line) ? undefined : outsideWords(this.#outside);
  }
}

/** Whether a line is for the room in which the person is. */
function isForRoom(line: string): boolean {
  const command = parseCommand(line);
  if (command.kind === 'say') return true;
  const parsed = command.kind === 'typed' ? parseTyped(command.line) : undefined;
  return (
    parsed?.kind === 'command' && !anywhere.has(parsed.name) && !('room' in parsed.given) && !('place' in parsed.given)
  );
}
