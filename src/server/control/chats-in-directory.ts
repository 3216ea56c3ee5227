import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Directories that are told, at most. */
const most = 10;

/** The chats kept in directories of `dir`, as `polylogue nick server` makes them, by their paths. */
export function chatsBelow(dir: string): readonly string[] {
  try {
    const names = readdirSync(dir, { withFileTypes: true }).filter((each) => each.isDirectory());
    const paths = names.map(({ name }) => join(dir, name));
    return paths.filter((path) => existsSync(join(path, 'polylogue.db'))).slice(0, most);
  } catch {
    // Not there, or not to be read: then there is nothing to tell.
    return [];
  }
}
