import type { Scene, Speaker } from '#lab/check/scene.ts';

/** Two people who are ready. */
export const pair = `
  alice opens nick
  alice S: \\x00\\x05HELLO
  alice C: NICKalice
  alice S: \\x00\\x05READY
  bob opens nick
  bob S: \\x00\\x05HELLO
  bob C: NICKbob
  bob S: \\x00\\x05READY
`;

/** A client that is ready. */
export async function ready(scene: Scene, name: string): Promise<Speaker> {
  const person = await scene.open(name);
  await person.hears('\\x00\\x05HELLO');
  await person.says(`NICK${name}`);
  await person.hears('\\x00\\x05READY');
  return person;
}
