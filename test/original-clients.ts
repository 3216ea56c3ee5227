import { OriginalClient as ChatroomClient } from '#dialects/chatroom/original-client.suite.ts';
import { usualKeys } from '#dialects/chatroom/originals.suite.ts';
import { OriginalClient as DirectClient } from '#dialects/direct/original-clients.suite.ts';
import { OriginalClient as NickClient } from '#dialects/nick/originals.suite.ts';
import { lineEngine, OriginalClient as PduClient } from '#dialects/pdu/originals.suite.ts';
import { OriginalClient as TsamClient } from '#dialects/tsam/originals.suite.ts';
import { wireOver } from '#lab/wire.ts';
import type { Link } from '#link/link.ts';

import type { Terminal } from './check-targets.ts';

/** Stand-ins of the originals' clients at a terminal, with their prompts and output. */

type Connect = () => Promise<Link>;

export async function nickAtTerminal(terminal: Terminal, connect: Connect): Promise<void> {
  const link = await connect();
  const client = new NickClient(wireOver(link));
  // It says nothing at Ctrl-C.
  terminal.interrupted = () => link.abort();
  await client.message();
  for (;;) {
    const name = await terminal.input('Enter a nickname: ');
    if (name === undefined) return;
    await client.sends(`NICK${name}`);
    if ((await client.message()) === 'READY') break;
    terminal.print('Nickname already taken!\n\n');
  }
  void (async () => {
    for (let text = await client.message(); text !== undefined; text = await client.message())
      terminal.print(`\r${text}\nMe: `);
    terminal.print('Connection to the server has been closed.\n');
  })();
  for (let line = await terminal.input('Me: '); line !== undefined; line = await terminal.input('Me: '))
    if (line.trim() !== '') await client.sends(line);
}

export async function directAtTerminal(terminal: Terminal, connect: Connect): Promise<void> {
  const link = await connect();
  const client = new DirectClient(wireOver(link));
  let name = await terminal.input('Enter username: ');
  while (name !== undefined && (name.trim() === '' || name.includes(':')))
    name = await terminal.input("Invalid username (cannot be empty or contain ':').\nEnter username: ");
  if (name === undefined) return link.end();
  await client.types(name);
  void (async () => {
    for (let line = await client.prints(); line !== undefined; line = await client.prints())
      terminal.print(`${line}\n`);
    terminal.print('[Disconnected from server]\n');
  })();
  for (let line = await terminal.input(''); line !== undefined; line = await terminal.input(''))
    await client.types(line);
  link.end();
}

export async function tsamAtTerminal(terminal: Terminal, connect: Connect): Promise<void> {
  const client = new TsamClient(wireOver(await connect()));
  const over = (async () => {
    for (;;) {
      const text = await client.prints();
      terminal.print(`${text}\n`);
      if (text === 'Over and Out') return;
    }
  })();
  void (async () => {
    for (let line = await terminal.input(''); line !== undefined; line = await terminal.input(''))
      await client.types(line);
  })();
  await over;
}

const keys = usualKeys();

export async function chatroomAtTerminal(terminal: Terminal, connect: Connect): Promise<void> {
  const client = await ChatroomClient.connect(connect, keys);
  const left = Promise.withResolvers<void>();
  terminal.interrupted = () => {
    terminal.print('[INFO] Shutting down connection manually...\n');
    void client.leaves().then(left.resolve);
  };
  const ask = async (prompt: string): Promise<string> => {
    const line = await terminal.input(prompt);
    if (line === undefined) throw new Error('EOFError');
    return line;
  };
  const talks = async (): Promise<void> => {
    if ((await client.names('testuser')) === 1) await client.registers(await ask('Enter password: '));
    else while (!(await client.enters(await ask("Enter user's password: ")))) terminal.print('\n');
    let heard = 0;
    const showing = setInterval(() => {
      for (const text of client.heard.slice(heard)) terminal.print(`\n ${text}\r> `);
      heard = client.heard.length;
    }, 5);
    try {
      for (let choice = await ask('> '); choice !== 'EX'; choice = await ask('> ')) {
        if (choice === 'BM') await client.says(await ask('> Enter the public message: '));
        if (choice === 'PM') await tells(client, ask, terminal);
        if (choice === 'CH') terminal.print((await client.history()) ?? 'No chat history\n');
      }
      await client.leaves();
    } finally {
      clearInterval(showing);
    }
  };
  await Promise.race([talks(), left.promise]);
}

type Ask = (prompt: string) => Promise<string>;

async function tells(client: ChatroomClient, ask: Ask, terminal: Terminal): Promise<void> {
  await client.tells(
    async (names) => {
      terminal.print(`Peer(s) online: ${names.join(', ')}\n`);
      let target = await ask('Peer to message: ');
      while (!names.includes(target)) target = await ask('Invalid user. Try again...\nPeer to message: ');
      return target;
    },
    () => ask('Enter private message: '),
  );
}

export async function pduAtTerminal(terminal: Terminal, connect: Connect): Promise<void> {
  const client = new PduClient(lineEngine(wireOver(await connect())));
  const version = await client.negotiates('1.2', '1.1', '1.0');
  terminal.print(`Negotiated protocol version: ${String(version)}\n`);
  if (typeof version !== 'string' || !/^\d/.test(version)) return;
  const [name, word] = [await terminal.input('Username: '), await terminal.input('Password: ')];
  const id = await client.logsIn(name ?? '', word ?? '');
  if (typeof id !== 'number') return terminal.print(`[cli] login failed, ${String(id)}.\n`);
  await client.pings();
  for (;;) {
    const line = await terminal.input('> ');
    if (line === undefined || /^!(quit|exit)$/i.test(line)) return await client.logsOut();
    if (line.trim() !== '') terminal.print(`[cli] server response:  ${JSON.stringify(await client.chats(line))}\n`);
  }
}
