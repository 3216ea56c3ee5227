/** How many random plays a test makes: few of those that take long, unless the environment asks for more, as `PLAYS=10` does. */
export const plays = (usual: number): number => Math.ceil(usual * Number(process.env['PLAYS'] ?? 1));
