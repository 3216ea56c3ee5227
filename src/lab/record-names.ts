const names = [
  ...['alice', 'bob', 'carol', 'dave', 'erin', 'frank', 'grace', 'heidi', 'ivan', 'judy', 'kim', 'leo', 'mallory'],
  ...[
    'niaj',
    'olivia',
    'peggy',
    'quinn',
    'rupert',
    'sybil',
    'trent',
    'uma',
    'victor',
    'wendy',
    'xavier',
    'yara',
    'zoe',
  ],
];

/** The name of the `n`th actor, from 1: `alice`, `bob`, …, `zoe`, `actor27`, `actor28`, … */
export const actorName = (n: number): string => names[n - 1] ?? `actor${n}`;
