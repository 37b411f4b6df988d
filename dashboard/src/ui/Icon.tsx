/** Our own line icons, 20 units wide, drawn with the text colour. */
const PATHS = {
  activity: 'M2.5 10h3.2l2.3-6 4 12 2.3-6h3.2',
  people:
    'M7.5 9.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM2 16.5c0-3 2.3-4.8 5.5-4.8s5.5 1.8 5.5 4.8M13.5 4a2.8 2.8 0 0 1 0 5.2M15 12c1.9.600 3 2.2 3 4.5',
  person: 'M10 9.5a3.3 3.3 0 1 0 0-6.6 3.3 3.3 0 0 0 0 6.6ZM3.5 17c0-3.3 2.7-5.2 6.5-5.2s6.5 1.9 6.5 5.2',
  plug: 'M7 2.5v4M13 2.5v4M5 6.5h10v3a5 5 0 0 1-10 0v-3ZM10 14.5v3',
  settings: 'M3 5.5h7M14 5.5h3M3 14.5h3M10 14.5h7M12 3.5v4M8 12.5v4',
  search: 'M9 15A6 6 0 1 0 9 3a6 6 0 0 0 0 12ZM13.5 13.5l4 4',
  chevronDown: 'M5 7.5l5 5 5-5',
  chevronRight: 'M7.5 5l5 5-5 5',
  chevronLeft: 'M12.5 5l-5 5 5 5',
  close: 'M5 5l10 10M15 5L5 15',
  check: 'M4 10.5l4 4 8-9',
  plus: 'M10 4v12M4 10h12',
  copy: 'M7 7V3.5h9.5V13H13M3.5 7H13v9.5H3.5V7Z',
  sun: 'M10 13.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM10 1.5v2M10 16.5v2M1.5 10h2M16.5 10h2M4 4l1.4 1.4M14.6 14.6L16 16M16 4l-1.4 1.4M5.4 14.6L4 16',
  moon: 'M16.5 12A7 7 0 0 1 8 3.5a7 7 0 1 0 8.5 8.5Z',
  auto: 'M10 2.5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15ZM10 2.5v15M10 6h5.5M10 10h7.5M10 14h5.5',
  signOut: 'M8 3.5H4v13h4M12 6.5l3.5 3.5-3.5 3.5M7.5 10h8',
  pause: 'M7 4.5v11M13 4.5v11',
  play: 'M6 4l10 6-10 6V4Z',
  filter: 'M3 5h14M5.5 10h9M8 15h4',
  columns: 'M3 4h14v12H3V4ZM8 4v12M12.5 4v12',
  download: 'M10 3v9.5M6 9l4 4 4-4M3.5 16.5h13',
  upload: 'M10 13V3.5M6 7l4-4 4 4M3.5 16.5h13',
  sort: 'M7 4v12M4 13l3 3 3-3M13 16V4M10 7l3-3 3 3',
  up: 'M10 16V4M5 9l5-5 5 5',
  down: 'M10 4v12M5 11l5 5 5-5',
  more: 'M4.5 10h.01M10 10h.01M15.5 10h.01',
  edit: 'M4 16l.8-3.5L13.5 3.8l2.7 2.7L7.5 15.2 4 16ZM11.8 5.5l2.7 2.7',
  trash: 'M3.5 5.5h13M8 5.5V3.5h4v2M5.5 5.5l.7 11h7.6l.7-11M8.5 9v4.5M11.5 9v4.5',
  merge: 'M5 3.5v3.5c0 3 5 3.5 5 6.5v3M15 3.5v3.5c0 3-5 3.5-5 6.5M7.5 14l2.5 2.5 2.5-2.5',
  split: 'M10 17v-4c0-3-5-3-5-6V3.5M10 13c0-3 5-3 5-6V3.5M2.5 6L5 3.5 7.5 6M12.5 6L15 3.5 17.5 6',
  undo: 'M4 8h8a4 4 0 0 1 0 8H8M7 4.5L3.5 8 7 11.5',
  history: 'M3.5 10a6.5 6.5 0 1 0 2-4.7L3.5 7M3.5 3.5V7H7M10 6.5V10l2.5 2',
  globe:
    'M10 2.5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15ZM2.5 10h15M10 2.5c2.3 2 3.3 4.7 3.3 7.5s-1 5.5-3.3 7.5c-2.3-2-3.3-4.7-3.3-7.5s1-5.5 3.3-7.5Z',
  page: 'M5 2.5h6.5L15 6v11.5H5v-15ZM11 2.5V6.5h4M7.5 10.5h5M7.5 13.5h5',
  mail: 'M2.5 4.5h15v11h-15v-11ZM3 5l7 6 7-6',
  server: 'M3 3.5h14v5H3v-5ZM3 11.5h14v5H3v-5ZM6 6h.01M6 14h.01',
  cart: 'M2 3h2.2l2 9.5h8.6l1.7-6.8H5M7.5 16.5h.01M14 16.5h.01',
  support: 'M3 4h14v9.5H9l-4 3.5v-3.5H3V4Z',
  key: 'M7 13a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM10.5 9.5h7M14.5 9.5v3M17.5 9.5v2',
  card: 'M2.5 4.5h15v11h-15v-11ZM2.5 8.5h15M5.5 12.5h3',
  star: 'M10 2.8l2.2 4.6 5 .7-3.6 3.5.900 5L10 14.2l-4.5 2.4.900-5L2.8 8.1l5-.7L10 2.8Z',
  bolt: 'M11 2.5L4.5 11.5H10l-1 6 6.5-9H10l1-6Z',
  link: 'M8.5 11.5l3-3M9 5.5l1.5-1.5a3.9 3.9 0 0 1 5.5 5.5L14.5 11M5.5 9L4 10.5A3.9 3.9 0 0 0 9.5 16L11 14.5',
  lock: 'M4.5 9h11v8h-11V9ZM7 9V6a3 3 0 0 1 6 0v3',
  warning: 'M10 3L2.5 16.5h15L10 3ZM10 8.5v3.5M10 14.3h.01',
  info: 'M10 2.5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15ZM10 9v5M10 6.3h.01',
  offline:
    'M3 3l14 14M2.5 8a11 11 0 0 1 3-1.9M9 5.1A11 11 0 0 1 17.5 8M5 11a7.5 7.5 0 0 1 3-1.7M12.5 9.7A7.5 7.5 0 0 1 15 11M10 15.5h.01',
  external: 'M8 4H4v12h12v-4M11.5 3.5h5v5M16 4l-7 7',
  menu: 'M3 5.5h14M3 10h14M3 14.5h14',
  shield: 'M10 2.5l6.5 2.5v4.5c0 4-2.7 6.7-6.5 8-3.8-1.3-6.5-4-6.5-8V5L10 2.5Z',
  tag: 'M3 3h6.5l7.5 7.5-6.5 6.5L3 9.5V3ZM6.5 6.5h.01',
  bell: 'M5 13.5V9a5 5 0 0 1 10 0v4.5l1.5 1.5h-13L5 13.5ZM8.5 17h3',
  phone: 'M6 2.5h8v15H6v-15ZM9 15h2',
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name, size = 18 }: { name: IconName; size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      strokeWidth={name === 'more' ? 2.4 : 1.6}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
      style={{ flex: 'none' }}
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
