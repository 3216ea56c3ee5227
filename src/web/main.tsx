import './style/page.css';
import { render } from 'preact';
import { stillTyping } from '#web/model/people.ts';
import { beginBack } from '#web/browser/back.ts';
import { beginIdle } from '#web/browser/idle.ts';
import { beginKeys } from '#web/browser/keys.ts';
import { beginTitle } from '#web/browser/notifications.ts';
import { beginReading } from '#web/browser/reading.ts';
import { beginSession } from '#web/browser/session.ts';
import { keptLanguage } from '#web/browser/storage.ts';
import { change, model } from '#web/browser/store.ts';
import { loadCommands } from '#web/browser/typed-commands.ts';
import { beginVisibleHeight } from '#web/browser/visible-height.ts';
import { speak, t } from '#web/words/texts.ts';
import { App } from '#web/view/app.tsx';

const language = keptLanguage();
await speak(language === 'system' ? navigator.languages : [language]);
document.documentElement.lang = t.locale;

beginSession();
beginReading();
beginTitle();
beginKeys();
beginBack();
beginIdle();
beginVisibleHeight();
setInterval(() => {
  if (model.peek().typists.length > 0) change((now) => stillTyping(now, performance.now()));
}, 1000);

/** When to load the parts of the page that are likely to be needed, in ms after the start: later, the connection may be lost. */
const quiet = 3000;
setTimeout(() => {
  void loadCommands();
  void import('#web/view/seldom.tsx').catch(() => {});
}, quiet);

render(<App />, document.querySelector('#page') ?? document.body);
