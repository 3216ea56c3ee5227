import type { Input } from '#server/stdio.ts';

/** The exit code with which shells report Ctrl-C. */
export const interrupted = 130;

/** Arrow keys and other escape sequences. */
const keys = /\u001b(?:\[[0-9;]*[@-~]|O.)?/g;

interface Screen {
  write(text: string): unknown;
}

/** One line typed at a terminal. Undefined when the person pressed Ctrl-C or Ctrl-D. */
export function typedLine(
  input: Input,
  screen: Screen,
  question: string,
  echo: 'shown' | 'hidden',
): Promise<string | undefined> {
  const { promise, resolve } = Promise.withResolvers<string | undefined>();
  const hidden = echo === 'hidden';
  let typed = '';
  const take = (text: string): void => {
    for (const sign of text.replace(keys, '')) {
      if (sign === '\r' || sign === '\n') return resolve(typed);
      if (sign === '\u0003' || (sign === '\u0004' && typed === '')) return resolve(undefined);
      if (sign === '\u007f' || sign === '\b') typed = erased(typed, hidden, screen);
      else if (sign === '\u0015') while (typed !== '') typed = erased(typed, hidden, screen);
      else if (sign >= ' ') {
        typed += sign;
        if (!hidden) screen.write(sign);
      }
    }
  };
  // Raw mode first, so that nothing typed after the question is echoed.
  input.setRawMode?.(true);
  input.setEncoding('utf8');
  screen.write(question);
  input.on('data', take).once('end', () => resolve(undefined));
  input.resume();
  return promise.finally(() => {
    input.off('data', take).pause();
    input.setRawMode?.(false);
    screen.write('\n');
  });
}

function erased(typed: string, hidden: boolean, screen: Screen): string {
  if (typed !== '' && !hidden) screen.write('\b \b');
  return [...typed].slice(0, -1).join('');
}
