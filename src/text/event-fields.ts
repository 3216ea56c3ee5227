import { visible } from './visible.ts';

/** The fields of an event. They depend on its kind and on the server's version. */
export class EventFields {
  readonly #event: object;

  constructor(event: object) {
    this.#event = event;
  }

  #field(name: string): unknown {
    return Object.entries(this.#event).find(([key]) => key === name)?.[1];
  }

  text(name: string): string {
    const value = this.#field(name);
    return typeof value === 'string' || typeof value === 'number' ? visible(String(value)) : '';
  }

  /** The name of a user or a room. */
  name(field: string): string {
    const value = this.#field(field);
    return nameIn(value);
  }

  /** Joins texts with commas. */
  list(field: string): string {
    const value = this.#field(field);
    return Array.isArray(value) ? visible(value.join()) : '';
  }

  /** The fields of an object in a field. */
  inside(name: string): EventFields | undefined {
    const value = this.#field(name);
    return typeof value === 'object' && value !== null ? new EventFields(value) : undefined;
  }

  names(field: string): readonly string[] {
    const value = this.#field(field);
    if (!Array.isArray(value)) return [];
    return value.map(nameIn).filter((name) => name !== '');
  }
}

const nameIn = (value: unknown): string =>
  typeof value === 'object' && value !== null && 'name' in value ? visible(String(value.name)) : '';
