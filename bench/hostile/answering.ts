/**
 * In a child process of the bench: carries out requests of the parent, in order or at the same time, and ends with it.
 */
export function answering(verbs: Readonly<Record<string, () => Promise<string>>>): void {
  process.on('message', (message: unknown) => {
    if (!isQuestion(message)) return;
    const { id, verb } = message;
    const answer = (words: object): void => void process.send?.({ id, ...words });
    const done = verbs[verb]?.() ?? Promise.reject(new Error(`nobody knows how to ${verb}`));
    done.then(
      (text) => answer({ text }),
      (error: unknown) => answer({ error: error instanceof Error ? error.message : String(error) }),
    );
  });
  process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
  // Ctrl-C reaches all processes of the terminal; the parent ends them in order.
  process.on('SIGINT', () => {});
}

interface Question {
  readonly id: number;
  readonly verb: string;
}

const isQuestion = (message: unknown): message is Question =>
  typeof message === 'object' && message !== null && 'id' in message && 'verb' in message;
