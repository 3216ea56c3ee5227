import { dialects } from '#dialects/index.ts';
import type { Command } from './command.ts';
import { clientCommand } from './run-client.ts';
import { serverCommand } from './run-dialect-server.ts';
import { serveCommand } from './run-serve.ts';

/** Commands for one purpose. */
export interface Group {
  readonly title: string;
  readonly commands: readonly Command[];
}

/** All that `polylogue` can do, in the order in which it is shown. */
export const groups: readonly Group[] = [
  { title: 'Start a chat', commands: [serveCommand(dialects), ...dialects.map(serverCommand)] },
  { title: 'Join one', commands: dialects.map(clientCommand) },
];
