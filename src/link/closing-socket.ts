import { WebSocket } from 'ws';

/** A WebSocket that tells when it begins to close, on either side: no message may follow a close frame (RFC 6455, 5.5.1). */
export class ClosingSocket extends WebSocket {
  closing: () => void = () => {};

  override close(code?: number, reason?: string | Buffer): void {
    this.closing();
    super.close(code, reason);
  }
}
