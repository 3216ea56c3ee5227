/** A private symbol of one of the library's objects, by its description. */
export const symbolOf = (owner: object, name: string): symbol =>
  Object.getOwnPropertySymbols(owner).find(({ description }) => description === name) ?? missing();

/** A private object of one of the library's objects. */
export function partOf(owner: object, name: string | symbol): object {
  const part: unknown = Reflect.get(owner, name);
  return typeof part === 'object' && part !== null ? part : missing();
}

/** A private method of one of the library's objects; it is bound to it. */
export function methodOf(owner: object, name: string | symbol): (...given: readonly unknown[]) => unknown {
  const method: unknown = Reflect.get(owner, name);
  return typeof method === 'function'
    ? (...given: readonly unknown[]) => Reflect.apply(method, owner, given)
    : missing();
}

function missing(): never {
  throw new Error('This version of @matrixai/quic cannot be guarded against its peers; 2.0.9 can.');
}
