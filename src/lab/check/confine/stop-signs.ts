import type { LastSeen } from '#lab/confinement.ts';

import type { Bound } from './isolation.ts';

/** Error messages after the kernel refused a resource: Python, Node, Java, C and C++. */
const printedSigns: readonly (readonly [RegExp, Bound, string])[] = [
  [
    /\bMemoryError\b|bad_alloc|Cannot allocate memory|\bENOMEM\b|OutOfMemoryError|heap out of memory/,
    'memory',
    'it was refused more',
  ],
  [
    /No space left on device|\bENOSPC\b|File too large|\bEFBIG\b|File size limit exceeded/,
    'disk',
    'it was refused more',
  ],
  [
    /Resource temporarily unavailable.*fork|BlockingIOError: \[Errno 11\]|can't start new thread|spawn .*EAGAIN|unable to create native thread/,
    'processes',
    'it was refused more',
  ],
  [/Too many open files|\bEMFILE\b/, 'disk', 'it was refused more open files'],
];

const endSigns: Readonly<Record<string, readonly [Bound, string]>> = {
  'signal SIGXCPU': ['cpu', 'it used up its processor time'],
  'signal SIGXFSZ': ['disk', 'it was refused more'],
};

/** The limit that stopped a program, as far as its last output shows. */
export function stoppedBy({ printed, end }: LastSeen): readonly [Bound, string] | undefined {
  const byEnd = end === undefined ? undefined : endSigns[end];
  if (byEnd) return byEnd;
  const sign = printedSigns.find(([pattern]) => pattern.test(printed));
  return sign && [sign[1], sign[2]];
}
