export const FILE_INPUT_ID = 'alert-files';

/** Opens the file picker of the page's one file input. */
export const pickFiles = (): void => pick(false);

/** The same, and what is picked is looked at before anything is taken in. */
export const pickFilesToCheck = (): void => pick(true);

function pick(check: boolean): void {
  const input = document.getElementById(FILE_INPUT_ID);
  if (input === null) return;
  input.dataset['check'] = String(check);
  input.click();
}

/** Whether the files of this pick are to be looked at first. Asked once: the next pick starts afresh. */
export function takeCheck(input: HTMLElement): boolean | undefined {
  const check = input.dataset['check'] === 'true';
  delete input.dataset['check'];
  return check ? true : undefined;
}
