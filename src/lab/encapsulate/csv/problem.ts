/** What is wrong with a file, and where. */
export interface Problem {
  /** The number of the line, from 1; 0 for the whole file. */
  readonly line: number;
  /** The column's name as the file has it. */
  readonly column?: string | undefined;
  /** What is wrong, without the line and the column: `70000 is not a port (1 to 65535)`. */
  readonly text: string;
}

/** A file that cannot be taken as it is. */
export class CsvError extends Error {
  override readonly name = 'CsvError';
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map(problemText).join('\n'));
    this.problems = problems;
  }
}

/** `line 7, column src_port: …` */
export function problemText({ line, column, text }: Problem): string {
  const place = [line > 0 ? `line ${line}` : '', column === undefined ? '' : `column ${column}`];
  const said = place.filter((part) => part !== '').join(', ');
  return said === '' ? text : `${said}: ${text}`;
}

/** A cell in a message for people: never longer than a line. */
export function cellText(text: string): string {
  const short = text.length > 60 ? `${text.slice(0, 60)}…` : text;
  return JSON.stringify(short);
}
