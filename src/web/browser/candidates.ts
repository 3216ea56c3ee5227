import { best, type Candidate, type Completable } from '#web/model/completion.ts';
import { listed, nameOf } from '#web/model/rooms.ts';
import { findEmoji } from './emoji.ts';
import { model, openMembers, openRoom, openTimeline } from './store.ts';
import { commandList } from './typed-commands.ts';

/** Users in the order of their last messages here, then the other members, then the users of direct rooms. */
function people(): readonly string[] {
  const speakers = openTimeline
    .peek()
    .items.map(({ from }) => from.name)
    .toReversed();
  const members = (openMembers.peek() ?? []).map(({ name }) => name);
  const others = listed(model.peek().rooms).people.map(nameOf);
  const self = model.peek().self?.name;
  return [...new Set([...speakers, ...members, ...others])].filter((name) => name !== self);
}

const itself = (name: string): string => name;

/** Completions of the word before the caret, the best first. */
export function candidatesFor({ kind, query }: Completable, isBare: boolean): readonly Candidate[] {
  switch (kind) {
    case 'person': {
      const found = best(people(), query, itself);
      // At the beginning of a text, a user is addressed without the `@`, as is usual in chats.
      return found.map((name) => ({ insert: isBare ? name : `@${name}`, label: name }));
    }
    case 'room': {
      const names = listed(model.peek().rooms).channels.map(nameOf);
      const here = openRoom.peek();
      const ordered = here ? names.toSorted((a, b) => Number(a === here.name) - Number(b === here.name)) : names;
      return best(ordered, query, (name) => name.slice(1)).map((name) => ({ insert: name, label: name }));
    }
    case 'emoji':
      return findEmoji(query, 8).map(({ sign, name }) => ({ insert: sign, label: sign, detail: `:${name}:` }));
    case 'command':
      return best(commandList.peek() ?? [], query, ({ label }) => label.slice(1));
  }
}
