// Loaded into a server first (`node --import`): closing files fails.
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

Object.assign(fs, {
  close(_: number, done: fs.NoParamCallback): void {
    done(Object.assign(new Error('EIO: i/o error, close'), { code: 'EIO', syscall: 'close' }));
  },
});
syncBuiltinESMExports();
