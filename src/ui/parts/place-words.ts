import { grouped } from '../../base/text.ts';
import type { AlertDetail } from '../../worker/api.ts';

/** Where a record stands, in words: lines count in files of lines, records in one JSON document; the byte is exact in both. */
export function placeWords(file: AlertDetail['file']): readonly string[] {
  const inDocument = /JSON (?:array|object|records)$/.test(file.container);
  const place = inDocument ? `record ${grouped(file.line + 1)}` : file.line > 0 ? `line ${grouped(file.line)}` : '';
  return [place, file.offset >= 0 ? `byte ${grouped(file.offset)}` : ''].filter((word) => word !== '');
}
