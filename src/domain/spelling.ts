/* One spelling for what products write in several, before it is compared. */

/** A volume by the kernel's name, before a folder that stands on the system's drive. */
const SYSTEM_VOLUME =
  /^\\(?:Device\\HarddiskVolume\d+|\\\?\\Volume\{[0-9a-f-]+\})(?=\\(?:Windows|Program Files(?: \(x86\))?|ProgramData|Users)(?:\\|$))/i;
const SYSTEM_ROOT = /^(?:\\SystemRoot|%SystemRoot%|%windir%)(?=\\|$)/i;

/** `C:\\a\\b.exe`, escaped once too often, and `C:/a/b.exe` → `C:\a\b.exe`. Where only some separators are doubled, those within the path are one. */
function singleSeparators(path: string): string {
  const text = path.charCodeAt(1) === 58 && path.includes('/') ? path.replaceAll('/', '\\') : path;
  if (!text.includes('\\\\', 2)) return text;
  if ((text.match(/\\+/g) ?? []).every((run) => run.length % 2 === 0)) return text.replaceAll('\\\\', '\\');
  return text.replace(/(?!^)\\{2,}/g, '\\');
}

/**
 * `\\?\C:\a.exe`, `\??\C:\a.exe` and `file:///C%3A/a.exe` are `C:\a.exe`. A kernel's volume has no letter in its name: only where the folder is
 * one of the system's (`Windows`, `Program Files`, `ProgramData`, `Users`) is it taken for `C:`, as Windows is installed unless someone chose
 * otherwise; `\Device\HarddiskVolume4\Data\a.exe` stays as it is.
 */
export function plainPath(stated: string | undefined): string | undefined {
  const path = stated === undefined ? undefined : singleSeparators(stated);
  const first = path?.charCodeAt(0);
  if (path === undefined || (first !== 92 && first !== 37 && !/^file:\/\//i.test(path))) return path;
  const dos = path
    .replace(/^\\{1,2}\?{1,2}\\(?=[A-Za-z]:)/, '')
    .replace(SYSTEM_VOLUME, 'C:')
    .replace(SYSTEM_ROOT, 'C:\\Windows');
  const [, local] = /^file:\/\/(?:localhost)?(\/.+)$/i.exec(dos) ?? [];
  if (local === undefined) return dos;
  let decoded = local;
  try {
    decoded = decodeURIComponent(local);
  } catch {
    // A stray percent sign: the path as it stands.
  }
  return /^\/[A-Za-z]:/.test(decoded) ? decoded.slice(1).replaceAll('/', '\\') : decoded;
}

/** `DOMAIN\\jdoe`, doubled where text was escaped once too often, and `\jdoe` of a machine itself. */
export const accountName = (name: string | undefined): string | undefined =>
  name?.includes('\\') === true ? name.replace(/^\\+/, '').replace(/\\{2,}/g, '\\') || undefined : name;

/** `CORP\WS-42` → `WS-42`: the domain of a machine is no part of its name. */
export const machineName = (name: string | undefined): string | undefined =>
  name?.includes('\\') === true ? name.slice(name.lastIndexOf('\\') + 1) || undefined : name;
