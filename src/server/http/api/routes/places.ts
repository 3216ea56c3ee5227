import type { z } from 'zod';
import type { Route } from '#server/http/api/route.ts';
import { channel, partner } from '#server/http/api/values.ts';

/** A channel, or the private room with another user. */
export interface Place {
  readonly path: '/rooms/{name}' | '/direct/{name}';
  /** Parses the `name` of the path to the room's name in the chat. */
  readonly name: z.ZodType<string>;
  /** The name in a summary. */
  readonly where: string;
  readonly inPrivate: boolean;
}

const places: readonly Place[] = [
  { path: '/rooms/{name}', name: channel, where: 'in a room', inPrivate: false },
  { path: '/direct/{name}', name: partner, where: 'in private, with the user of that name', inPrivate: true },
];

/** Makes the same routes for both. */
export const inPlaces = (routes: (place: Place) => readonly Route[]): readonly Route[] => places.flatMap(routes);
