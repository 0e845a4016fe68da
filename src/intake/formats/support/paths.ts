/** Folder and name as one path; whichever there is where one is missing. */
export function joinedPath(folder: string | undefined, name: string | undefined): string | undefined {
  if (folder === undefined || name === undefined) return folder ?? name;
  if (/[\\/]/.test(name)) return name;
  const lower = folder.toLowerCase();
  if (lower.endsWith(`\\${name.toLowerCase()}`) || lower.endsWith(`/${name.toLowerCase()}`)) return folder;
  return `${folder.replace(/[\\/]+$/, '')}${folder.includes('/') && !folder.includes('\\') ? '/' : '\\'}${name}`;
}

/** Addresses of interfaces, without loopback and link-local ones, which every machine has. */
export function deviceAddresses(list: readonly (string | undefined)[]): string[] {
  const kept = list.filter((ip): ip is string => ip !== undefined && !/^(?:127\.|169\.254\.|fe80:|::1$)/i.test(ip));
  return [...new Set(kept)];
}
