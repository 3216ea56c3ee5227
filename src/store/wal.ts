import { close, type NoParamCallback, open } from 'node:fs';
import { promisify } from 'node:util';

/** `fs.fdatasync`, or a replacement by a test. */
export type Sync = (fd: number, done: NoParamCallback) => void;

/**
 * A second descriptor of the `-wal` file, to sync it on another thread. The file has no locks, so closing the
 * descriptor is safe. It remains the same file until the last connection closes, so the descriptor is opened after the
 * connection and closed before it.
 */
export interface Wal {
  /** Resolves when everything written has reached the disk. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

export async function openWal(file: string, sync: Sync): Promise<Wal> {
  const fd = await promisify(open)(`${file}-wal`, 'r+');
  return {
    sync: () =>
      new Promise((resolve, reject) => {
        sync(fd, (error) => (error ? reject(error) : resolve()));
      }),
    close: () => promisify(close)(fd),
  };
}
