import { expect, it } from 'vitest';
import { placeWords } from '../../../src/ui/parts/place-words.ts';

const file = { name: 'a.json', format: 'x', line: 18, offset: 67_611, container: 'NDJSON' };

it('counts lines in files of lines and records in one document, and gives the byte where it is known', () => {
  expect(placeWords(file)).toEqual(['line 18', 'byte 67\u2009611']);
  expect(placeWords({ ...file, container: 'gzip › JSON array' })).toEqual(['record 19', 'byte 67\u2009611']);
  expect(placeWords({ ...file, container: 'JSON object', line: 0, offset: -1 })).toEqual(['record 1']);
  expect(placeWords({ ...file, container: 'CSV, comma', offset: -1 })).toEqual(['line 18']);
});
