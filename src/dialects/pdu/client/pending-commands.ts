import { commandNamed, type CommandName } from '#commands/table.ts';

import type { Answer } from './pending-requests.ts';
import type { TalkMemory } from './talk-memory.ts';

/** Commands that may mean a message that was just sent: its number is known when it is acknowledged. */
const namingMessages: ReadonlySet<CommandName> = new Set<CommandName>(['reply', 'edit', 'delete', 'react']);

/**
 * Which typed lines wait for the answers to earlier ones: after `/join #tea` a message is for #tea, if the server lets the
 * person in.
 */
export class PendingCommands {
  readonly #memory: TalkMemory;
  /** Asks for the line that was held back. */
  readonly #goOn: () => void;
  /** Requests of typed commands that are not answered yet. */
  #requests = 0;
  #held: string | undefined;

  /** `goOn`: asks for the line that was held back. */
  constructor(memory: TalkMemory, goOn: () => void) {
    this.#memory = memory;
    this.#goOn = goOn;
  }

  /** Counts a request of a typed command until its answer was taken; returns what takes it. */
  pending(heard: (answer: Answer) => void): (answer: Answer) => void {
    this.#requests++;
    return (answer) => {
      heard(answer);
      this.#requests--;
    };
  }

  /** Whether a line must wait. It is asked for when it need not wait any longer. */
  holdsBack(line: string | undefined): boolean {
    this.#held = this.#mustWait(line) ? (line ?? '') : undefined;
    return this.#held !== undefined;
  }

  /** A request or a message was answered. */
  answered(): void {
    if (this.#held === undefined || this.#mustWait(this.#held)) return;
    this.#held = undefined;
    this.#goOn();
  }

  #mustWait(line = ''): boolean {
    return this.#requests > 0 || (this.#memory.unacknowledged.size > 0 && namesMessage(line));
  }
}

function namesMessage(line: string): boolean {
  const [, word = ''] = /^\s*\/([^\s/,]+)/u.exec(line) ?? [];
  const name = commandNamed(word.toLowerCase());
  return name !== undefined && namingMessages.has(name);
}
