import { attribute, element, elements, richText } from './xml.ts';

export interface Sheet {
  readonly name: string;
  /** Path of its part in the zip. */
  readonly path: string;
  readonly isHidden: boolean;
}

export interface Workbook {
  readonly sheets: readonly Sheet[];
  readonly strings: readonly string[];
  /** By style number: whether its numbers are dates. */
  readonly dates: readonly boolean[];
  /** Days count from 1904, as old Macs had it. */
  readonly from1904: boolean;
}

export type Parts = ReadonlyMap<string, string>;

/** Sheets in order, shared strings and date styles of a workbook (ECMA-376 part 1, §18). Undefined: no workbook is in the parts. */
export function openWorkbook(parts: Parts): Workbook | undefined {
  const workbook = parts.get('xl/workbook.xml');
  if (workbook === undefined) return undefined;
  const targets = new Map<string, string>();
  for (const { attributes } of elements(parts.get('xl/_rels/workbook.xml.rels') ?? '', 'Relationship')) {
    const [id, target] = [attribute(attributes, 'Id'), attribute(attributes, 'Target')];
    if (id !== undefined && target !== undefined) targets.set(id, target.startsWith('/') ? target.slice(1) : `xl/${target}`);
  }
  const sheets: Sheet[] = [];
  for (const { attributes } of elements(workbook, 'sheet')) {
    const path = targets.get(attribute(attributes, 'id') ?? '') ?? `xl/worksheets/sheet${sheets.length + 1}.xml`;
    const state = attribute(attributes, 'state');
    sheets.push({
      name: attribute(attributes, 'name') ?? `Sheet${sheets.length + 1}`,
      path,
      isHidden: state === 'hidden' || state === 'veryHidden',
    });
  }
  const strings: string[] = [];
  for (const { inner } of elements(parts.get('xl/sharedStrings.xml') ?? '', 'si')) strings.push(richText(inner));
  const properties = element(workbook, 'workbookPr');
  const flag = properties === undefined ? undefined : attribute(properties.attributes, 'date1904');
  return { sheets, strings, dates: dateStyles(parts.get('xl/styles.xml') ?? ''), from1904: flag === '1' || flag === 'true' };
}

function dateStyles(xml: string): boolean[] {
  const custom = new Map<number, boolean>();
  for (const { attributes } of elements(xml, 'numFmt'))
    custom.set(Number(attribute(attributes, 'numFmtId')), isDateFormat(attribute(attributes, 'formatCode') ?? ''));
  const block = element(xml, 'cellXfs');
  const dates: boolean[] = [];
  for (const { attributes } of elements(block?.inner ?? '', 'xf')) {
    const id = Number(attribute(attributes, 'numFmtId'));
    dates.push(custom.get(id) ?? ((id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58)));
  }
  return dates;
}

/** Whether a format code has day, month, year or hour outside of texts, colours and conditions. */
const isDateFormat = (code: string): boolean =>
  /[dmyhs]/i.test(code.replace(/"[^"]*"|\\.|\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, '')) && !/^general$/i.test(code);
