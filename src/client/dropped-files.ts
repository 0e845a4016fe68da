/** Files of a drop or a paste, folders walked through to their ends. Hidden files of a folder (`.DS_Store`) are left out. */
export async function filesOf(transfer: DataTransfer): Promise<readonly File[]> {
  // The items live only as long as the event: take their entries before the first await.
  const taken = [...transfer.items]
    .filter((item) => item.kind === 'file')
    .map((item) => ({ entry: item.webkitGetAsEntry(), file: item.getAsFile() }));
  const files: File[] = [];
  for (const { entry, file } of taken) {
    if (entry?.isDirectory === true) files.push(...(await walk(entry)));
    else if (file !== null) files.push(file);
  }
  return files.length > 0 ? files : [...transfer.files];
}

async function walk(entry: FileSystemEntry): Promise<File[]> {
  if (entry.name.startsWith('.')) return [];
  if (isFile(entry)) return [await new Promise<File>((resolve, reject) => entry.file(resolve, reject))];
  if (!isDirectory(entry)) return [];
  const reader = entry.createReader();
  const files: File[] = [];
  for (;;) {
    // A reader gives a hundred entries at the most, and none at the end.
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return files;
    for (const inner of some.toSorted((a, b) => (a.name < b.name ? -1 : 1))) files.push(...(await walk(inner)));
  }
}
const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;
const isDirectory = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;

/** What was pasted: files, or text as a file named `pasted.txt`; none when it is a word or two. */
export async function pasted(transfer: DataTransfer): Promise<readonly File[]> {
  const files = await filesOf(transfer);
  if (files.length > 0) return files;
  const text = transfer.getData('text/plain');
  return text.trim().length < 20 ? [] : [new File([text], 'pasted.txt', { type: 'text/plain' })];
}

/** Typing into it is not meant for the page. */
export function isField(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches('textarea, select, input:not([type=checkbox], [type=radio], [type=button])'))
  );
}
