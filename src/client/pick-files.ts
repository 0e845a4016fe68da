export const FILE_INPUT_ID = 'alert-files';

/** Opens the file picker of the page's one file input. */
export function pickFiles(): void {
  document.getElementById(FILE_INPUT_ID)?.click();
}
