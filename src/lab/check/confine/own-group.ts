/**
 * Lines of a shell script that run `"$@"` at a terminal in a new process group, so that Ctrl-C reaches only the
 * command, and exit with its code. Another shell does that: the terminal's first group is outside of the namespace, and
 * dash, which cannot give the terminal back to it, would end with a sentence and a code of its own. The code comes by
 * descriptor 4; 3 and 5 are the standard output and error of the command.
 */
export const inOwnGroup = `
exec 3>&1 5>&2
code=$(/bin/sh -c 'set -m; "$@" >&3 2>&5 3>&- 4>&- 5>&-; echo $? >&4' sh "$@" 4>&1 2>/dev/null)
exit "\${code:-1}"
`;
