import type { JsonObject } from '../../../base/json.ts';
import { own } from '../../../base/json.ts';
import { remembered } from '../../../base/remembered.ts';
import { UTC_ASSUMED } from '../../../base/time.ts';
import { tacticsOf } from '../../../attack/tactics.ts';
import { techniquesOf } from '../../../attack/techniques.ts';
import type { AlertDraft } from '../../../domain/alert.ts';
import { severityOfWord } from '../../../domain/severity.ts';
import { listOf, textOf, wordOf } from './fields.ts';
import { allGraphEvidence } from './graph-evidence.ts';
import { microsoftProduct, MICROSOFT_IDS, productOfAlertId } from './microsoft.ts';
import { setTimes } from './moments.ts';
import { setJudgement, statusOfWord } from './states.ts';

const tacticsOfCategory: (category: string) => readonly string[] = remembered(tacticsOf);

/** One Graph `security.alert`, wherever it stands. `undefined` when it has neither a title nor anything that could stand for one. `incident`: of the incident around it. */
export function graphAlert(record: JsonObject, incident?: string): AlertDraft | undefined {
  const id = textOf(record, 'id', 'providerAlertId');
  const category = textOf(record, 'category');
  const threat = textOf(record, 'threatDisplayName', 'threatFamilyName');
  const title = textOf(record, 'title', 'displayName') ?? threat ?? category;
  if (title === undefined) return undefined;
  const severity = wordOf(record, 'severity');
  // A million alerts pass here: one object, to which is added what the record states.
  const draft: { -readonly [K in keyof AlertDraft]: AlertDraft[K] } = {
    idScope: MICROSOFT_IDS,
    title,
    severity: severityOfWord(severity),
    vendor: 'Microsoft',
    product:
      microsoftProduct(textOf(record, 'productName') ?? wordOf(record, 'serviceSource')) ??
      productOfAlertId(id) ??
      'Microsoft Defender XDR',
    evidence: allGraphEvidence(own(record, 'evidence')),
  };
  if (id !== undefined) draft.externalId = id;
  const description = textOf(record, 'description');
  if (description !== undefined) draft.description = description;
  if (severity !== undefined) draft.severityText = severity;
  const status = statusOfWord(wordOf(record, 'status'));
  if (status !== undefined) draft.status = status;
  setJudgement(draft, wordOf(record, 'classification'), wordOf(record, 'determination'));
  const assignedTo = textOf(record, 'assignedTo');
  if (assignedTo !== undefined) draft.assignedTo = assignedTo;
  if (category !== undefined) {
    draft.category = category;
    const tactics = tacticsOfCategory(category);
    if (tactics.length > 0) draft.tactics = tactics;
  }
  const techniques = techniquesOf(listOf(record, 'mitreTechniques'));
  if (techniques.length > 0) draft.techniques = techniques;
  const detectionSource = textOf(record, 'detectionSource');
  if (detectionSource !== undefined) draft.detectionSource = detectionSource;
  const rule = textOf(record, 'detectorId', 'alertPolicyId');
  if (rule !== undefined) draft.rule = rule;
  setTimes(
    draft,
    {
      first: own(record, 'firstActivityDateTime'),
      last: own(record, 'lastActivityDateTime'),
      detected: own(record, 'createdDateTime'),
      updated: own(record, 'lastUpdateDateTime'),
    },
    UTC_ASSUMED,
    true,
  );
  const sourceIncident = textOf(record, 'incidentId') ?? incident;
  if (sourceIncident !== undefined) draft.sourceIncident = sourceIncident;
  const url = textOf(record, 'alertWebUrl');
  if (url !== undefined) draft.url = url;
  const recommendedActions = textOf(record, 'recommendedActions');
  if (recommendedActions !== undefined) draft.recommendedActions = recommendedActions;
  if (threat !== undefined) draft.threatName = threat;
  const actor = textOf(record, 'actorDisplayName');
  if (actor !== undefined) draft.actorName = actor;
  return draft;
}
