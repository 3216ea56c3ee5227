/** Two people who are ready. */
export const pair = `
  alice opens nick
  alice S: \\x00\\x05HELLO
  alice C: NICKalice
  alice S: \\x00\\x05READY
  bob opens nick
  bob S: \\x00\\x05HELLO
  bob C: NICKbob
  bob S: \\x00\\x05READY
`;
