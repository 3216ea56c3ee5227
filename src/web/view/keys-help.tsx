import { commandForms, type CommandName, commandNames } from '#commands/table.ts';
import { usageOf } from '#commands/usage.ts';
import { t } from '#web/words/texts.ts';

/** The keys of the page, in the order in which they are listed. */
const keys: readonly (readonly [keys: string, text: keyof typeof t.keyTexts])[] = [
  ['Ctrl K', 'switcher'],
  ['?', 'help'],
  ['Enter', 'send'],
  ['Shift Enter', 'newline'],
  ['↑', 'editLast'],
  ['Tab', 'complete'],
  [':', 'emoji'],
  ['Esc', 'escape'],
  ['Alt ↑', 'roomUp'],
  ['Alt ↓', 'roomDown'],
  ['Alt Shift ↑', 'unreadUp'],
  ['Alt Shift ↓', 'unreadDown'],
  ['Ctrl ↑', 'messagesKey'],
  ['Ctrl F', 'search'],
  ['Alt M', 'members'],
  ['Alt I', 'inspector'],
];

const KeyNames = ({ names }: { names: string }) => (
  <>
    {names.split(' ').map((name) => (
      <kbd key={name}>{name}</kbd>
    ))}
  </>
);

/** The description of a command; in English, that of the table of commands. */
function CommandText({ name }: { name: CommandName }) {
  const text = t.commands[name];
  return <dd lang={text === undefined ? 'en' : t.locale}>{text ?? commandForms[name].help}</dd>;
}

/** All keys, and all typed commands. */
export const Keys = () => (
  <>
    <dl class="key-list">
      {keys.map(([names, text]) => (
        <div key={text}>
          <dt>
            <KeyNames names={names} />
          </dt>
          <dd>{t.keyTexts[text]}</dd>
        </div>
      ))}
    </dl>
    <h3>{t.commandsTitle}</h3>
    <dl class="key-list commands">
      {commandNames.map((name) => (
        <div key={name}>
          <dt>
            <code>{t.usage(usageOf(name))}</code>
          </dt>
          <CommandText name={name} />
        </div>
      ))}
    </dl>
  </>
);
