import { durationText } from '../base/time.ts';
import { associatedIncidents, similarIncidents } from '../correlate/similar.ts';
import { behindLink, heldTogetherBy } from '../correlate/held.ts';
import type { Profile } from '../correlate/model.ts';
import { PROFILES } from '../correlate/tuning.ts';
import { EVIDENCE_TYPES, type EvidenceType } from '../domain/evidence.ts';
import { linkSentence } from '../correlate/sentence.ts';
import { type SharedThing, whyNot } from '../correlate/why-not.ts';
import { DEFAULT_MERGE_RULES, refuseMerge } from '../domain/merge-refusals.ts';
import { readResult } from '../store/correlation-rows.ts';
import { cached } from '../store/query.ts';
import { chipsOf } from '../store/queries/chips.ts';
import { incidentRows } from '../store/queries/incident-rows.ts';
import { type Related, relatedRows, titleOf } from '../store/queries/related.ts';
import { reasonsOfAlert } from '../store/queries/alert-rows.ts';
import type { CorrelationSettings, HoldingLinkRow, RelatedIncidentRow, WhyNotRow } from './api.ts';
import { inputOf, tuningOf } from './correlation-run.ts';
import type { Workspace } from './workspace.ts';

const LISTED = 200;

export const input = (workspace: Workspace): ReturnType<typeof inputOf> =>
  cached(workspace.context, 'correlation-input', String(workspace.mirror.revision), () => inputOf(workspace.db, workspace.mirror));
export const standing = (workspace: Workspace): ReturnType<typeof readResult> =>
  cached(workspace.context, 'correlation-result', String(workspace.mirror.revision), () => readResult(workspace.db, workspace.mirror));
const partition = (workspace: Workspace): Uint32Array => workspace.mirror.incident.subarray(0, workspace.mirror.observed);

export function similar(workspace: Workspace, incident: number, associated: boolean): RelatedIncidentRow[] {
  const ask = associated ? associatedIncidents : similarIncidents;
  const found = ask(input(workspace), partition(workspace), incident).slice(0, 20);
  return relatedRows(
    workspace.context,
    found.map((one): Related => ({
      incident: one.incident,
      score: one.score,
      entities: one.entities.map((row) => row + 1),
      titles: one.detectors.map((detector) => titleOfDetector(workspace, detector)),
    })),
  );
}

function titleOfDetector({ mirror }: Workspace, detector: number): number {
  for (let row = 0; row < mirror.count; row++) if (mirror.detector[row] === detector) return mirror.title[row] ?? 0;
  return 0;
}

const OBJECTIONS: Readonly<Record<SharedThing['objection'], (thing: SharedThing) => string>> = {
  builtin: () => 'It is the same on every machine, so it links nothing.',
  ignored: () => 'It is on your ignore list.',
  outOfWindow: ({ gap }) => `Its nearest two mentions are ${durationText(gap)} apart: too far for its kind.`,
  background: ({ perDay }) =>
    `It is mentioned about ${perDay < 1 ? 'once' : Math.round(perDay)} a day anyway, so that meeting over it is chance.`,
  routine: () => 'What is said about it is routine there.',
  weak: ({ strength }) => `It counts ${strength.toFixed(2)}, which is not enough alone.`,
  enough: ({ strength }) => `It counts ${strength.toFixed(2)}: enough to link two alerts, not to bring two incidents together.`,
};
const VERDICTS: Readonly<Record<WhyNotRow['verdict'], string>> = {
  nothingShared: 'They share nothing that could link them.',
  decision: 'A person decided that alerts of the two never belong together.',
  sourceIncident: 'The exporting product keeps them apart, and its incidents are respected.',
  tooWeak: 'What they share is too weak.',
  heldBack:
    'What they share would link two alerts, but two grown incidents, or two attacks with a beginning and marks of their own, take more: the merge is suggested.',
};

export function whyNotMerged(workspace: Workspace, a: number, b: number): WhyNotRow {
  const answer = whyNot(input(workspace), partition(workspace), a, b, workspace.weaver.options, tuningOf(workspace.weaver.options));
  const chips = chipsOf(
    workspace.context,
    answer.shared.map(({ entity }) => entity + 1),
  );
  const rows = incidentRows(workspace.context, [a, b]);
  const refusal = refuseMerge(
    rows,
    rows.reduce((sum, row) => sum + row.entities, 0),
    DEFAULT_MERGE_RULES,
  );
  return {
    verdict: answer.verdict,
    sentence: VERDICTS[answer.verdict],
    score: answer.score,
    needed: answer.needed,
    shared: answer.shared.slice(0, 50).flatMap((thing) => {
      const entity = chips.get(thing.entity + 1);
      const gap = Number.isFinite(thing.gap) ? thing.gap : null;
      return entity === undefined
        ? []
        : [{ entity, text: OBJECTIONS[thing.objection](thing), strength: thing.strength, gap, alertA: thing.a + 1, alertB: thing.b + 1 }];
    }),
    refusal: refusal.ok ? null : refusal.error.message,
  };
}

export function held(workspace: Workspace, incident: number, limit: number): HoldingLinkRow[] {
  const { result, ids } = standing(workspace);
  const links = heldTogetherBy(result, ids.indexOf(incident), Math.min(limit, LISTED));
  return links.map((link) => {
    const reasons = reasonsOfAlert(workspace.context, link.row + 1);
    const [here, there] = [workspace.mirror.time[link.row] ?? Number.NaN, workspace.mirror.time[link.parent] ?? Number.NaN];
    const gap = Math.abs(here - there);
    return {
      alert: link.row + 1,
      title: titleOf(workspace.context, link.row + 1),
      on: link.parent + 1,
      onTitle: titleOf(workspace.context, link.parent + 1),
      score: link.score,
      sentence: linkSentence(reasons, Number.isNaN(gap) ? undefined : gap),
      behind: link.behind,
    };
  });
}

export const behind = (workspace: Workspace, alert: number): { readonly id: number }[] =>
  behindLink(standing(workspace).result, alert - 1).map((row) => ({ id: row + 1 }));

const numbers = (profile: Profile, type: EvidenceType): { readonly window: number; readonly strength: number } => {
  const { window, strength } = PROFILES[profile].types[type];
  return { window, strength };
};

/** The settings in force, beside those that each profile brings. */
export function settingsOf({ weaver: { options } }: Workspace): CorrelationSettings {
  const base = PROFILES[options.profile].types;
  const chosen = tuningOf(options).types;
  return {
    profile: options.profile,
    sourceIncidents: options.sourceIncidents,
    types: EVIDENCE_TYPES.map((type) => ({
      type,
      window: chosen[type].window,
      strength: chosen[type].strength,
      defaultWindow: base[type].window,
      defaultStrength: base[type].strength,
      byProfile: { strict: numbers('strict', type), normal: numbers('normal', type), wide: numbers('wide', type) },
    })),
  };
}
