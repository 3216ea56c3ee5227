import { HourlyCounts } from '#chat/hourly-counts.ts';
import type { Route } from '#server/http/api/route.ts';
import { codes } from './codes.ts';
import { roomAdministration } from './room-administration.ts';
import { grants } from './grants.ts';
import { invitations } from './invitations.ts';
import { lists } from './lists.ts';
import { logins } from './logins.ts';
import { mail } from './mail.ts';
import { messages } from './messages.ts';
import { personal } from './personal.ts';
import { rooms } from './rooms.ts';
import { search } from './search.ts';
import { server } from './server.ts';
import { webhooks } from './webhooks.ts';

/**
 * All routes of the API, in the order of the description. `hookedInHour`: messages that one webhook may send in an
 * hour.
 */
export const routes = (hookedInHour: number): readonly Route[] => [
  ...logins,
  ...codes,
  ...grants,
  ...rooms,
  ...messages,
  ...mail,
  ...search,
  ...personal,
  ...roomAdministration,
  ...lists,
  ...invitations,
  ...webhooks(new HourlyCounts(hookedInHour)),
  ...server,
];
