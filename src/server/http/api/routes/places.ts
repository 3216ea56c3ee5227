import type { z } from 'zod';
import type { Route } from '#server/http/api/route.ts';
import { channel, name } from '#server/http/api/values.ts';

/** Where something is said: a channel, or the private room with another user. */
export interface Place {
  readonly path: '/rooms/{name}' | '/direct/{name}';
  /** Reads the `name` of the path as the chat names the room. */
  readonly name: z.ZodType<string>;
  /** In a summary. */
  readonly where: string;
  readonly inPrivate: boolean;
}

const places: readonly Place[] = [
  { path: '/rooms/{name}', name: channel, where: 'in a room', inPrivate: false },
  { path: '/direct/{name}', name, where: 'in private, with the user of that name', inPrivate: true },
];

/** The same routes for both. */
export const inPlaces = (routes: (place: Place) => readonly Route[]): readonly Route[] => places.flatMap(routes);
