import { Icon } from './icons.js';

/** A file from the server; the browser saves it under the name that the server gives it. */
export const DownloadLink = ({ href, label }: { readonly href: string; readonly label: string }) => (
  <a className="button button-quiet" href={href} download>
    <Icon name="download" /> {label}
  </a>
);
