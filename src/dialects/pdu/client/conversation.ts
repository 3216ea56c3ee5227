import type { Millis } from '#chat/event.ts';

import type { Conversation as Conversing, Ending, Party } from '../../party.ts';
import { foreignServer, wrongProtocolReason } from '#client/foreign-server.ts';
import type { ClientWire } from './wire.ts';
import * as words from './words.ts';
import {
  chatMessage,
  errorCodes,
  integer,
  loginRequest,
  logoutMessage,
  maxPdu,
  mtypes,
  type Pdu,
  pingMessage,
  versionRequest,
} from '../codec.ts';
import type { Json } from '../json.ts';
import { talkVersion } from '../negotiation.ts';
import type { PduTaker } from '../pdu-reader.ts';
import { continueInV2 } from './begin-v2.ts';
import type { Talk, TalkKept } from './talk.ts';
import type { Identity } from './talk-memory.ts';

export const versionTimeout: Millis = 10_000;
export const leaveTimeout: Millis = 2000;
export const pingInterval: Millis = 10_000;

/** `waiting`: a message was sent, and its echo is awaited. */
type State = 'version' | 'username' | 'password' | 'proposing' | 'talking' | 'waiting' | 'leaving' | 'over';

export class Conversation implements Conversing, PduTaker<Pdu> {
  readonly #party: Party;
  readonly #kept: TalkKept;
  readonly #identity: Identity;
  readonly #offered: readonly string[];
  readonly #wire: ClientWire;
  #state: State = 'version';
  #stage: words.Stage = 'DISCONNECTED';
  /** The session's id, as the server wrote it. */
  #id: Json | undefined;
  /** A message that is not echoed yet. */
  #said: string | undefined;
  #cancelTimeout: () => void = () => {};
  #cancelPing: () => void = () => {};
  /** The conversation in version 2.0, which continues this one. */ #upgraded: Talk | undefined = undefined;

  constructor(party: Party, kept: TalkKept, offered: readonly string[], wire: ClientWire) {
    this.#party = party;
    this.#kept = kept;
    this.#identity = kept.memory.identity;
    this.#offered = offered;
    this.#wire = wire;
  }

  begin(): void {
    this.#turn('INITIAL');
    this.#wire.read(this);
    this.#wire.send('version', versionRequest(this.#offered));
    this.#cancelTimeout = this.#party.clock.after(versionTimeout, () => {
      this.#wrongProtocol(words.silentWords(versionTimeout / 1000));
    });
  }

  /** After version 2.0 is agreed, another reader takes what comes. */
  get ready(): boolean {
    return this.#upgraded === undefined;
  }

  take(pdu: Pdu): void {
    if (this.#state === 'leaving' || this.#state === 'over') return;
    if (pdu.mtype === mtypes.error) return this.#failed(pdu);
    switch (this.#state) {
      case 'version':
        return this.#negotiated(pdu);
      case 'proposing':
        return this.#answered(pdu);
      case 'waiting':
        return this.#parroted(pdu);
      default:
        // This message answers no request.
        return;
    }
  }

  refuse(): void {
    if (this.#state !== 'leaving' && this.#state !== 'over') this.#wrongBeginning();
  }

  ended(): void {
    if (this.#state === 'over') return;
    this.#wire.end();
    if (this.#state === 'leaving') this.#over('left', '');
    else if (this.#state === 'version') this.#wrongProtocol(words.wrongProtocolWords(words.closedReason));
    else this.#over('lost', words.closedWords);
  }

  typed(line: string | undefined): boolean {
    if (this.#upgraded) return this.#upgraded.typed(line);
    if (this.#state !== 'username' && this.#state !== 'password' && this.#state !== 'talking') return false;
    if (line === undefined) this.leave();
    else if (this.#state === 'talking') this.#say(line);
    else this.#credential(this.#state, line);
    return true;
  }

  leave(): void {
    if (this.#upgraded) return this.#upgraded.leave();
    if (this.#state === 'leaving' || this.#state === 'over') return;
    this.#stopClocks();
    this.#state = 'leaving';
    this.#party.console.prompt('');
    if (this.#id !== undefined) {
      this.#show(words.logoutWords);
      this.#wire.send('logout', logoutMessage(this.#id));
      this.#turn('CLOSED');
      this.#show(words.loggedOutWords);
    }
    this.#wire.end();
    this.#cancelTimeout = this.#party.clock.after(leaveTimeout, () => {
      this.#wire.abort();
      this.#over('left', '');
    });
  }

  #show(line: string): void {
    if (line !== '') this.#party.console.show(line);
  }

  #turn(stage: words.Stage): void {
    this.#show(words.turnWords(this.#stage, stage));
    this.#stage = stage;
  }

  #negotiated({ mtype, payload }: Pdu): void {
    const selected = payload.get('selected_version');
    if (mtype !== mtypes.versionResponse || typeof selected !== 'string' || payload.get('success') !== true) {
      return this.#wrongProtocol(words.unansweredWords);
    }
    this.#cancelTimeout();
    this.#show(words.negotiatedWords(selected));
    if (selected === talkVersion) return this.#upgrade();
    this.#turn('CONNECTED');
    this.#ask();
  }

  /** Continues in version 2.0. */ #upgrade(): void {
    this.#upgraded = continueInV2(this.#party, this.#kept, this.#wire);
    this.#upgraded.begin();
  }

  /** Asks for the name or the password, whichever is missing. */
  #ask(): void {
    const { username, password } = this.#identity;
    if (username !== undefined && password !== undefined) return this.#propose(username, password);
    this.#state = username === undefined ? 'username' : 'password';
    if (username === undefined) this.#party.console.prompt(words.usernamePrompt);
    else this.#party.console.prompt(words.passwordPrompt, 'all');
    this.#party.lines.ask();
  }

  #credential(which: 'username' | 'password', text: string): void {
    if (which === 'username' && words.wantsOut(text.trim())) return this.leave();
    this.#party.proposed = true;
    // Back to the name.
    if (which === 'password' && text === '' && this.#party.console.interactive) this.#identity.username = undefined;
    else if (text !== '' && [...text].length <= words.maxCredential) this.#identity[which] = text;
    else this.#show(words.credentialWords);
    this.#ask();
  }

  #propose(username: string, password: string): void {
    this.#state = 'proposing';
    this.#party.proposed = true;
    // While reconnecting the person keeps typing messages.
    if (this.#party.name === undefined) this.#party.console.prompt('');
    this.#turn('REQUEST');
    this.#wire.send('talk', loginRequest(username, password));
  }

  #answered({ mtype, payload }: Pdu): void {
    const id = payload.get('id');
    if (mtype !== mtypes.loginResponse || id === undefined) return this.#wrongProtocol(words.unansweredWords);
    if (integer(payload.get('auth')) !== 0) return this.#turnedAway(words.badCredentialWords);
    this.#id = id;
    this.#party.name = this.#identity.username;
    this.#turn('READY');
    this.#show(words.loggedInWords(id));
    this.#show(words.howToLeave);
    this.#turn('CHATTING');
    this.#pingLater(id);
    this.#talk();
  }

  /** The login was refused. While reconnecting, the client does not ask again. */
  #turnedAway(reason: string): void {
    const { name, console } = this.#party;
    this.#turn('DISCONNECTED');
    this.#wire.end();
    if (name === undefined) {
      this.#identity.username = this.#identity.password = undefined;
      this.#party.wished = undefined;
      this.#show(reason);
      console.hint(words.accountsHint);
      // On a pipe the next line is a message, not a name.
      return this.#over(console.interactive ? 'refused' : 'lost', '');
    }
    this.#over('dismissed', reason);
  }

  #talk(): void {
    this.#state = 'talking';
    this.#party.console.prompt(words.chatPrompt);
    this.#party.lines.ask();
  }

  #say(text: string): void {
    if (words.wantsOut(text)) return this.leave();
    if (text.trim() === '') return this.#party.lines.ask();
    const seconds = Math.floor(this.#party.clock.now() / 1000);
    const pdu = chatMessage(this.#id ?? null, seconds, text);
    if (pdu.length > maxPdu) {
      this.#party.tooLong(pdu.length, maxPdu);
      return this.#party.lines.ask();
    }
    this.#state = 'waiting';
    this.#said = text;
    this.#wire.send('talk', pdu);
  }

  #parroted({ payload }: Pdu): void {
    this.#said = undefined;
    this.#show(words.responseWords(payload));
    this.#talk();
  }

  #pingLater(id: Json): void {
    this.#cancelPing = this.#party.clock.after(pingInterval, () => {
      this.#wire.send('version', pingMessage(id));
      this.#pingLater(id);
    });
  }

  #failed({ payload }: Pdu): void {
    const code = integer(payload.get('error_code'));
    this.#show(words.errorWords(payload.get('error_code'), payload.get('message')));
    if (this.#state === 'proposing' && code === errorCodes.elsewhere) return this.#taken();
    if (code === errorCodes.notDone && this.#state === 'waiting') {
      this.#said = undefined;
      return this.#talk();
    }
    this.#show(words.meaningOf(code));
    this.#turn('DISCONNECTED');
    this.#wire.end();
    if (this.#id === undefined) this.#over('wrong-protocol', '');
    else this.#over(code === errorCodes.elsewhere ? 'dismissed' : 'lost', '');
  }

  /** The name may be in use by our own old connection, which the server still counts. */
  #taken(): void {
    if (this.#party.name === undefined) return this.#turnedAway(words.meaningOf(errorCodes.elsewhere));
    this.#wire.end();
    this.#over('refused', '');
  }

  #wrongBeginning(): void {
    const { begin } = this.#wire;
    this.#wrongProtocol(
      words.wrongProtocolWords(wrongProtocolReason(begin, 'pdu')),
      foreignServer(begin, 'pdu')?.dialect,
    );
  }

  #wrongProtocol(reason: string, looksLike?: string): void {
    this.#wire.abort();
    this.#over('wrong-protocol', reason, looksLike);
  }

  #stopClocks(): void {
    this.#cancelTimeout();
    this.#cancelPing();
  }

  #over(ending: Ending, reason: string, looksLike?: string): void {
    if (this.#said !== undefined && this.#state === 'waiting') this.#party.lines.keep(this.#said);
    this.#state = 'over';
    this.#stopClocks();
    this.#party.over(ending, reason, looksLike);
  }
}
