import type { Database } from 'sql.js';
import { EVIDENCE_TYPES } from '../domain/evidence.ts';
import { REASON_CODES, type ReasonCode } from '../domain/reason.ts';
import { type Severity, severityOfRank } from '../domain/severity.ts';
import type { EvidenceType } from '../domain/evidence.ts';
import { idsOfKey } from './entity-table.ts';
import { type Raised, raisedOf } from './raised-rows.ts';
import { unpackReasons } from './reasons.ts';
import { blob, eachRow, firstRow, int, intOrNull, text, textOrNull } from './rows.ts';
import { TermReader } from './term-reader.ts';

export interface DumpedAlert {
  readonly id: number;
  readonly key: string;
  readonly externalId: string | null;
  readonly batch: number;
  readonly line: number;
  readonly time: number | null;
  readonly title: string;
  readonly severity: Severity;
  readonly incident: number;
  /** Of an alert of our own: the rule that raised it, and the keys of the alerts at its steps. */
  readonly raised: Raised | undefined;
  /** Alert id; 0 for the first of its incident. */
  readonly linkTo: number;
  readonly score: number;
  readonly reasons: readonly DumpedReason[];
}
export interface DumpedReason {
  readonly code: ReasonCode;
  readonly weight: number;
  readonly entity?: { readonly type: EvidenceType; readonly label: string; readonly id: string };
}
export interface DumpedIncident {
  readonly id: number;
  readonly title: string;
  readonly severity: Severity;
  readonly priority: number;
  readonly firstActivity: number | null;
  readonly lastActivity: number | null;
}

/** Every alert with its place in the file and in its incident, by time, then key. `links`: also the reasons, which cost a look-up per entity. */
export function eachDumpedAlert(db: Database, links: boolean, visit: (alert: DumpedAlert) => void): void {
  const terms = new TermReader(db);
  const entities = new Map<number, DumpedReason['entity']>();
  const entity = (id: number): DumpedReason['entity'] => {
    if (id === 0) return undefined;
    let known = entities.get(id);
    if (known === undefined && !entities.has(id)) {
      const row = firstRow(db, 'select type, label, key from entity where id = ?', [id]);
      known =
        row === undefined
          ? undefined
          : { type: EVIDENCE_TYPES[int(row[0])] ?? 'generic', label: text(row[1]), id: idsOfKey(text(row[2]))[0] ?? '' };
      entities.set(id, known);
    }
    return known;
  };
  eachRow(
    db,
    `select a.id, a.key, a.external_id, a.batch, a.line, a.first_activity, a.title, a.severity, m.incident, m.link_to, m.score, m.reasons, own.rule, own.steps
     from alert a left join membership m on m.alert = a.id left join raised own on own.key = a.key and a.batch = 0
     order by a.first_activity is null, a.first_activity, a.key`,
    [],
    (row) => {
      visit({
        id: int(row[0]),
        key: text(row[1]),
        externalId: textOrNull(row[2]),
        batch: int(row[3]),
        line: int(row[4]),
        time: intOrNull(row[5]),
        title: terms.word(int(row[6])),
        severity: severityOfRank(int(row[7])),
        incident: int(row[8]),
        raised: raisedOf(row[12], row[13]),
        linkTo: int(row[9]),
        score: int(row[10]),
        reasons: !links
          ? []
          : unpackReasons(blob(row[11])).map((reason) => {
              const shared = entity(reason.entity);
              const code = REASON_CODES[reason.code] ?? 'timeFrame';
              return shared === undefined ? { code, weight: reason.weight } : { code, weight: reason.weight, entity: shared };
            }),
      });
    },
  );
}

/** Incidents with alerts, by priority, then last activity, then number. */
export function dumpedIncidents(db: Database): DumpedIncident[] {
  const incidents: DumpedIncident[] = [];
  eachRow(
    db,
    `select id, name, severity, priority, first_activity, last_activity from incident where alerts > 0
     order by priority desc, last_activity desc, id`,
    [],
    (row) => {
      incidents.push({
        id: int(row[0]),
        title: text(row[1]),
        severity: severityOfRank(int(row[2])),
        priority: int(row[3]),
        firstActivity: intOrNull(row[4]),
        lastActivity: intOrNull(row[5]),
      });
    },
  );
  return incidents;
}
