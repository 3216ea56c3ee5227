import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** The most directories returned. */
const most = 10;

/** The paths of chats in subdirectories of `dir`, such as those of `polylogue nick server`. */
export function chatsBelow(dir: string): readonly string[] {
  try {
    const names = readdirSync(dir, { withFileTypes: true }).filter((each) => each.isDirectory());
    const paths = names.map(({ name }) => join(dir, name));
    return paths.filter((path) => existsSync(join(path, 'polylogue.db'))).slice(0, most);
  } catch {
    // It is missing or unreadable.
    return [];
  }
}
