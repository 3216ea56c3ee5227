import type { Server, ServerResponse } from 'node:http';

/** The requests of an HTTP server that are not answered yet. */
export class RequestsUnderWay {
  readonly #http: Pick<Server, 'closeAllConnections'>;
  readonly #responses = new Set<ServerResponse>();
  readonly #grace: number;
  #allSent: () => void = () => {};
  #over = false;

  /** `grace`: how long they may take at the end, in ms. */
  constructor(http: Pick<Server, 'closeAllConnections'>, grace: number) {
    this.#http = http;
    this.#grace = grace;
  }

  /** No further requests are answered. */
  get over(): boolean {
    return this.#over;
  }

  add(response: ServerResponse): void {
    this.#responses.add(response);
    response.once('close', () => {
      this.#responses.delete(response);
      if (this.#responses.size === 0) this.#allSent();
    });
  }

  /** Closes all connections: those of requests under way when they are answered, or their time is over. */
  async finish(): Promise<void> {
    this.#over = true;
    for (const response of this.#responses) if (!response.headersSent) response.setHeader('Connection', 'close');
    if (this.#responses.size > 0) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, this.#grace);
        this.#allSent = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.#http.closeAllConnections();
  }
}
