/** One row of the import table: allowed and forbidden imports of a file at this path. */
export interface Row {
  readonly file: string;
  readonly may: readonly string[];
  readonly mayNot: readonly string[];
}

/** The rows of `src/chat`. */
export const chatRows: readonly Row[] = [
  {
    file: 'src/chat/probe.ts',
    may: ['./names.ts', '#chat/hub/hub.ts', '#chat/order/judge-store-deliver.ts', '#text/lines.ts'],
    mayNot: ['node:fs', 'node:fs/promises', '#bus/local.ts', '#chat/../bus/local.ts', '../bus/local.ts', 'fast-check'],
  },
  {
    file: 'src/chat/rights/probe.ts',
    may: ['./rights.ts', '#chat/event.ts', '#chat/names/names.ts', '#text/lines.ts'],
    mayNot: ['#chat/order/world.ts', '#chat/hub/seat.ts', '#chat/reading/history.ts', '../event.ts', 'node:fs'],
  },
  {
    file: 'src/chat/order/probe.ts',
    may: ['./world.ts', '#chat/event.ts', '#chat/order/world.ts', '#text/lines.ts'],
    mayNot: [
      '#chat/hub/seat.ts',
      '#chat/login/logins.ts',
      '../event.ts',
      '../hub/seat.ts',
      'node:fs',
      '#store/row-values.ts',
    ],
  },
  {
    file: 'src/chat/order/kinds/probe.ts',
    may: ['./message.ts', '#chat/event.ts', '#chat/order/world.ts'],
    mayNot: ['#chat/hub/seat.ts', '../world.ts', './../../bus/local.ts', './a/../../../bus/local.ts'],
  },
  {
    file: 'src/chat/hub/probe.ts',
    may: ['./seat.ts', './turns/rates.ts', '#chat/event.ts', '#chat/order/settled-numbers.ts', '#turns/round-robin.ts'],
    mayNot: [
      '#chat/login/logins.ts',
      '#chat/posting/posting.ts',
      '#chat/reading/history.ts',
      '../event.ts',
      'node:fs',
      '#link/link.ts',
    ],
  },
  {
    file: 'src/chat/hub/delivery/probe.ts',
    may: ['./segment.ts', '#chat/hub/seat.ts', '#chat/hub/turns/fair-turns.ts', '#chat/event.ts'],
    mayNot: ['../seat.ts', '#chat/posting/posting.ts', '#chat/reading/history.ts'],
  },
  {
    file: 'src/chat/posting/probe.ts',
    may: ['./quota.ts', '#chat/event.ts', '#chat/hub/seat.ts', '#text/frames.ts', '#turns/round-robin.ts'],
    mayNot: [
      '#chat/order/world.ts',
      '#chat/reading/history.ts',
      '#chat/login/logins.ts',
      '../hub/seat.ts',
      'node:fs',
      '#store/row-values.ts',
    ],
  },
  {
    file: 'src/chat/reading/probe.ts',
    may: ['./history.ts', '#chat/event.ts', '#chat/hub/seat.ts', '#text/frames.ts'],
    mayNot: ['#chat/posting/posting.ts', '#chat/login/logins.ts', '../hub/seat.ts', 'node:fs', '#store/row-values.ts'],
  },
  {
    file: 'src/chat/grants/probe.ts',
    may: [
      './grant-acts.ts',
      '#chat/event.ts',
      '#chat/hub/seat.ts',
      '#chat/login/logins.ts',
      '#chat/order/world.ts',
      '#chat/posting/posting.ts',
    ],
    mayNot: [
      '#chat/reading/history.ts',
      '#chat/composition/create-chat.ts',
      '../hub/seat.ts',
      'node:fs',
      '#store/row-values.ts',
    ],
  },
  {
    file: 'src/chat/composition/probe.ts',
    may: [
      './create-chat.ts',
      '#chat/event.ts',
      '#chat/search/searches.ts',
      '#chat/grants/grant-acts.ts',
      '#text/lines.ts',
    ],
    mayNot: ['../hub/seat.ts', 'node:fs', '#bus/local.ts', '#store/row-values.ts'],
  },
  {
    file: 'src/chat/login/probe.ts',
    may: ['./logins.ts', '#chat/event.ts', '#chat/hub/seat.ts'],
    mayNot: ['#chat/order/world.ts', '../hub/seat.ts', 'node:crypto', '#store/row-values.ts'],
  },
  {
    file: 'src/chat/search/probe.ts',
    may: ['./searches.ts', '#chat/event.ts', '#chat/hub/seat.ts', '#chat/order/world.ts', '#text/words.ts'],
    mayNot: ['../hub/seat.ts', '#chat/login/logins.ts', 'node:sqlite', '#store/search/message-index.ts'],
  },
];
