import { ClientScene, ServerEnd } from '#client/client-scene.suite.ts';
import type { Link } from '#link/link.ts';

import { direct } from '../direct.ts';

export const welcome = (name: string): string => `Welcome ${name}! You can now chat.`;

/** The server's end of a link, in lines. */
export class Server extends ServerEnd {
  says(...lines: readonly string[]): void {
    for (const line of lines) this.saysRaw(`${line}\n`);
  }
}

export class Scene extends ClientScene<Server> {
  constructor(reconnect = false, name?: string) {
    super(direct, (link: Link) => new Server(link), { reconnect, name });
  }

  /** A person whom the server has welcomed, and who may write at once. */
  async talking(typed = 'alice'): Promise<Server> {
    const server = await this.server();
    await this.person.isAsked('Enter username: ');
    this.person.type(typed);
    await server.hears(`${typed}\n`);
    server.says(welcome('alice'));
    await this.person.sees(welcome('alice'));
    await this.clock.pass(50);
    return server;
  }
}
