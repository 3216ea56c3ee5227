import { signal } from '@preact/signals';
import type { Room } from '#dialects/web/protocol.ts';
import type { Candidate } from '#web/model/completion.ts';
import { t } from '#web/words/texts.ts';
import { say } from './store.ts';

/** The commands that can be typed; undefined until they are loaded. */
export const commandList = signal<readonly Candidate[] | undefined>(undefined);

const load = async () => {
  const commands = await import('./commands.ts');
  commandList.value ??= commands.listOfCommands();
  return commands;
};

/** Loads the commands. If that fails, the next use tries again. */
export const loadCommands = (): Promise<void> =>
  load().then(
    () => {},
    () => {},
  );

/** Runs a typed command. False: it stays in the field, to be corrected. */
export async function runTyped(room: Room, typed: string): Promise<boolean> {
  const commands = await load().catch(() => undefined);
  if (commands) return commands.runCommand(room, typed);
  say(t.notLoaded, true);
  return false;
}
