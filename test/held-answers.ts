import type { Page } from 'playwright-core';

/** Holds back what the server sends to a page, as a slow network does, until the test lets it through. */
export class HeldAnswers {
  /** What the page has sent, a line each. */
  readonly asked: string[] = [];
  #held: (string | Buffer)[] | undefined;
  #pass: (message: string | Buffer) => void = () => {};

  /** Before the page connects. */
  static async of(page: Page): Promise<HeldAnswers> {
    const answers = new HeldAnswers();
    await page.routeWebSocket(/\/ws$/, (socket) => {
      const server = socket.connectToServer();
      answers.#pass = (message) => socket.send(message);
      socket.onMessage((message) => {
        answers.asked.push(...String(message).trimEnd().split('\n'));
        server.send(message);
      });
      server.onMessage((message) => {
        if (answers.#held) answers.#held.push(message);
        else answers.#pass(message);
      });
    });
    return answers;
  }

  hold(): void {
    this.#held ??= [];
  }

  release(): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const message of held) this.#pass(message);
  }
}
