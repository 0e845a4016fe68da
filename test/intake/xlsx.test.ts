import { strToU8, zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { memorySource, take, textOf } from './sources.ts';
import { toy } from './toy.ts';

const part = (text: string): Uint8Array => strToU8(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n${text}`);

/** The parts as Excel orders them: shared strings after the sheets. */
function workbook(rows: string, more: Readonly<Record<string, string>> = {}, prefix = ''): Uint8Array {
  const parts: Record<string, string> = {
    '[Content_Types].xml': '<Types/>',
    '_rels/.rels': '<Relationships/>',
    'xl/workbook.xml': `<${prefix}workbook><${prefix}workbookPr/><${prefix}sheets><${prefix}sheet name="Cover" sheetId="2" r:id="rId2"/><${prefix}sheet name="Alerts &amp; more" sheetId="1" r:id="rId1"/></${prefix}sheets></${prefix}workbook>`,
    'xl/_rels/workbook.xml.rels':
      '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Target="/xl/worksheets/sheet2.xml"/></Relationships>',
    'xl/worksheets/sheet1.xml': `<${prefix}worksheet><${prefix}sheetData>${rows}</${prefix}sheetData></${prefix}worksheet>`,
    'xl/worksheets/sheet2.xml': '<worksheet><sheetData/></worksheet>',
    'xl/styles.xml':
      '<styleSheet><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd hh:mm:ss"/><numFmt numFmtId="165" formatCode="&quot;day&quot; 0"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="22"/><xf numFmtId="165"/></cellXfs></styleSheet>',
    'xl/sharedStrings.xml':
      '<sst><si><t>toy</t></si><si><t>at</t></si><si><t>id</t></si><si><r><t>Tür </t></r><r><t xml:space="preserve">&lt;auf&gt;, "x"</t></r><rPh><t>no</t></rPh></si></sst>',
    ...more,
  };
  return zipSync(Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, part(text)])));
}

const HEADER = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c></row>';

test('a workbook gives the rows of its filled sheets; dates, strings of all kinds and gaps are read', async () => {
  const rows = `${HEADER}<row r="2"><c r="A2" t="s"><v>3</v></c><c r="B2" s="1"><v>45352.4234375</v></c><c r="C2"><v>1.2345678901234559E+16</v></c></row><row r="5"><c r="A5" t="inlineStr"><is><t>in_x000A_line</t></is></c><c r="B5" s="2"><v>45353</v></c></row><row><c t="str"><f>A1</f><v>formula</v></c><c s="3"><v>7</v></c><c t="b"><v>1</v></c></row>`;
  const { reports, alerts, raw } = await take(memorySource(workbook(rows), 'book.xlsx'), { importers: [toy] });
  expect(reports).toHaveLength(1);
  expect(reports[0]).toMatchObject({
    name: 'book.xlsx › Alerts & more',
    container: 'XLSX › CSV, comma',
    format: 'toy',
    alerts: 3,
    error: null,
  });
  expect(alerts.map(({ draft }) => [draft.title, draft.externalId])).toEqual([
    ['Tür <auf>, "x"', '1.2345678901234559E+16'],
    ['in line', ''],
    ['formula', 'TRUE'],
  ]);
  expect(alerts.map(({ place }) => place.line).slice(0, 2)).toEqual([2, 5]);
  expect(alerts.map(({ draft }) => draft.firstActivity)).toEqual([
    Date.UTC(2024, 2, 1, 10, 9, 45) * 1000,
    Date.UTC(2024, 2, 2) * 1000,
    undefined,
  ]);
  expect(reports[0]?.notes.join(' ')).toContain('1.2E+15');
  expect(textOf(raw[0] ?? new Uint8Array(), alerts[0]?.place.offset, alerts[0]?.place.length)).toContain('2024-03-01 10:09:45');
});

test('days from 1904 where the workbook says so, and a hidden sheet is read like any other', async () => {
  const rows = `${HEADER}<row r="2"><c r="A2" t="s"><v>3</v></c><c r="B2" s="1"><v>43890.4234375</v></c></row>`;
  const parts = {
    'xl/workbook.xml':
      '<workbook><workbookPr date1904="1"/><sheets><sheet name="Alerts" sheetId="1" state="hidden" r:id="rId1"/></sheets></workbook>',
  };
  const { reports, alerts } = await take(memorySource(workbook(rows, parts), 'book.xlsx'), { importers: [toy] });
  expect(reports.map(({ name }) => name)).toEqual(['book.xlsx › Alerts']);
  expect(alerts.map(({ draft }) => draft.firstActivity)).toEqual([Date.UTC(2024, 2, 1, 10, 9, 45) * 1000]);
});

test('a workbook with prefixed names, as some writers have it', async () => {
  const rows =
    '<x:row r="1"><x:c r="A1" t="s"><x:v>0</x:v></x:c><x:c r="B1" t="s"><x:v>1</x:v></x:c></x:row><x:row r="2"><x:c r="A2" t="inlineStr"><x:is><x:t>p</x:t></x:is></x:c></x:row>';
  const { alerts } = await take(memorySource(workbook(rows, {}, 'x:')), { importers: [toy] });
  expect(alerts.map(({ draft }) => draft.title)).toEqual(['p']);
});

test('a workbook without filled sheets, a broken one, one cut off', async () => {
  const codes = async (bytes: Uint8Array): Promise<unknown> =>
    (await take(memorySource(bytes), { importers: [toy] })).reports.map((r) => r.error?.code);
  expect(await codes(workbook(''))).toEqual(['intake/empty']);
  expect(await codes(workbook('<row><c r="A1" t="s"><v>999</v></c><c'))).toEqual(['intake/empty']);
  expect(await codes(zipSync({ 'xl/worksheets/sheet1.xml': part('<worksheet/>') }))).toEqual(['intake/bad-archive']);
  const whole = workbook(HEADER);
  expect(await codes(whole.slice(0, whole.length >> 1))).toEqual(['intake/bad-archive']);
});
