import { web } from '#dialects/web/web.ts';
import type { JoinableListener } from './join-commands.ts';
import type { ListenerUrl } from './listener-url.ts';
import { addressesOf } from './own-addresses.ts';

/** The addresses of the page for browsers: the public URL, if given. */
export function pagesOf(
  listen: readonly Pick<ListenerUrl, 'dialect' | 'options'>[],
  joinable: readonly Pick<JoinableListener, 'dialect' | 'host' | 'port'>[],
): readonly string[] {
  const given = listen.flatMap(({ dialect, options }) => (dialect === web ? (options['public-url'] ?? []) : []));
  if (given.length > 0) return given.map((url) => url.replace(/\/$/, ''));
  return joinable
    .filter(({ dialect }) => dialect === web.name)
    .flatMap(({ host, port }) => addressesOf(host).map((address) => web.join(address, port, '')));
}
