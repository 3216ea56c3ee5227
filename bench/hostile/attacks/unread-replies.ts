import type { Attack } from '../attack.ts';
import { attackLink, forMany } from '../links.ts';

const links = 1000;
const questions = 64;

/** Requests on tsam with long answers, which are not read. */
export function unreadReplies(name: string, command: string): Attack {
  const frames = `\x01${command}\x04`.repeat(questions);
  return {
    name,
    about: `${links} tsam links, each with ${questions} × ${command}, that read nothing`,
    async strike(context) {
      await forMany(context, links, async () => {
        const socket = await attackLink(context, context.ports['tsam'] ?? 0);
        socket?.write(frames);
      });
    },
  };
}
