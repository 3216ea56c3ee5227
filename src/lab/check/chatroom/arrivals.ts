import { Fault, type Scene } from '#lab/check/scene.ts';
import { encode } from '#dialects/chatroom/codec.ts';
import { type Keys, makeKeys } from '#dialects/chatroom/encryption.ts';
import { blocksOver } from './blocks.ts';
import { Person, sealed, keyIn } from './person.ts';

export const password = 's3cret';

/** Two key pairs are enough to tell keys apart; making one takes a tenth of a second. */
const made: Partial<Record<'alice' | 'others', Promise<Keys>>> = {};

const keysOf = (actor: string): Promise<Keys> => (made[actor === 'alice' ? 'alice' : 'others'] ??= makeKeys());

/** A client that has opened two links and read the server's key. `name`: its name on the wire. */
export async function arrives(scene: Scene, actor: string, name: string = scene.unique(actor)): Promise<Person> {
  const main = blocksOver(await scene.open(actor));
  const push = blocksOver(await scene.open(`${actor}-push`));
  const shown = await main.stream('the public key of the server');
  const serverKey = keyIn(shown, actor, 'the public key of the server');
  return new Person({ name, main, push, keys: await keysOf(actor), serverKey });
}

/** Sends a name; returns whether the server says it is new. */
export async function givesName({ main, name }: Person): Promise<boolean> {
  await main.sends(encode(name), 'the name');
  const answer = await main.number('1 for a new user, 0 for an existing one');
  if (answer === 0 || answer === 1) return answer === 1;
  throw new Fault({ says: `${main.speaker.name} gives a name and gets ACK ${answer}; expected was 1 or 0` });
}

export async function givesPassword({ main, serverKey }: Person, word: string = password): Promise<void> {
  await main.sends(await sealed(word, serverKey), 'the sealed password');
}

export const givesKey = ({ main, keys }: Person): Promise<void> => main.sends(keys.shown, 'the public key');

/** A new user who has logged in. */
export async function enters(scene: Scene, actor: string): Promise<Person> {
  const person = await arrives(scene, actor);
  if (!(await givesName(person)))
    throw new Fault({ says: `${actor} is new, but is called an existing user (ACK 0)` }, actor);
  await givesPassword(person);
  await givesKey(person);
  return person;
}

/** Alice, bob and carol, who have logged in. */
export const company = async (scene: Scene): Promise<readonly [alice: Person, bob: Person, carol: Person]> => [
  await enters(scene, 'alice'),
  await enters(scene, 'bob'),
  await enters(scene, 'carol'),
];

/** A user who logs in again with the right password. */
export async function returns(scene: Scene, actor: string, name?: string): Promise<Person> {
  const person = await arrives(scene, actor, name);
  if (await givesName(person))
    throw new Fault({ says: `${actor} has registered before, but is called a new user (ACK 1)` }, actor);
  await givesPassword(person);
  const answer = await person.main.number('1 for the right password');
  if (answer !== 1) throw new Fault({ says: `${actor} sends the right password and gets ACK ${answer}` }, actor);
  await givesKey(person);
  return person;
}
