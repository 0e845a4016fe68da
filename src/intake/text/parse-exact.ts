import type { Json } from '../../base/json.ts';

const LONG_NUMBER = /\d{16}/;
const NUMBER_OR_STRING = /"(?:[^"\\]|\\.)*"|-?\d{16,}(?![\d.eE])/g;

/** `JSON.parse` that keeps whole numbers beyond 2^53 to the digit, as strings: ids must not be rounded. */
export function parseExact(text: string): Json {
  if (!LONG_NUMBER.test(text)) return JSON.parse(text) as Json;
  return JSON.parse(text.replace(NUMBER_OR_STRING, exact)) as Json;
}

const exact = (token: string): string => (token.startsWith('"') || Number.isSafeInteger(Number(token)) ? token : `"${token}"`);
