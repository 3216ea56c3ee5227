import type { TcpFlow } from '#lab/capture/read/conversation.ts';
import { otherSide, type Side } from '#lab/capture/tcp-conversation.ts';

/** A note about a conversation. `fault`: because of this, bytes are missing or wrong. */
export interface Note {
  readonly code:
    | 'begins-before'
    | 'ends-after'
    | 'reset'
    | 'missing-bytes'
    | 'one-direction'
    | 'retransmissions'
    | 'captured-twice'
    | 'out-of-order'
    | 'checksum-offload'
    | 'zero-window'
    | 'no-line-ends'
    | 'syn-retries'
    | 'after-end'
    | 'half-closed'
    | 'strays';
  readonly fault: boolean;
  readonly text: string;
}

const times = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

/** Notes about the TCP connection. */
export function connectionNotes(flow: TcpFlow): readonly Note[] {
  const notes: Note[] = [];
  const note = (code: Note['code'], text: string, fault = false): void => void notes.push({ code, text, fault });
  const { client, server } = flow.halves;
  const both = (of: (half: TcpFlow['halves'][Side]) => number): number => of(client) + of(server);
  const missing = both((half) => half.missing);
  const resent = both((half) => half.retransmissions);
  const twice = both((half) => half.capturedTwice);
  const disordered = both((half) => half.outOfOrder);
  const strays = both((half) => half.strays);

  if (flow.syn === undefined && !flow.synAnswered)
    note('begins-before', 'It began before the capture: the handshake is missing.');
  else if (!flow.synAnswered && flow.hasData)
    note('begins-before', 'Part of the handshake is missing: SYN without its answer.');
  if (!flow.over && flow.hasData) note('ends-after', endsAfter(flow));
  if (flow.reset !== undefined) note('reset', resetText(flow, flow.reset));
  if (missing > 0) note('missing-bytes', `${times(missing, 'byte is', 'bytes are')} not in the capture.`, true);
  for (const side of ['client', 'server'] as const) {
    const { packets, missing: unseen } = flow.halves[side];
    if (packets > 0 || unseen === 0) continue;
    note('one-direction', `No packet of the ${side} is in the capture, although it sent data.`, true);
  }
  if (resent > 0)
    note('retransmissions', `${times(resent, 'segment was', 'segments were')} sent again; each counts once.`);
  if (twice > 0) {
    note(
      'captured-twice',
      `${times(twice, 'segment is', 'segments are')} in the capture twice, which is an effect of capturing: it saw each packet twice.`,
    );
  }
  if (disordered > 0)
    note('out-of-order', `${times(disordered, 'segment', 'segments')} came out of order, and were put in order.`);
  if (flow.badChecksums > 0) {
    note(
      'checksum-offload',
      'Some checksums are wrong, because the network card or the loopback interface computes them later (checksum offload). This is not an error.',
    );
  }
  if (flow.zeroWindows > 0)
    note('zero-window', 'A program did not read what it was sent for a while (its window was 0).');
  if (flow.synRetries > 0 && flow.synAnswered) note('syn-retries', `The SYN was sent ${flow.synRetries + 1} times.`);
  if (strays > 0)
    note(
      'strays',
      `${times(strays, 'segment does', 'segments do')} not belong to it: injected, or of an older connection.`,
      true,
    );
  return notes;
}

function endsAfter(flow: TcpFlow): string {
  const finished = (['client', 'server'] as const).find((side) => flow.halves[side].fin);
  if (finished === undefined) return 'It continues after the capture: neither side has closed it.';
  return `The ${finished} has closed its side (FIN); the ${otherSide(finished)} had not when the capture ended.`;
}

function resetText(flow: TcpFlow, by: Side): string {
  const unread = flow.halves[otherSide(by)].fin ? ' after the other had closed its side' : '';
  return `The ${by} reset it (RST)${unread}: the program was stopped, or closed the connection with unread data.`;
}
