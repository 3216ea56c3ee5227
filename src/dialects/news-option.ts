import { type DialectOption, OptionError } from './dialect.ts';

/** The option of listeners whose clients can be told what happens besides messages. */
export const newsOption: Readonly<Record<'news', DialectOption>> = {
  news: {
    value: 'yes|no',
    help: 'yes: all clients are also shown changes of messages, reactions, who joins and leaves; no: those that ask with /news on (no)',
  },
};

/** Throws an `OptionError`. */
export function wantsNews(given: Readonly<Record<string, string>> | undefined): boolean {
  const { news = 'no' } = given ?? {};
  if (news !== 'yes' && news !== 'no') throw new OptionError(`news is yes or no, not "${news}".`);
  return news === 'yes';
}
