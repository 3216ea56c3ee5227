import type { Event, UserRef } from '#chat/event.ts';
import { isListName } from '#chat/rights/moderation-lists.ts';
import { integer, isObject, list, text, wrong } from './body-values.ts';

/** How the fields of an event are written into the column `body`, and read from it: as JSON. */
interface Body<E> {
  readonly format: (event: E) => string;
  readonly parse: (body: string) => E;
}

type Fields = Readonly<Record<string, unknown>>;

/** `{list,mask,until?,reason?,kicked?}`, with `[[ID,NAME],…]` for the removed users. */
export const listed: Body<Event<'listed'>> = {
  format: ({ list, mask, until, reason, kicked: out }) =>
    JSON.stringify({ list, mask, until, reason, kicked: out?.map(pairOf) }),
  parse(body) {
    const fields = fieldsOf(body);
    const { kicked: out } = fields;
    const named = nameOf(fields);
    return {
      kind: 'listed',
      ...named,
      ...untilIn(fields),
      ...reasonIn(fields),
      ...(out !== undefined && { kicked: list(out).map(userOf) }),
    };
  },
};

/** `{list,mask}`. */
export const unlisted: Body<Event<'unlisted'>> = {
  format: ({ list, mask }) => JSON.stringify({ list, mask }),
  parse: (body) => ({ kind: 'unlisted', ...nameOf(fieldsOf(body)) }),
};

/** `{user,reason?}`. */
export const kicked: Body<Event<'kicked'>> = {
  format: ({ user, reason }) => JSON.stringify({ user: pairOf(user), reason }),
  parse(body) {
    const fields = fieldsOf(body);
    return { kind: 'kicked', user: userOf(fields['user']), ...reasonIn(fields) };
  },
};

/** `{user,until?}`. */
export const invited: Body<Event<'invited'>> = {
  format: ({ user, until }) => JSON.stringify({ user: pairOf(user), until }),
  parse(body) {
    const fields = fieldsOf(body);
    return { kind: 'invited', user: userOf(fields['user']), ...untilIn(fields) };
  },
};

const pairOf = ({ id, name }: UserRef): readonly [number, string] => [id, name];

function userOf(value: unknown): UserRef {
  const [id, name] = list(value);
  return { id: integer(id), name: text(name) };
}

function fieldsOf(body: string): Fields {
  const value: unknown = JSON.parse(body);
  return isObject(value) ? value : wrong(value);
}

function nameOf({ list, mask }: Fields): Pick<Event<'listed'>, 'list' | 'mask'> {
  if (typeof list !== 'string' || !isListName(list) || typeof mask !== 'string') return wrong([list, mask]);
  return { list, mask };
}

const untilIn = ({ until }: Fields): { readonly until?: number } =>
  until === undefined ? {} : { until: integer(until) };

const reasonIn = ({ reason }: Fields): { readonly reason?: string } =>
  reason === undefined ? {} : { reason: text(reason) };
