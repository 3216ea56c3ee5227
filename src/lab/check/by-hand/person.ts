/** A person at a keyboard, who operates a program that a check cannot operate. */
export interface Person {
  tell(text: string): void;
  /** Asks, and resolves with the typed line, without spaces around it. */
  ask(question: string): Promise<string>;
  /** Rejects once the person's input has ended. */
  readonly gone: Promise<never>;
}

/** Asks until the answer is yes or no. */
export async function agrees(person: Person, question: string): Promise<boolean> {
  for (;;) {
    const answer = (await person.ask(`${question} (y/n) `)).toLowerCase();
    if (/^(y|yes|j|ja)$/.test(answer)) return true;
    if (/^(n|no|nein)$/.test(answer)) return false;
  }
}
