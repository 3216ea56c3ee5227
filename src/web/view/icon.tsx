/** Paths of strokes in a box of 20 by 20. */
const paths = {
  search: 'M9 3a6 6 0 1 1 0 12A6 6 0 0 1 9 3zm4.5 10.5L17 17',
  people:
    'M7.5 9a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM2 17c0-3 2.5-5 5.5-5s5.5 2 5.5 5M13 3.2a3 3 0 0 1 0 5.6M15 12.4c1.8.7 3 2.4 3 4.6',
  gear: 'M3 5h8m4 0h2M3 10h2m4 0h8M3 15h9m4 0h1M13 3v4M7 8v4M14 13v4',
  frames: 'M2.5 4h15v12h-15zM6 8l2.5 2L6 12M10.5 12.5h4',
  close: 'M5 5l10 10M15 5L5 15',
  back: 'M12 4l-6 6 6 6',
  send: 'M3 10l14-6.5L12.5 17 9.5 11.5z',
  smile:
    'M10 2.5a7.5 7.5 0 1 1 0 15 7.5 7.5 0 0 1 0-15zM7.4 7.6v.6M12.6 7.6v.6M6.5 11.8c.8 1.4 2 2.2 3.5 2.2s2.7-.8 3.5-2.2',
  reply: 'M8 5L3.5 9.5 8 14M4 9.5h7c3 0 5 1.8 5.5 5',
  edit: 'M3.5 16.5l.8-3.6L13 4.2l2.8 2.8-8.7 8.7z',
  copy: 'M7 7h9.5v9.5H7zM13 7V3.5H3.5V13H7',
  more: 'M4.5 10h.01M10 10h.01M15.5 10h.01',
  plus: 'M10 4v12M4 10h12',
  down: 'M10 3.5v13M5 11.5l5 5 5-5',
  up: 'M10 16.5v-13M5 8.5l5-5 5 5',
  moon: 'M16 11.8A6.5 6.5 0 0 1 8.2 4a6.5 6.5 0 1 0 7.8 7.8z',
  clock: 'M10 2.5a7.5 7.5 0 1 1 0 15 7.5 7.5 0 0 1 0-15zM10 6v4.3l2.8 1.7',
  calendar: 'M3 5h14v12H3zM3 8.5h14M7 3v3.5M13 3v3.5',
  plug: 'M7 2.5v4M13 2.5v4M4.5 6.5h11v3a5.5 5.5 0 0 1-11 0zM10 15v3',
} as const;

export type IconName = keyof typeof paths;

/** A decorative icon, beside a text or in a button with a name. */
export const Icon = ({ name }: { name: IconName }) => (
  <svg class={`icon icon-${name}`} viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
    <path d={paths[name]} />
  </svg>
);

export interface IconButtonProps {
  readonly icon: IconName;
  readonly label: string;
  readonly onClick: (event: MouseEvent) => void;
  readonly class?: string;
  readonly pressed?: boolean;
  readonly keys?: string;
  /** It opens a menu. */
  readonly menu?: boolean;
}

/** A button with only an icon. Its name is for screen readers, and is shown as a tooltip. */
export const IconButton = ({ icon, label, onClick, class: extra = '', pressed, keys, menu }: IconButtonProps) => (
  <button
    type="button"
    class={`icon-button ${extra}`}
    title={keys === undefined ? label : `${label} (${keys})`}
    aria-label={label}
    {...(menu && { 'aria-haspopup': 'menu' as const })}
    {...(pressed !== undefined && { 'aria-pressed': pressed })}
    onClick={onClick}
  >
    <Icon name={icon} />
  </button>
);
