/** The browser reads the blob some time after the click. */
const READ_WITHIN_MS = 60_000;

/** Hands the person a file that the page has made or read. */
export const saveFile = (name: string, content: Blob): void => {
  const address = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), READ_WITHIN_MS);
};
