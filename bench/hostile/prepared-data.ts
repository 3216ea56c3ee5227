import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync } from 'node:fs';
import { type Account, offlineAccount, owner, parrotAccount } from './accounts.ts';
import { newDirectory, program, Server } from './server.ts';

/** The time limit for the server to stop, in ms. */
const timeout = 20_000;

/** A data directory with the accounts that the attacks need, to be copied for each server. */
export async function preparedData(): Promise<string> {
  const dir = newDirectory();
  await using server = await Server.start();
  for (const account of [owner, offlineAccount, parrotAccount]) await add(account, server.dir);
  server.tell('SIGTERM');
  await server.ended(timeout);
  if (server.lives) throw new Error('a server with nothing to do does not stop');
  cpSync(server.dir, dir, { recursive: true });
  return dir;
}

async function add({ name, password }: Account, dir: string): Promise<void> {
  const command = [program, 'account', 'add', name, '--data', dir];
  const child = spawn(process.execPath, command, { stdio: ['pipe', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  child.stdin.end(`${password}\n`);
  const [code]: unknown[] = await once(child, 'close');
  if (code !== 0) throw new Error(`the account ${name} could not be made: ${said}`);
}
