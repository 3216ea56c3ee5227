/**
 * Whether the terminal re-wraps its rows when its width changes, by its environment variables; undefined if unknown.
 */
export function reflowIn(environment: Readonly<Record<string, string | undefined>>): boolean | undefined {
  const { TERM = '', TERM_PROGRAM = '' } = environment;
  if (reflowing.some((name) => environment[name] !== undefined)) return true;
  if (/^(?:tmux|iTerm\.app|Apple_Terminal|WezTerm|ghostty|vscode)$/i.test(TERM_PROGRAM)) return true;
  if (/^(?:tmux|xterm-kitty|xterm-ghostty|alacritty|foot|wezterm)/.test(TERM)) return true;
  return environment['XTERM_VERSION'] === undefined ? undefined : false;
}

/** Set by terminals that re-wrap: tmux, GNOME's and KDE's terminals, kitty, Windows Terminal, Alacritty. */
const reflowing = ['TMUX', 'VTE_VERSION', 'KONSOLE_VERSION', 'KITTY_WINDOW_ID', 'WT_SESSION', 'ALACRITTY_WINDOW_ID'];
