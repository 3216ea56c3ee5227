import { ClientScene, ServerEnd } from '#client/client-scene.suite.ts';
import type { Link } from '#link/link.ts';

import { client } from './client.ts';
import {
  chatMessage,
  errorPdu,
  lineOf,
  loginRequest,
  loginResponse,
  logoutMessage,
  pingMessage,
  versionRequest,
  versionResponse,
} from '../codec.ts';
import { numeral } from '../json.ts';
import { versions } from '../negotiation.ts';

const textOf = (pdu: Uint8Array): string => Buffer.from(lineOf(pdu)).toString();

/** What a client writes, each in a line. */
export const wrote = {
  versions: (list: readonly string[] = versions): string => textOf(versionRequest(list)),
  login: (name: string, password: string): string => textOf(loginRequest(name, password)),
  chat: (id: number, time: number, text: string): string => textOf(chatMessage(numeral(id), time, text)),
  ping: (id: number): string => textOf(pingMessage(numeral(id))),
  logout: (id: number): string => textOf(logoutMessage(numeral(id))),
};

/** The server's end of a link, in PDUs. */
export class Server extends ServerEnd {
  negotiates(version = '1.2'): void {
    this.saysRaw(textOf(versionResponse(version)));
  }

  /** `undefined`: the login is refused. */
  admits(id: number | undefined): void {
    this.saysRaw(textOf(loginResponse(id)));
  }

  parrots(): void {
    this.saysRaw(this.heard.at(-1) ?? '');
  }

  fails(code: number, message: string, id = -1): void {
    this.saysRaw(textOf(errorPdu(numeral(id), code, message)));
  }
}

export class Scene extends ClientScene<Server> {
  constructor(reconnect = false, name?: string, options: Readonly<Record<string, string>> = {}) {
    super({ name: 'pdu', port: 55667, client }, (link: Link) => new Server(link), { reconnect, name, options });
  }

  /** Up to the answer to a login. */
  async proposing(name = 'user1', password = 'pass1', nth = 1): Promise<Server> {
    const server = await this.server(nth);
    await server.hears(wrote.versions());
    server.negotiates();
    await this.person.isAsked('Username: ', nth);
    this.person.type(name);
    await this.person.isAsked('Password: ', nth);
    this.person.type(password);
    await server.hears(wrote.login(name, password));
    return server;
  }

  /** A person who may write at once. */
  async talking(): Promise<Server> {
    const server = await this.proposing();
    server.admits(1);
    await this.person.isAsked('> ');
    return server;
  }

  /** Seconds since 1970. */
  get time(): number {
    return Math.floor(this.clock.now() / 1000);
  }
}
