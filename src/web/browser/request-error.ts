/** The details of an error besides its code. */
export interface More {
  /** When a ban or a mute ends, or when something ended; in ms since 1970. */
  readonly until?: number;
  /** The reason given by an operator. */
  readonly reason?: string;
  /** The room concerned, with its present name. */
  readonly room?: string;
  /** The missing or invalid field of the request. */
  readonly field?: string;
}

/** The server refused a request, or the connection was lost before the answer. */
export class RequestError extends Error {
  override name = 'RequestError';
  /** The code of an error frame or of a problem of the HTTP API, or `offline`. */
  readonly code: string;
  readonly more: More;

  constructor(code: string, message: string, more: More = {}) {
    super(message);
    this.code = code;
    this.more = more;
  }
}
