import type { JsonObject } from '../../../base/json.ts';
import { own } from '../../../base/json.ts';
import { UTC_ASSUMED } from '../../../base/time.ts';
import { tacticsOf } from '../../../attack/tactics.ts';
import { techniquesOf } from '../../../attack/techniques.ts';
import type { AlertDraft } from '../../../domain/alert.ts';
import { severityOfWord } from '../../../domain/severity.ts';
import { listOf, textOf, wordOf } from './fields.ts';
import { allGraphEvidence } from './graph-evidence.ts';
import { microsoftProduct, MICROSOFT_IDS, productOfAlertId } from './microsoft.ts';
import { timesOf } from './moments.ts';
import { defined, judgementOf, statusOfWord } from './states.ts';

/** One Graph `security.alert`, wherever it stands. `undefined` when it has neither a title nor anything that could stand for one. `incident`: of the incident around it. */
export function graphAlert(record: JsonObject, incident?: string): AlertDraft | undefined {
  const id = textOf(record, 'id', 'providerAlertId');
  const category = textOf(record, 'category');
  const title = textOf(record, 'title', 'displayName') ?? textOf(record, 'threatDisplayName', 'threatFamilyName') ?? category;
  if (title === undefined) return undefined;
  const severity = wordOf(record, 'severity');
  const techniques = techniquesOf(listOf(record, 'mitreTechniques'));
  const tactics = tacticsOf(category);
  return defined({
    externalId: id,
    idScope: MICROSOFT_IDS,
    title,
    description: textOf(record, 'description'),
    severity: severityOfWord(severity),
    severityText: severity,
    status: statusOfWord(wordOf(record, 'status')),
    ...judgementOf(wordOf(record, 'classification'), wordOf(record, 'determination')),
    assignedTo: textOf(record, 'assignedTo'),
    category,
    ...(tactics.length > 0 && { tactics }),
    ...(techniques.length > 0 && { techniques }),
    vendor: 'Microsoft',
    product:
      microsoftProduct(textOf(record, 'productName') ?? wordOf(record, 'serviceSource')) ??
      productOfAlertId(id) ??
      'Microsoft Defender XDR',
    detectionSource: textOf(record, 'detectionSource'),
    rule: textOf(record, 'detectorId', 'alertPolicyId'),
    ...timesOf(
      {
        first: own(record, 'firstActivityDateTime'),
        last: own(record, 'lastActivityDateTime'),
        detected: own(record, 'createdDateTime'),
        updated: own(record, 'lastUpdateDateTime'),
      },
      UTC_ASSUMED,
      true,
    ),
    evidence: allGraphEvidence(own(record, 'evidence')),
    sourceIncident: textOf(record, 'incidentId') ?? incident,
    url: textOf(record, 'alertWebUrl'),
    recommendedActions: textOf(record, 'recommendedActions'),
    threatName: textOf(record, 'threatDisplayName', 'threatFamilyName'),
    actorName: textOf(record, 'actorDisplayName'),
  });
}
