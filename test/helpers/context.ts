import type { IncidentColumns } from '../../src/store/incident-columns.ts';
import { type QueryContext, queryContext, type Words } from '../../src/store/query.ts';
import type { TestWorkspace } from './database.ts';

/** The words of the correlation made plain, so that a test sees what was handed to it. */
const PLAIN_WORDS: Words = {
  reasonText: ({ code, label }) => `${code} ${label ?? '-'}`,
  linkSentence: (reasons, gap) => `${reasons.map(({ code }) => code).join()} ${gap ?? 'never'}`,
  priorityFactors: ({ detectors, products }) =>
    detectors.map(({ title, alerts }) => ({ label: title, points: alerts, explanation: `${products} products` })),
  notLinking: (flags) => (flags === 0 ? '' : `flags ${flags}`),
};

export const contextOf = ({ db, mirror }: TestWorkspace, incidents: IncidentColumns): QueryContext =>
  queryContext(db, mirror, incidents, PLAIN_WORDS);
