import { UsageError } from '#server/command.ts';

/** A listener on this machine. */
export interface LoopbackPlace {
  readonly host: string;
  readonly port: number;
}

/** `127.0.0.1:8080`, `localhost:8080`, `[::1]:8080` or `8080`. Throws `UsageError` for other machines. */
export function readLoopbackPlace(text: string): LoopbackPlace {
  const [, bracketed, bare, digits = ''] = /^(?:(?:\[([^\]]+)\]|([^:[\]]+)):)?(\d{1,5})$/.exec(text) ?? [];
  const port = Number(digits);
  if (digits === '' || port < 1 || port > 65_535) {
    throw new UsageError(`--to is HOST:PORT, such as 127.0.0.1:8080, not ${JSON.stringify(text)}.`);
  }
  const host = bracketed ?? bare ?? '127.0.0.1';
  if (host === 'localhost') return { host: '127.0.0.1', port };
  if (host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host)) return { host, port };
  throw new UsageError(`--to sends to this machine only (127.0.0.1, ::1, localhost), not to ${JSON.stringify(host)}.`);
}
