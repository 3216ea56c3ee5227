import type { Mentions, RoomRef, UserId } from '#chat/event.ts';
import { maxMentions } from '#chat/limits.ts';
import { asWritten } from '#chat/names/names.ts';
import { isMember, userNamed, type Present, type World } from './world.ts';

/** An `@` that does not end a word, as that of a mail address does, and what may be a name after it. */
const named = /(?<![\p{L}\p{N}_.+-])@([^\s:,;!@*?/\\"']{1,64})(?![^\s:,;!@*?/\\"'])/gu;
/** Characters that follow a name in a sentence, although a name might end with them. */
const behind = /(?:(?!\p{Variation_Selector}|\p{Join_Control})[^\p{L}\p{M}\p{N}\p{Extended_Pictographic}_])+$/u;
const possessive = /’\p{L}{1,2}$/u;
/** The names of all members: nobody can have them. */
const everyone: ReadonlySet<string> = new Set(['all', 'everyone']);

/**
 * The members of a channel that a text mentions with `@name`, the sender left out; undefined if there are none. Only the
 * first `maxMentions` names are looked at. `mayAll`: the sender may mention all members at once.
 */
export function mentionsIn(
  world: World,
  room: RoomRef,
  from: Present,
  text: string,
  mayAll: () => boolean,
): Mentions | undefined {
  const users = new Set<UserId>();
  let all = false;
  let looked = 0;
  for (const [, word = ''] of text.matchAll(named)) {
    if (++looked > maxMentions) break;
    const found = formsOf(word).find((form) => everyone.has(asWritten(form).folded) || isNamed(world, room, form));
    if (found === undefined) continue;
    if (everyone.has(asWritten(found).folded)) all ||= mayAll();
    else users.add(userNamed(world, found)?.id ?? 0);
  }
  users.delete(from.id);
  return users.size > 0 || all ? { users: [...users], all } : undefined;
}

/** The word as it is, and without what follows a name in a sentence: `@bob.`, `(@bob)`, `@bob’s`. */
function formsOf(word: string): readonly string[] {
  const bare = word.replace(behind, '');
  const forms = [word, bare, bare.replace(possessive, '')];
  return [...new Set(forms)].filter((form) => form !== '');
}

function isNamed(world: World, room: RoomRef, name: string): boolean {
  const user = userNamed(world, name);
  if (!user) return false;
  const here = world.present(user.id);
  return here ? isMember(here, room.id) : isMemberAway(world, room, user.id);
}

function isMemberAway(world: World, room: RoomRef, user: UserId): boolean {
  const member = world.member(room.id, user);
  return member !== undefined && member.left === undefined;
}
