/** Servers other than the listener of the exercise, by the first bytes that they send. */
const chats: readonly (readonly [what: string, bytes: RegExp])[] = [
  ['a chat server (nick)', /^\0\x05HELLO/],
  ['a chat server (chatroom)', /^\d{1,6} {200}/],
  [
    'a chat server (direct)',
    /^(?:Welcome .*! You can now chat\.|Invalid username\.|(?:Username already taken|Wrong password)\.|Invalid format\. Use: username: message)/,
  ],
  ['a chat server (tsam)', /^(?:\x01|SERVERS,|Error: )/],
  ['a chat server (pdu)', /^\{"mtype"/],
  ['an IRC server', /^:\S+ (?:NOTICE|\d{3}) /],
  ['a mail or file server', /^220[ -]/],
];

/** What the other end seems to be, judged by its first bytes. */
export function whoGreets(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.subarray(0, 1024)).toString('latin1');
  return chats.find(([, begins]) => begins.test(text))?.[0] ?? 'a server that talks';
}
