import type { Message } from '#lab/encapsulate/csv/read-messages.ts';
import { hasNoText, isReadAsBinary, protocolName } from './services.ts';

const httpPorts: ReadonlySet<number> = new Set([80, 591, 2869, 3128, 5985, 8000, 8080, 8088, 8888]);

/** A text with a line end in the middle, on a port of HTTP and without its start line, is malformed for Wireshark. */
export const confusesHttp = (rows: readonly Message[]): boolean =>
  rows.some(({ text }) => /\n./.test(text) && !/^(?:HTTP\/\d|[A-Z]+ \S+ HTTP\/\d)/.test(text));

/** Warnings in sentences: what Wireshark may mark in the packets of a conversation, and what they do not contain. */
export function warningsAbout(
  rows: readonly Message[],
  transport: Message['transport'],
  ports: readonly number[],
): readonly string[] {
  const names = [...new Set(rows.map(({ protocol }) => protocolName(protocol)))].filter(hasNoText);
  const binary = ports.filter((port) => isReadAsBinary(transport, port));
  const http = transport === 'tcp' && confusesHttp(rows) ? ports.filter((port) => httpPorts.has(port)) : [];
  return [
    ...(transport === 'tcp' ? names.map((name) => `Rows of ${name} are sent as their text, over TCP.`) : []),
    ...binary.map(
      (port) => `Port ${port} belongs to a protocol without texts: Wireshark may call the messages there malformed.`,
    ),
    ...http.map(
      (port) => `Port ${port} belongs to HTTP: Wireshark may call messages of several lines there malformed.`,
    ),
  ];
}
