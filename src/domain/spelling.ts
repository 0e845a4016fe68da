/* One spelling for what products write in several, before it is compared. */

/** `\\?\C:\a.exe`, `\??\C:\a.exe` and `file:///C%3A/a.exe` are `C:\a.exe`. */
export function plainPath(path: string | undefined): string | undefined {
  if (path === undefined || (path.charCodeAt(0) !== 92 && !/^file:\/\//i.test(path))) return path;
  const dos = path.replace(/^\\{1,2}\?{1,2}\\(?=[A-Za-z]:)/, '');
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
