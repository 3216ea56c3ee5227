import { quoted } from '#text/quoted.ts';
import type { ChatOrStore, Results } from './chat-or-store.ts';
import { refusalSentence } from './refusal-sentence.ts';

/** The result of a change, as shown by commands with `--json`. Stable: fields are not removed. */
export interface DoneRecord {
  /** Its place in the order; null: there was nothing to change. */
  readonly seq: number | null;
  /** The present name of the channel. */
  readonly room?: string;
}

/**
 * Posts a draft as the server: a `DoneRecord`, or a sentence with the reason for a refusal. `about`: the name in that
 * sentence.
 */
export async function* done(
  source: ChatOrStore,
  event: Parameters<ChatOrStore['command']>[0],
  room: string | undefined,
  about: string,
): Results {
  const answer = await source.command(event, room);
  if (answer.kind === 'refusal') {
    const where = room === undefined ? 'in the chat' : `in ${quoted(room)}`;
    if (answer.code === 'no-user' && about.startsWith('account:'))
      return `There is no account ${quoted(about.slice('account:'.length))}.`;
    if (answer.code === 'no-user' && event.kind === 'invited')
      return `There is nobody called ${quoted(about)}: neither an account, nor somebody who is here.`;
    if (answer.code === 'user-not-here' || answer.code === 'no-user') return `${quoted(about)} is not ${where}.`;
    return refusalSentence(answer, about);
  }
  const at = answer.kind === 'entry' ? answer.entry.room : answer.kind === 'no-op' ? answer.room : undefined;
  const record: DoneRecord = {
    seq: answer.kind === 'entry' ? answer.entry.seq : null,
    ...(at && { room: at.name }),
  };
  yield [record];
  return undefined;
}
