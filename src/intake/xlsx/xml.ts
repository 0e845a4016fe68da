/* As much of XML as a spreadsheet's parts need, by plain search: no entities but the five and numbers, so nothing can grow. */

/** Elements of a local name, any prefix, from one position on. Nested ones of the same name are not met in spreadsheets. */
export function* elements(
  xml: string,
  name: string,
  from = 0,
  to = xml.length,
): Generator<{ readonly attributes: string; readonly inner: string }> {
  const opening = new RegExp(`<(?:[\\w.-]+:)?${name}(?=[\\s/>])`, 'g');
  opening.lastIndex = from;
  for (let match = opening.exec(xml); match !== null && match.index < to; match = opening.exec(xml)) {
    const close = xml.indexOf('>', opening.lastIndex);
    if (close < 0) return;
    const tag = match[0];
    const isEmpty = xml.charCodeAt(close - 1) === 0x2f;
    const attributes = xml.slice(opening.lastIndex, isEmpty ? close - 1 : close);
    if (isEmpty) {
      opening.lastIndex = close + 1;
      yield { attributes, inner: '' };
      continue;
    }
    const closing = `</${tag.slice(1)}>`;
    const end = xml.indexOf(closing, close);
    if (end < 0) return;
    opening.lastIndex = end + closing.length;
    yield { attributes, inner: xml.slice(close + 1, end) };
  }
}

export function element(xml: string, name: string): { readonly attributes: string; readonly inner: string } | undefined {
  for (const one of elements(xml, name)) return one;
  return undefined;
}

export function attribute(attributes: string, name: string): string | undefined {
  const found = new RegExp(`(?:^|\\s)(?:[\\w.-]+:)?${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(attributes);
  const value = found?.[1] ?? found?.[2];
  return value === undefined ? undefined : unescapeXml(value);
}

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Entities, and `_x000D_` as Office writes control characters. */
export function unescapeXml(text: string): string {
  if (!text.includes('&') && !text.includes('_x')) return text;
  return text
    .replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w{2,4}));/gi, (whole: string, hex?: string, decimal?: string, name?: string) => {
      if (name !== undefined) return Object.hasOwn(NAMED, name) ? (NAMED[name] ?? whole) : whole;
      const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    })
    .replace(/_x([0-9A-F]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/** The text of all `t` elements within; phonetic readings left out. */
export function richText(xml: string): string {
  const plain = xml.includes('rPh') ? xml.replace(/<(?:[\w.-]+:)?rPh\b[^]*?<\/(?:[\w.-]+:)?rPh>/g, '') : xml;
  let text = '';
  for (const { inner } of elements(plain, 't')) text += unescapeXml(inner);
  return text;
}
