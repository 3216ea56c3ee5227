import type { Hint } from '#lab/check/check.ts';
import { textOf } from '#lab/check/hints.ts';

const formHint: Hint = ({ says, heard }) => {
  if (!says.includes('something else than a PDU')) return undefined;
  const came = textOf(heard);
  if (/^\{'|: (True|False|None)\b/.test(came)) return 'A Python dictionary is sent as it prints: use json.dumps.';
  if (came.startsWith('"{')) return 'The JSON is encoded twice: call json.dumps once, on the dictionary.';
  if (came.startsWith('[')) return 'A list is sent: a PDU is an object with mtype, payload, version and sz.';
  return /"payload": ?"/.test(came)
    ? 'The payload is a text that holds JSON: put the dictionary itself into the PDU, and call json.dumps once.'
    : 'Each PDU is one JSON object with mtype and payload, and nothing before it.';
};

const halfHint: Hint = ({ says }) =>
  says.includes('only the beginning of a PDU')
    ? 'Only a part of the object comes: send all of its bytes (sendall), and close every brace.'
    : undefined;

const mtypeHint: Hint = ({ heard }) => {
  if (/"mtype": ?"/.test(textOf(heard))) return 'mtype is a text: it is a number, without quotes.';
  if (/"m_?type":/i.test(textOf(heard)) && !/"mtype":/.test(textOf(heard))) return 'The key is written mtype.';
  return undefined;
};

/** Likely causes where what comes is no PDU, of either side. */
export const formHints: readonly Hint[] = [formHint, halfHint, mtypeHint];
