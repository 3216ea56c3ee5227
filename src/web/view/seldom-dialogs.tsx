import type { Message } from '#dialects/web/protocol.ts';
import { t } from '#web/words/texts.ts';
import { DialogFrame } from './dialog-frame.tsx';
import { onDemand } from './on-demand.tsx';

const load = () => import('./seldom.tsx');

const Listeners = onDemand(async () => (await load()).Listeners);
const Keys = onDemand(async () => (await load()).Keys);
const Person = onDemand(async () => (await load()).Person);
const WhoReacted = onDemand(async () => (await load()).WhoReacted);

/** The listeners of the server. */
export const ListenersDialog = () => (
  <DialogFrame title={t.otherPrograms} class="listeners-dialog">
    <Listeners />
  </DialogFrame>
);

/** All keys and commands. */
export const KeysHelp = () => (
  <DialogFrame title={t.keysTitle} class="keys-help">
    <Keys />
  </DialogFrame>
);

/** A user, with the possible actions. */
export const PersonDialog = ({ name }: { name: string }) => (
  <DialogFrame title={name} class="person-dialog">
    <Person name={name} />
  </DialogFrame>
);

/** The reactions to a message, with names. */
export const ReactionsDialog = ({ message }: { message: Message }) => (
  <DialogFrame title={t.spoken.reactions} class="small-dialog">
    <WhoReacted message={message} />
  </DialogFrame>
);
