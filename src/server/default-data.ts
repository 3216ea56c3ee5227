/** The data directory of a command without `--data`: the value of `POLYLOGUE_DATA`, or the default. */
export const defaultData = (): string => process.env['POLYLOGUE_DATA'] || './polylogue-data';
