import { type Given, type Option, textOf, UsageError } from './command.ts';
import { loopback } from './listener-url.ts';

/** The option `--host` of commands that listen. */
export const hostOption: Option = {
  value: 'ADDR',
  help: `where to listen (default ${loopback}: only this machine); 0.0.0.0 for everybody`,
};

/**
 * The value of `--host`, without brackets; `usual` if the option is missing. `instead`: the argument to use for a host
 * with a port, named in the error. Throws `UsageError`.
 */
export function readHost(
  values: Given['values'],
  usual: string,
  instead: (host: string, port: string) => string,
): string {
  const text = textOf(values, 'host') ?? usual;
  if (text === '') throw new UsageError('--host needs an address.');
  const [, host, port] = /^([^:]+):(\d+)$/.exec(text) ?? [];
  if (host !== undefined && port !== undefined) {
    throw new UsageError(`--host takes no port. Perhaps: polylogue ${instead(host, port)}`);
  }
  return text.replace(/^\[(.*)\]$/, '$1');
}
