/** A command cannot do what was asked: one sentence for its user, and the exit code. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly exit: number;

  constructor(sentence: string, exit = 1, options?: ErrorOptions) {
    super(sentence, options);
    this.exit = exit;
  }
}
