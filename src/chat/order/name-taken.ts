import { looksLike, type Name } from '#chat/names/names.ts';
import type { RefusalCode } from '#chat/refusal.ts';
import type { Present, World } from './world.ts';

/** Why a name is not free for another user; undefined if it is free. */
export function nameTaken(world: World, { name, folded }: Name, but?: Present): RefusalCode | undefined {
  const drawn = looksLike(name);
  return heldBy(world, folded, but) ?? (drawn === folded ? undefined : heldBy(world, drawn, but));
}

function heldBy(world: World, key: string, but: Present | undefined): RefusalCode | undefined {
  const holder = world.presentNamed(key);
  if (holder && holder !== but) return holder.guest ? 'name-taken' : 'name-registered';
  return world.accountNamed(key) ? 'name-registered' : undefined;
}
