/** What an error tells beside its code. */
export interface More {
  /** Until when it is so, or since when it is too late; in ms. */
  readonly until?: number;
  /** Why, in the words of an operator. */
  readonly reason?: string;
  /** The room it is about, as that is called now. */
  readonly room?: string;
  /** The field of the request that is missing or invalid. */
  readonly field?: string;
}

/** The server refused a request, or the connection was lost before the answer. */
export class RequestError extends Error {
  override name = 'RequestError';
  /** Of an error frame or a problem of the HTTP API, or `offline`. */
  readonly code: string;
  readonly more: More;

  constructor(code: string, message: string, more: More = {}) {
    super(message);
    this.code = code;
    this.more = more;
  }
}
