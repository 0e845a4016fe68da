import type { JsonObject } from '../../../src/base/json.ts';
import { type TimeAssumptions, UTC_ASSUMED } from '../../../src/base/time.ts';
import type { AlertDraft, SourceIncidentDraft } from '../../../src/domain/alert.ts';
import type { Evidence, EvidenceType } from '../../../src/domain/evidence.ts';
import type { Container, ReadContext, RecordImporter, RejectCode } from '../../../src/intake/importer.ts';

export interface Collected {
  readonly alerts: AlertDraft[];
  readonly incidents: SourceIncidentDraft[];
  readonly ignored: string[];
  readonly rejected: RejectCode[];
  readonly nested: (JsonObject | string)[];
}

/** What one importer makes of one record. `takesNested`: whether a wrapped record finds its reader. */
export function collect(
  importer: RecordImporter,
  record: JsonObject,
  options: { container?: Container; assume?: TimeAssumptions; takesNested?: boolean } = {},
): Collected {
  const got: Collected = { alerts: [], incidents: [], ignored: [], rejected: [], nested: [] };
  const ctx: ReadContext = {
    container: options.container ?? 'json',
    assume: options.assume ?? UTC_ASSUMED,
    alert: (draft) => got.alerts.push(draft),
    incident: (draft) => got.incidents.push(draft),
    ignore: (reason) => got.ignored.push(reason),
    reject: (code) => got.rejected.push(code),
    nested: (inner) => {
      got.nested.push(inner);
      return options.takesNested ?? false;
    },
  };
  importer.read(record, ctx);
  return got;
}

/** The one alert of a record. */
export function onlyAlert(importer: RecordImporter, record: JsonObject, options: Parameters<typeof collect>[2] = {}): AlertDraft {
  const [alert, ...more] = collect(importer, record, options).alerts;
  if (alert === undefined || more.length > 0) throw new Error(`expected one alert, got ${more.length + (alert === undefined ? 0 : 1)}`);
  return alert;
}

/** Identifiers and roles, as a person would check them against the record: `user upn:jane@contoso.com … [impacted]`. */
export const told = (evidence: readonly Evidence[]): string[] =>
  evidence.map((one) => `${one.type} ${one.ids.join(' ')}${one.roles.length > 0 ? ` [${one.roles.join(' ')}]` : ''}`);

export const ofType = (alert: AlertDraft, type: EvidenceType): Evidence[] => alert.evidence.filter((one) => one.type === type);
