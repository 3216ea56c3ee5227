/** `npm run bench`: runs the bench named by the first argument. */
import { runHostile } from './hostile/hostile.ts';

const help = `npm run bench [-- NAME [options]]

  parts      what deciding, applying, delivering and reading cost by themselves; the default
  page       the page in Chromium: paint, rooms, 10,000 messages, 100 a second, heap
  hostile    what attacks on a server cost honest people; --help tells more

bench/README.md tells of the others.
`;

const [name = 'parts', ...args] = process.argv.slice(2);
switch (name) {
  case 'parts':
    await import('./parts.ts');
    break;
  case 'page':
    await import('./page.ts');
    break;
  case 'hostile':
    process.exitCode = await runHostile(args);
    break;
  case '--help':
  case '-h':
    process.stdout.write(help);
    break;
  default:
    process.stderr.write(`There is no bench ${JSON.stringify(name)}.\n\n${help}`);
    process.exitCode = 64;
}
