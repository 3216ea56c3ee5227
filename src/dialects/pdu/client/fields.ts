import { isRecord, type Payload } from '../talk-codec.ts';

/** Reads the fields of what a server has sent; missing and invalid ones are empty. */

export const stringIn = (payload: Payload, field: string): string => {
  const value = payload[field];
  return typeof value === 'string' ? value : '';
};

export const numberIn = (payload: Payload, field: string): number => {
  const value = payload[field];
  return typeof value === 'number' && Number.isFinite(value) ? value : 0;
};

/** A user; with the id 0 if there is none. */
export interface Named {
  readonly id: number;
  readonly name: string;
}

export const userIn = (payload: Payload, field: string): Named => {
  const user = payload[field];
  return isRecord(user) ? { id: numberIn(user, 'id'), name: stringIn(user, 'name') } : { id: 0, name: '' };
};

export const recordsIn = (payload: Payload, field: string): readonly Payload[] => {
  const list = payload[field];
  return Array.isArray(list) ? list.filter(isRecord) : [];
};

export const stringsIn = (payload: Payload, field: string): readonly string[] => {
  const list = payload[field];
  return Array.isArray(list) ? list.filter((each) => typeof each === 'string') : [];
};

/** The number in a cursor, `15` in `kh500viik2co:15`: people name a message by it. */
export const numberOf = (cursor: string): number => Number(/:([0-9]{1,15})$/.exec(cursor)?.[1] ?? 0);
