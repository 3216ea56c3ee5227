import type { Check } from './check.ts';
import { define } from './define-check.ts';
import type { Scene } from './scene.ts';

/**
 * A server can be restarted at once on the same port. `rows`: rows of the dialect about its port. `greets`: connects a
 * client, and waits for an answer.
 */
export const restartCheck = (
  rows: readonly number[],
  says: string,
  needs: readonly string[],
  greets: (scene: Scene, name: string) => Promise<unknown>,
): Check =>
  define({
    id: 'restart',
    title: 'starts again on its port right after it was stopped',
    from: { readme: says },
    rows,
    needs,
    handles: 'restart',
    hints: [
      ({ says: why, printed: { stderr, stdout } }) =>
        why.includes('does not start again') &&
        (/in use|EADDRINUSE/i.test(`${stderr}${stdout}${why}`) || why.includes('accepts no link'))
          ? 'The port is not reused: connections of the program that was stopped still hold it for a minute. Set SO_REUSEADDR on the listening socket before bind.'
          : undefined,
    ],
    play: async (scene) => {
      await greets(scene, 'alice');
      await scene.restarts();
      await greets(scene, 'bob');
    },
  });
