import { t } from '#web/words/texts.ts';
import { DialogFrame } from './dialog-frame.tsx';
import { DrawerFrame } from './drawer-frame.tsx';
import { onDemand } from './on-demand.tsx';

const load = () => import('#web/inspect/inspector.tsx');

const Body = onDemand(async () => (await load()).InspectorBody);
const Translation = onDemand(async () => (await load()).Translation);

export const Inspector = () => (
  <DrawerFrame title={t.inspector} wide>
    <Body />
  </DrawerFrame>
);

/** Shows one message in every dialect. */
export const TranslateDialog = ({ text }: { text: string }) => (
  <DialogFrame title={t.inEveryDialect} class="translate-dialog">
    <Translation initial={text} />
  </DialogFrame>
);
