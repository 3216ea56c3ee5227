import { ClientScene, ServerEnd } from '#client/client-scene.suite.ts';
import type { Link } from '#link/link.ts';

import { frame } from '../codec.ts';
import { nick } from '../nick.ts';

/** The server's end of a link, in frames. */
export class Server extends ServerEnd {
  says(...texts: readonly string[]): void {
    for (const text of texts) this.link.write(frame(text));
  }
}

export class Scene extends ClientScene<Server> {
  constructor(reconnect = false, name?: string) {
    super(nick, (link: Link) => new Server(link), { reconnect, name });
  }

  /** A server that was called, and is told the name that the person had. */
  async named(nth: number, name = 'bob'): Promise<Server> {
    const server = await this.server(nth);
    server.says('HELLO');
    await server.hears(`NICK${name}`);
    return server;
  }

  /** A person at the prompt, whose name the server has accepted. */
  async talking(nth = 1, name = 'bob'): Promise<Server> {
    const server = await this.server(nth);
    server.says('HELLO');
    await this.person.isAsked('Enter a nickname: ');
    this.person.type(name);
    await server.hears(`NICK${name}`);
    server.says('READY');
    await this.person.isAsked('Me: ');
    return server;
  }
}
