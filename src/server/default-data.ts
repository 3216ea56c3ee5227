/** The data directory of a command that names none: what the environment says. */
export const defaultData = (): string => process.env['POLYLOGUE_DATA'] || './polylogue-data';
