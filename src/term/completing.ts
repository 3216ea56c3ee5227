import type { LineEditor } from './line-editor.ts';

/** What the word at `from`, up to the cursor, may become; the likeliest first. */
export interface Completed {
  readonly from: number;
  readonly words: readonly string[];
}

export type Complete = (line: string, cursor: number) => Completed;

/** Completes the half-typed word at the Tab key; at the next one, the next word takes its place. */
export class Completing {
  readonly #editor: LineEditor;
  #complete: Complete = () => ({ from: 0, words: [] });
  /** What was completed at the last key, and which of the words was put in. */
  #last: (Completed & { readonly nth: number; readonly text: string }) | undefined;

  constructor(editor: LineEditor) {
    this.#editor = editor;
  }

  with(complete: Complete): void {
    this.#complete = complete;
  }

  /** False if there is nothing to complete. `step`: 1 for the next word, -1 for the one before. */
  press(step: 1 | -1): boolean {
    const editor = this.#editor;
    const goesOn = this.#last && this.#last.text === editor.text ? this.#last : undefined;
    const { from, words } = goesOn ?? this.#complete(editor.text, editor.cursor);
    const nth = goesOn ? goesOn.nth + step : step === 1 ? 0 : -1;
    const word = words.at(nth % (words.length || 1));
    if (word === undefined) return false;
    editor.replace(from, word);
    this.#last = { from, words, nth, text: editor.text };
    return true;
  }
}
