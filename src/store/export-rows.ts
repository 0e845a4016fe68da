import type { Database } from 'sql.js';
import { tacticsOfMask } from '../attack/tactics.ts';
import { ALERT_STATUSES } from '../domain/alert.ts';
import { EVIDENCE_TYPES } from '../domain/evidence.ts';
import type { ExportedAlert, ExportedEvidence } from '../domain/exported-alert.ts';
import { severityOfRank } from '../domain/severity.ts';
import { idsOfKey, parseAttributes } from './entity-table.ts';
import { remediationOf, rolesOfMask, unpackRefs, verdictOf } from './refs.ts';
import { raisedOf } from './raised-rows.ts';
import { blob, eachRow, firstRow, int, intOrNull, text, textOrNull } from './rows.ts';
import { TermReader } from './term-reader.ts';

type EntityExport = Omit<ExportedEvidence, 'roles' | 'verdict' | 'remediation'>;

const SELECT = `
  select a.key, a.external_id, a.title, coalesce(p.text, ''), a.severity, a.status, a.classification, a.determination, a.assigned_to, a.vendor,
    a.product, a.detection_source, a.rule, a.category, a.tactics, a.techniques, a.first_activity, a.last_activity, a.detected, a.site, m.incident,
    a.repeats, a.refs, d.status, d.classification, d.determination, d.assigned_to, a.record_updated, a.url, coalesce(r.text, ''), a.threat, a.actor,
    a.kind, own.rule, own.steps
  from alert a
  left join membership m on m.alert = a.id
  left join alert_decision d on d.key = a.key
  left join prose p on p.id = a.description
  left join prose r on r.id = a.recommended
  left join raised own on own.key = a.key and a.batch = 0`;
const ORDER = 'order by a.first_activity is null, a.first_activity, a.key';

/** Alerts of these incidents, or of the workspace, by time, then key. */
export function eachExport(db: Database, incidents: readonly number[] | null, visit: (alert: ExportedAlert) => void): void {
  const terms = new TermReader(db);
  const entities = new Map<number, EntityExport>();
  const entity = (id: number): EntityExport => {
    let known = entities.get(id);
    if (known === undefined) {
      const row = firstRow(db, 'select type, key, label, attributes from entity where id = ?', [id]) ?? [];
      known = {
        type: EVIDENCE_TYPES[int(row[0])] ?? 'generic',
        ids: idsOfKey(text(row[1])),
        label: text(row[2]),
        attributes: parseAttributes(text(row[3])),
      };
      entities.set(id, known);
    }
    return known;
  };
  const word = (value: Parameters<typeof int>[0]): string => terms.word(int(value));
  const only = incidents === null ? '' : 'where m.incident in (select value from json_each(?))';
  eachRow(db, `${SELECT} ${only} ${ORDER}`, incidents === null ? [] : [JSON.stringify(incidents)], (row) => {
    const decided = (at: number, otherwise: string): string => textOrNull(row[at]) ?? otherwise;
    const raised = raisedOf(row[33], row[34]);
    visit({
      key: text(row[0]),
      externalId: textOrNull(row[1]),
      title: word(row[2]),
      description: raised?.name ?? text(row[3]),
      severity: severityOfRank(int(row[4])),
      status: decided(23, ALERT_STATUSES[int(row[5])] ?? 'unknown'),
      classification: decided(24, word(row[6])),
      determination: decided(25, word(row[7])),
      assignedTo: decided(26, word(row[8])),
      vendor: word(row[9]),
      product: word(row[10]),
      detectionSource: word(row[11]),
      rule: word(row[12]),
      category: word(row[13]),
      tactics: tacticsOfMask(int(row[14])),
      techniques: word(row[15])
        .split(' ')
        .filter((id) => id !== ''),
      firstActivity: intOrNull(row[16]),
      lastActivity: intOrNull(row[17]),
      detected: intOrNull(row[18]),
      updated: intOrNull(row[27]),
      site: word(row[19]),
      url: text(row[28]),
      recommendedActions: text(row[29]),
      threatName: word(row[30]),
      actorName: word(row[31]),
      posture: int(row[32]) === 1,
      incident: int(row[20]) === 0 ? '' : `i${int(row[20])}`,
      count: int(row[21]),
      ...(raised !== undefined && { raised: { rule: raised.rule, steps: raised.steps } }),
      evidence: unpackRefs(blob(row[22])).map((ref) => ({
        ...entity(ref.entity),
        roles: rolesOfMask(ref.roles),
        verdict: verdictOf(ref.state),
        remediation: remediationOf(ref.state),
      })),
    });
  });
}

/** Where the record of an alert stands; undefined when there is no such alert or the place is not known. */
export function placeOfAlert(
  db: Database,
  id: number,
): { readonly batch: number; readonly offset: number; readonly length: number } | undefined {
  const row = firstRow(db, 'select batch, byte_offset, byte_length from alert where id = ?', [id]);
  return row === undefined || int(row[1]) < 0 || int(row[2]) < 0
    ? undefined
    : { batch: int(row[0]), offset: int(row[1]), length: int(row[2]) };
}
