/* What the page and the worker say to each other, by topic. Times are µs since 1970 (`Instant` as number); null where unknown. */
export type { Diagnosis } from '../intake/doctor/diagnosis.ts';
export type { MappingSpec } from '../intake/mapping/spec.ts';
export type { ExportDiff } from './export-diff.ts';
export * from './api/queue.ts';
export * from './api/incident.ts';
export * from './api/entity.ts';
export * from './api/correlation.ts';
export * from './api/rules.ts';
export * from './api/priority.ts';
export * from './api/queries.ts';
export * from './api/commands.ts';
export * from './api/part.ts';
export * from './api/work.ts';
