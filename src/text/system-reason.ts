/** Sentences for error codes of the system, for files, directories and connections. */
const meanings: Readonly<Record<string, string>> = {
  EACCES: 'no permission',
  EPERM: 'no permission',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EIO: 'the disk fails',
  EISDIR: 'it is a directory',
  EEXIST: 'it exists already',
  ENAMETOOLONG: 'the name is too long',
  ELOOP: 'its links lead round in a circle',
  EMFILE: 'too many files are open',
  ENFILE: 'too many files are open',
  EHOSTUNREACH: 'no machine answers at this address',
  ENETUNREACH: 'this machine has no network that leads there',
  EHOSTDOWN: 'the machine is off',
  ECONNRESET: 'the connection was reset',
};

/** For ENOENT and ENOTDIR: a missing file that is read, or the missing directory of a new file. */
const missing: Readonly<Record<'file' | 'directory', string>> = {
  file: 'there is no such file',
  directory: 'there is no such directory',
};

/**
 * The reason of a system error in words; the error's own message if there are none. `sought`: the file or directory
 * that may be missing.
 */
export function systemReason(error: unknown, sought: 'file' | 'directory' = 'file'): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ENOENT') return missing[sought];
  if (code === 'ENOTDIR') return missing.directory;
  return meanings[code] ?? (error instanceof Error ? error.message || code : String(error));
}
