/** The data directory of a command that names none. */
// oxlint-disable-next-line node/no-process-env -- the one place where the environment becomes configuration
export const usualData = (): string => process.env['POLYLOGUE_DATA'] || './polylogue-data';
