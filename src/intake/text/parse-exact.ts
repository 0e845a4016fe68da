import type { Json } from '../../base/json.ts';

const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
/** Digits of 2^53 - 1. */
const RUN = 16;

/** `JSON.parse` that keeps whole numbers beyond 2^53 to the digit, as strings: ids must not be rounded. */
export function parseExact(text: string): Json {
  return JSON.parse(hasLongNumber(text) ? quoteLongNumbers(text) : text) as Json;
}

/** Whether no number in the text needs more than `JSON.parse`, by a look at the whole: faster than at each record of many. */
export const isPlain = (text: string): boolean => !hasLongNumber(text);

/** Whether there is a run of so many digits that a number may not be exact. Looks at every 16th character only, so it costs next to nothing. */
function hasLongNumber(text: string): boolean {
  for (let i = RUN - 1; i < text.length; i += RUN) {
    if (!isDigit(text.charCodeAt(i))) continue;
    let from = i;
    while (from > 0 && isDigit(text.charCodeAt(from - 1))) from--;
    let to = i + 1;
    while (isDigit(text.charCodeAt(to))) to++;
    if ((to - from > RUN || (to - from === RUN && text.charCodeAt(from) === 0x39)) && standsAlone(text, from, to)) return true;
    i = to;
  }
  return false;
}

/** Whether the digits can be a whole number of JSON, and not a part of a text or of a fraction. */
function standsAlone(text: string, from: number, to: number): boolean {
  const sign = from > 0 && text.charCodeAt(from - 1) === 0x2d ? 1 : 0;
  return (
    (from === sign || '[:, \t\r\n\u001e\ufeff'.includes(text.charAt(from - sign - 1))) &&
    (to === text.length || '},] \t\r\n'.includes(text.charAt(to)))
  );
}

const isDigit = (unit: number): boolean => unit >= 48 && unit <= 57;

function quoteLongNumbers(text: string): string {
  const parts: string[] = [];
  let at = 0;
  while (at < text.length) {
    const open = text.indexOf('"', at);
    const until = open < 0 ? text.length : open;
    parts.push(text.slice(at, until).replace(NUMBER, exact));
    if (open < 0) break;
    const close = closingQuote(text, open);
    parts.push(text.slice(open, close));
    at = close;
  }
  return parts.join('');
}

function closingQuote(text: string, open: number): number {
  for (let at = text.indexOf('"', open + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let slashes = 0;
    while (text.charCodeAt(at - 1 - slashes) === 0x5c) slashes++;
    if (slashes % 2 === 0) return at + 1;
  }
  return text.length;
}

const exact = (token: string): string =>
  token.length < RUN || /[.eE]/.test(token) || Number.isSafeInteger(Number(token)) ? token : `"${token}"`;
