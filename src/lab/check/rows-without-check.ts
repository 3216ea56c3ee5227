/** Why a row of `docs/seeds.md` has no check, in a few words: by dialect and the number of the row. */
type Reasons = Readonly<Record<string, Readonly<Record<number, string>>>>;

/** Rows that nothing on a connection, or at a client's terminal, shows. */
export const unseenRows: Reasons = {
  tsam: {
    2: 'make',
    3: 'make',
    4: 'make',
    13: 'an overload cannot be made from outside, and no number is given',
    17: 'may, after a time that is not given',
    19: 'a file of the server',
    21: 'how to capture',
  },
  chatroom: {
    4: "a line on the server's terminal",
    11: "a line on the server's terminal",
    12: 'needs two hosts; HOST:PORT checks a server on another one',
    13: "the course's paperwork",
  },
  nick: { 3: 'make', 11: 'a file of the server', 13: 'its unit tests', 21: 'documents' },
  direct: {
    10: "lines on the server's terminal",
    12: 'how to install it',
    13: 'a notebook',
    14: 'how to capture',
    15: 'screenshots',
  },
  pdu: {
    1: 'the language',
    4: 'a default that the check does not use: it gives the address',
    7: "the course's paperwork",
    13: 'documents',
    19: 'ideas for later versions, without a form',
  },
};

/** Rows that the original's code does not do, or does otherwise. */
export const readmeRows: Reasons = {
  tsam: { 12: 'STATUSREQ is not answered', 15: 'each client has the id A5_1' },
  chatroom: {},
  nick: {},
  direct: {},
  pdu: { 3: 'the check gives the port', 16: 'a session ends by a logout, or after 300 s' },
};
