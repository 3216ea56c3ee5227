import type { Bus, BusPlace, Place } from '#chat/ports.ts';

/** The store has followed another order than the one that is to be followed. */
export class OtherOrder extends Error {
  override readonly name = 'OtherOrder';
}

/** The place after which a bus is to be followed. Throws `OtherOrder` where the store has followed another one. */
export function followedUpto({ name }: Pick<Bus, 'name'>, { seq, followed }: Place): BusPlace {
  if (name === undefined && followed === undefined) return seq;
  if (followed !== undefined && followed.bus === name) return followed.place;
  if (seq === 0) return 0;
  throw new OtherOrder(
    `the data is that of ${orderNamed(followed?.bus)}, and cannot go on with ${orderNamed(name)}. ` +
      'Start with another data directory, or with the options it was made with.',
  );
}

const orderNamed = (bus: string | undefined): string =>
  bus === undefined ? 'a single node' : `the order ${JSON.stringify(bus)}`;
