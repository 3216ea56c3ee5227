/**
 * Measures only Node's crypto, in its own process: for each login it decrypts a password (RSA-OAEP, Fernet) and hashes
 * it (argon2id, two at the same time). Arguments: number of logins, number at the same time. Prints JSON.
 */
import { makeKeys, peerKey, seal, unseal } from '#dialects/chatroom/encryption.ts';
import { argonPasswords } from '#server/passwords.ts';
import { several } from './rows.ts';

const [count = 0, atOnce = 1] = process.argv.slice(2).map(Number);
const keys = await makeKeys();
const key = peerKey(keys.shown);
if (!key) throw new Error('our own key is none');
const sealed = await seal(Buffer.from('bench-s3cret'), key, Date.now());
const passwords = argonPasswords();

const [before, began] = [process.cpuUsage(), performance.now()];
const times = await several(count, atOnce, async () => {
  const opened = await unseal(sealed, keys);
  await passwords.hash(Buffer.from(opened ?? []).toString());
});
const seconds = (performance.now() - began) / 1000;
const { user, system } = process.cpuUsage(before);
process.stdout.write(JSON.stringify({ times, perSecond: count / seconds, cpu: (user + system) / count }));
