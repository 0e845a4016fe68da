/** Makes a URL, domain or address safe to paste into a mail or a ticket: `hxxps[://]evil[.]example`. */
export function defang(text: string): string {
  return text
    .replace(/\bhttp(s?):\/\//gi, (_, s: string) => `hxxp${s}[://]`)
    .replace(/\./g, '[.]')
    .replace(/@/g, '[@]');
}

/** Shortens in the middle, so that both ends stay readable. */
export function middle(text: string, max: number): string {
  if (text.length <= max) return text;
  const head = Math.ceil((max - 1) / 2);
  return `${text.slice(0, head)}…${text.slice(text.length - (max - 1 - head))}`;
}

/** One CSV cell: quoted where needed; a leading `= + - @`, tab or CR is neutralised with an apostrophe (OWASP, CSV injection). */
export function csvCell(value: string | number | undefined): string {
  if (value === undefined) return '';
  let text = String(value);
  if (typeof value === 'string' && /^[=+\-@\t\r]/.test(text)) text = `'${text}`;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export const plural = (n: number, one: string, many = `${one}s`): string => `${grouped(n)} ${n === 1 ? one : many}`;

/** `12 340`: thousands set apart by a thin space (U+2009), as in ISO 80000. */
export const grouped = (n: number): string => String(n).replace(/\B(?=(\d{3})+(?!\d))/g, '\u2009');
