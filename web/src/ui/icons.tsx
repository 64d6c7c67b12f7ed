const paths = {
  complete: 'M3.5 8.5l3 3 6-7',
  incomplete: 'M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11zM8 8h3M8 8V5',
  'not-started': 'M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11z',
  warning: 'M8 2L1.5 13.5h13zM8 6.5v3M8 11.4v.4',
  returned: 'M6 3L2.5 6.5 6 10M3 6.5h6a4 4 0 0 1 0 7H6',
  bin: 'M3 4.5h10M6.5 4.5V3h3v1.5M4.5 4.5l.6 8.5h5.8l.6-8.5M6.8 7v4M9.2 7v4',
  plus: 'M8 3v10M3 8h10',
  offline:
    'M2 2l12 12M1.5 6.5A9.5 9.5 0 0 1 5 4.4M7.5 3.8A9.3 9.3 0 0 1 14.5 6.5M4.5 9.3A5 5 0 0 1 6.3 8M10.5 8.7l1 .7M8 12.3v.2',
  saving: 'M3.5 8v.1M8 8v.1M12.5 8v.1',
  pencil: 'M3 13l.6-2.8L10.8 3l2.2 2.2-7.2 7.2z',
  history: 'M2.2 8a5.8 5.8 0 1 0 1.7-4.1M2.5 2.5v2.8h2.8M8 5v3.2l2 1.3',
  repeat: 'M3 3h10M8 5.5v8M4.8 10.3L8 13.5l3.2-3.2',
  menu: 'M8 3.2v.1M8 8v.1M8 12.8v.1',
  close: 'M4 4l8 8M12 4l-8 8',
  undo: 'M5.5 3L2.5 6l3 3M3 6h6.5a3.5 3.5 0 0 1 0 7H6',
  print: 'M4.5 6V2.5h7V6M4.5 11.5h-2V6h11v5.5h-2M4.5 9.5h7v4h-7z',
  download: 'M8 2.5v8M4.5 7.5L8 11l3.5-3.5M3 13.5h10',
  calendar: 'M2.5 4h11v9.5h-11zM2.5 7h11M5.5 2.5v3M10.5 2.5v3',
  help: 'M8 14.2A6.2 6.2 0 1 0 8 1.8a6.2 6.2 0 0 0 0 12.4zM6.2 6.3a1.9 1.9 0 1 1 2.6 1.8c-.5.2-.8.5-.8 1.1M8 11.3v.2',
} as const;

export type IconName = keyof typeof paths;

/** Hidden from screen readers: each icon is beside a word or inside a button with a name. */
export const Icon = ({ name }: { readonly name: IconName }) => (
  <svg className={`icon icon-${name}`} viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
    <path d={paths[name]} />
  </svg>
);
