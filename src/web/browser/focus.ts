/** Moves the focus to the message field. */
export const focusComposer = (): void => document.querySelector<HTMLTextAreaElement>('#composer')?.focus();

/** Whether the main input is touch: then an on-screen keyboard covers half of the screen. */
export const isTouch = (): boolean => matchMedia('(pointer: coarse)').matches;
