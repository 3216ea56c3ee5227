/** A capture that is not possible: one sentence for its user, and the exit code. */
export class CaptureError extends Error {
  override readonly name = 'CaptureError';
  readonly exit: number;

  constructor(sentence: string, exit: number) {
    super(sentence);
    this.exit = exit;
  }
}

/** EX_CANTCREAT of sysexits.h. */
export const cannotCreate = 73;
