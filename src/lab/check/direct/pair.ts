import type { Scene, Speaker } from '#lab/check/scene.ts';

/** Two people who may chat. */
export const pair = `
  alice opens direct
  alice C: alice\\n
  alice S: Welcome alice! You can now chat.\\n
  bob opens direct
  bob C: bob\\n
  bob S: Welcome bob! You can now chat.\\n
`;

/** A client that was welcomed. */
export async function welcomed(scene: Scene, name: string): Promise<Speaker> {
  const person = await scene.open(name);
  await person.says(`${name}\\n`);
  await person.hears(`Welcome ${name}! You can now chat.\\n`);
  return person;
}
