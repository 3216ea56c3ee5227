/** Puts the caret into the field where messages are written. */
export const focusComposer = (): void => document.querySelector<HTMLTextAreaElement>('#composer')?.focus();

/** Whether the user mainly points with a finger: then a keyboard covers half the screen. */
export const isTouch = (): boolean => matchMedia('(pointer: coarse)').matches;
