import { owner } from '../accounts.ts';
import { attackerAddress, oneOfMany, oneOfSeveral } from '../addresses.ts';
import type { Attack, AttackContext } from '../attack.ts';
import { attackLink, discard, forMany, hears } from '../links.ts';

const everySecond = 1000;

/** Guesses passwords of one name, the next one after each answer. */
async function guess(context: AttackContext, name: string, from: string): Promise<void> {
  const socket = await attackLink(context, context.ports['nick'] ?? 0, from);
  if (!socket) return;
  let nth = 0;
  const again = (): void => {
    context.count('guesses');
    socket.write(`NICK ${name} wrong${nth++}\n`);
  };
  socket.on('data', (chunk) => {
    if (chunk.includes('RETRY')) again();
  });
  again();
}

export function registering(name: string): Attack {
  return {
    name,
    about: '1000 guests of one address send /register, beside a login',
    visits: { account: owner, from: 'same', every: everySecond },
    async strike(context) {
      await forMany(context, 1000, async (index) => {
        const socket = await attackLink(context, context.ports['nick'] ?? 0, attackerAddress);
        if (!socket) return;
        const ready = hears(socket, 'READY');
        socket.write(`NICKnew${index}`);
        if (!(await ready)) return;
        discard(socket).write('/register hunter2\n');
        context.count('registrations');
      });
    },
  };
}

export const guessingNobody: Attack = {
  name: 'guess-nobody',
  about: '5 addresses × 1000 links, wrong passwords for names that do not exist, beside a login from a fresh address',
  visits: { account: owner, from: 'fresh', every: everySecond },
  strike: (context) =>
    forMany(context, 5000, (index) => guess(context, `ghost${index}`, oneOfSeveral(Math.floor(index / 1000)))),
};

export const guessingOne: Attack = {
  name: 'guess-one',
  about: '1000 addresses guess at one name, beside its owner from an address where it came before',
  visits: { account: owner, from: 'same', every: everySecond },
  strike: (context) => forMany(context, 1000, (index) => guess(context, owner.name, oneOfMany(index))),
};
