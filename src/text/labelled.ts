/** `bot build`; a label that only repeats the kind is left out. */
export const labelled = (kind: string, label: string): string =>
  label.toLowerCase() === kind.toLowerCase() ? kind : `${kind} ${label}`;
