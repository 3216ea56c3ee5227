import type { Chat } from '#chat/chat.ts';
import type { Peer } from '#link/link.ts';
import type { Site } from '#link/http/site.ts';
import type { Carrier } from '#link/transports.ts';
import type { LinkCount } from '#server/connection-limits.ts';
import type { Policy } from '#server/listener-policy.ts';
import type { ListenerUrl } from '#server/listener-url.ts';
import { rulesFor } from '#server/listener-rules.ts';
import type { Log } from '#server/log.ts';
import { version } from '#server/version.ts';
import { createApi } from './api/api.ts';
import { readPage } from './page-files.ts';
import { createSite } from './site.ts';

interface Around {
  readonly chat: Chat;
  readonly policy: Policy;
  /** Undefined: no limits. */
  readonly links: LinkCount | undefined;
  readonly log: Log;
}

/** The site of an HTTP listener, and the build of its page. Throws `OptionError`. */
export function pageOf(
  listener: ListenerUrl,
  carrier: Carrier,
  { chat, policy, links, log }: Around,
): { readonly site: Site; readonly build: string | undefined } {
  const page = readPage();
  const rules = rulesFor(listener, policy);
  const site = createSite({
    options: listener.options,
    carrier,
    page,
    mayAsk: (peer: Peer) => !links || links.further({ peer }),
    api: (own, sentBy) => createApi({ chat, rules, own, sentBy, version, log, limited: links !== undefined }),
  });
  return { site, build: page?.build };
}
