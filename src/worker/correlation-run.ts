import type { Database } from 'sql.js';
import { correlate } from '../correlate/correlate.ts';
import { type IdentityLink, resolveIdentities } from '../correlate/identity.ts';
import type { CorrelationOptions, CorrelationResult } from '../correlate/model.ts';
import { incidentName } from '../correlate/naming.ts';
import { priority } from '../correlate/priority.ts';
import { readMentions, readOverrides } from '../store/correlation-rows.ts';
import type { IncidentColumns } from '../store/incident-columns.ts';
import type { Mirror } from '../store/mirror.ts';
import { type CorrelationCounts, type Describe, writeCorrelation } from '../store/write/correlation.ts';

/** Name and local priority of an incident, from its aggregates. */
const describe: Describe = (facts) => {
  const { score, factors } = priority(facts);
  return { name: incidentName(facts), priority: score, factors };
};

/** Mentions → things: says which entities are one, and why. A pure function of the mentions. */
export function identify(db: Database, mirror: Mirror): readonly IdentityLink[] {
  const { canonical, because } = resolveIdentities(readMentions(db));
  mirror.setCanonical(canonical);
  return because;
}

/** Alerts → incidents, written to the store: a pure function of the alerts, the decisions and the options. */
export function runCorrelation(
  db: Database,
  mirror: Mirror,
  incidents: IncidentColumns,
  options: CorrelationOptions,
): { readonly result: CorrelationResult; readonly counts: CorrelationCounts; readonly identityLinks: readonly IdentityLink[] } {
  const identityLinks = identify(db, mirror);
  const input = mirror.correlationInput(mirror.entities.canonical, readOverrides(db, mirror));
  const result = correlate(input, options);
  return { result, counts: writeCorrelation(db, mirror, incidents, result, describe), identityLinks };
}
