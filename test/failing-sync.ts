// Loaded into a server first (`node --import`): after this many syncs, the next ones fail.
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const good = Number(new URL(import.meta.url).searchParams.get('good') ?? 0);
const { fdatasync } = fs;
let syncs = 0;

Object.assign(fs, {
  fdatasync(fd: number, done: fs.NoParamCallback): void {
    if (++syncs <= good) fdatasync(fd, done);
    else done(Object.assign(new Error('EIO: i/o error, fdatasync'), { code: 'EIO', syscall: 'fdatasync' }));
  },
});
syncBuiltinESMExports();
