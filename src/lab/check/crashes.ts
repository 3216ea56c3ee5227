import { visible } from '#text/visible.ts';

import type { Hint } from './check.ts';

/** Characters shown of a message that a program printed. */
const longest = 160;

const shown = (text: string): string => {
  const line = visible(text.trim());
  return line.length > longest ? `${line.slice(0, longest)}…` : line;
};

/** The last exception of a Python program: its place and its message. */
function pythonException(stderr: string): { readonly where: string; readonly what: string } | undefined {
  const from = stderr.lastIndexOf('Traceback (most recent call last):');
  if (from === -1) return undefined;
  const trace = stderr.slice(from).split(/\r?\n/);
  // The first line that begins neither with a blank nor with "Traceback" ends the trace.
  const what = trace.slice(1).find((line) => /^[A-Za-z_][\w.]*(:|$)/.test(line));
  const frames = [...stderr.slice(from).matchAll(/^ {2}File "([^"]+)", line (\d+)/gm)];
  const own = frames
    .filter(([, file = '']) => !/[/\\](lib|site-packages|dist-packages)[/\\]|<frozen/.test(file))
    .at(-1);
  if (what === undefined || !own) return undefined;
  return { where: `${(own[1] ?? '').split(/[/\\]/).at(-1)}, line ${own[2]}`, what };
}

const nodeException =
  /^(?<what>(?:Uncaught )?\w*Error(?: \[\w+\])?: .*)\n(?:\s+at .*\n)*?\s+at .*?(?<file>[^/\\(]+):(?<line>\d+):\d+\)?$/m;
const javaException = /^Exception in thread "[^"]*" (?<what>.*)\n\s+at .*\((?<file>[^:)]+):(?<line>\d+)\)/m;

/** What each exception means for a program that is a server or a client. */
const meanings: readonly (readonly [RegExp, string])[] = [
  [
    /KeyError|No(ne)?SuchElement/,
    'A name or socket is looked up that is not in the dictionary, perhaps because it was removed already.',
  ],
  [
    /UnicodeDecodeError|ascii' codec can't decode/,
    'Bytes are decoded that are not text in that encoding: a character may be cut in two, or the bytes may be anything. Decode as UTF-8 with errors="replace", or answer with an error.',
  ],
  [
    /UnicodeEncodeError/,
    'The text has characters outside of ASCII: encode it as UTF-8, and count the bytes, not the characters.',
  ],
  [
    /BrokenPipeError|ConnectionResetError|ConnectionAbortedError|EPIPE|ECONNRESET/,
    'A peer was gone when the program wrote or read. Catch this, close that socket, and go on with the others.',
  ],
  [
    /Bad file descriptor|EBADF|OSError: \[Errno 9\]/,
    'A socket is used after it was closed: remove it from the list of clients when you close it.',
  ],
  [
    /dictionary changed size during iteration|Set changed size|ConcurrentModification/,
    'The list of clients is changed while it is walked: walk a copy, or hold a lock.',
  ],
  [
    /struct\.error/,
    'A length is packed or unpacked from the wrong number of bytes: recv may return fewer bytes than asked for, so read on until you have them.',
  ],
  [
    /JSONDecodeError|Unexpected (token|end of JSON)/,
    'Bytes are parsed that are not one whole JSON object: recv may return half of one, or two at once. Read whole lines first.',
  ],
  [
    /ValueError: (not enough|too many) values to unpack|IndexError|ArrayIndexOutOfBounds/,
    'A message is split into parts and has fewer or more of them than the program takes for granted: check the number first.',
  ],
  [
    /ValueError: invalid literal for int/,
    'Text that is not a number is converted to a number: check it before, or catch the exception.',
  ],
  [
    /AttributeError: 'NoneType'|TypeError: Cannot read prop|NullPointerException/,
    'A variable has no value there (None, null or undefined): check for that before you use it.',
  ],
  [
    /Address already in use|EADDRINUSE/,
    'The port is still in use: set SO_REUSEADDR on the listening socket before bind.',
  ],
  [
    /EOFError/,
    'It asked for input where there is none: a server reads its port from the arguments, and a client ends when its input does.',
  ],
  [/SyntaxError|IndentationError|TabError/, 'The file cannot be run as it is: correct this line first.'],
  [/ModuleNotFoundError|Cannot find module/, 'A module is missing on this machine, or its name is misspelt.'],
  [
    /a bytes-like object is required|can't concat str to bytes/,
    'A socket sends bytes, not text: encode the text before, and decode what recv gives.',
  ],
  [/RecursionError|StackOverflow/, 'A function calls itself endlessly.'],
  [/MemoryError|out of memory/i, 'Too much is kept: limit how long a message may be.'],
];

const meaningOf = (what: string): string => meanings.find(([pattern]) => pattern.test(what))?.[1] ?? '';

/** The program raised an exception. */
export const exceptionHint: Hint = ({ printed: { stderr, stdout } }) => {
  const python = pythonException(stderr) ?? pythonException(stdout);
  // After Ctrl-C it may end silently: the check says what it should have done.
  if (python?.what.startsWith('KeyboardInterrupt')) return undefined;
  if (python) return `Your program raised ${shown(python.what)} (${python.where}). ${meaningOf(python.what)}`.trim();
  const found = (nodeException.exec(stderr) ?? javaException.exec(stderr))?.groups;
  if (!found) return undefined;
  const { what = '', file = '', line = '' } = found;
  return `Your program raised ${shown(what)} (${file}, line ${line}). ${meaningOf(what)}`.trim();
};

/** The program ended without having been asked to. */
export const endedHint: Hint = ({ end, side, printed: { stderr } }) => {
  if (end === undefined || (side === 'client' && end === 'exit code 0')) return undefined;
  if (end === 'signal SIGINT' || end === 'exit code 130') return undefined;
  if (end === 'signal SIGSEGV')
    return 'Your program crashed with a segmentation fault: memory is used that is not there, such as an index beyond a buffer.';
  if (end === 'signal SIGKILL')
    return 'Your program was killed while it ran: it passed a limit, such as that of memory or of processes.';
  if (end === 'signal SIGPIPE')
    return 'Your program was ended by SIGPIPE: it wrote to a peer that was gone. Ignore SIGPIPE and look at what send returns.';
  const last = stderr.trim().split('\n').at(-1) ?? '';
  const meaning = meaningOf(stderr);
  const ends = `Your program ended by itself (${end})${last === '' ? '' : `; the last it printed: ${shown(last)}`}.`;
  return `${ends} ${meaning === '' && side === 'server' && !/\bError\b|Error:/.test(stderr) ? 'A server goes on whatever one client does.' : meaning}`;
};
