/** Moves the focus to the message field. */
export const focusComposer = (): void => document.querySelector<HTMLTextAreaElement>('#composer')?.focus();

/** A `ref` that gives an element the focus when it appears. A function made anew in each render would do so each time. */
export const focusFirst = (element: HTMLElement | null): void => element?.focus();

/** Whether the main input is touch: then an on-screen keyboard covers half of the screen. */
export const isTouch = (): boolean => matchMedia('(pointer: coarse)').matches;
