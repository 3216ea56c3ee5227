/**
 * Whether a terminal wraps its rows anew when its width changes, as far as the environment tells which one it is;
 * undefined where it does not.
 */
export function reflowIn(environment: Readonly<Record<string, string | undefined>>): boolean | undefined {
  const { TERM = '', TERM_PROGRAM = '' } = environment;
  if (reflowing.some((name) => environment[name] !== undefined)) return true;
  if (/^(?:tmux|iTerm\.app|Apple_Terminal|WezTerm|ghostty|vscode)$/i.test(TERM_PROGRAM)) return true;
  if (/^(?:tmux|xterm-kitty|xterm-ghostty|alacritty|foot|wezterm)/.test(TERM)) return true;
  return environment['XTERM_VERSION'] === undefined ? undefined : false;
}

/** What these terminals set: tmux, those of GNOME, of KDE, kitty, Windows Terminal, Alacritty. */
const reflowing = ['TMUX', 'VTE_VERSION', 'KONSOLE_VERSION', 'KITTY_WINDOW_ID', 'WT_SESSION', 'ALACRITTY_WINDOW_ID'];
