import { type JsonObject, own } from '../../base/json.ts';
import { UTC_ASSUMED } from '../../base/time.ts';
import { tacticsOf } from '../../attack/tactics.ts';
import { techniquesOf } from '../../attack/techniques.ts';
import * as make from '../../domain/evidence-builders.ts';
import type { Evidence } from '../../domain/evidence.ts';
import { severityOfWord } from '../../domain/severity.ts';
import type { Confidence, ReadContext, RecordImporter } from '../importer.ts';
import { hasKey, listOf, objectOf, objectsOf, textOf, wordOf } from './support/fields.ts';
import { mdeEntities, person } from './support/mde-evidence.ts';
import { MICROSOFT_IDS } from './support/microsoft.ts';
import { timesOf } from './support/moments.ts';
import { defined, judgementOf, statusOfWord } from './support/states.ts';

/** Alerts of the Defender for Endpoint API (`/api/alerts`), with `$expand=evidence` or without. */
export const mdeAlerts: RecordImporter = {
  id: 'mde-alerts',
  label: 'Defender for Endpoint alerts API',
  spec: 'https://learn.microsoft.com/defender-endpoint/api/alerts',
  kind: 'record',
  containers: ['json'],

  match(record: JsonObject): Confidence {
    if (!hasKey(record, 'alertCreationTime'))
      return hasKey(record, 'machineId') && hasKey(record, 'severity') && hasKey(record, 'title') && hasKey(record, 'id') ? 75 : 0;
    return hasKey(record, 'machineId') ||
      hasKey(record, 'investigationState') ||
      hasKey(record, 'computerDnsName') ||
      hasKey(record, 'detectionSource')
      ? 100
      : 0;
  },

  read(record: JsonObject, ctx: ReadContext): void {
    const category = textOf(record, 'category');
    const title = textOf(record, 'title') ?? textOf(record, 'threatName', 'threatFamilyName') ?? category;
    if (title === undefined) {
      ctx.reject('intake/no-title', `Alert ${wordOf(record, 'id') ?? ''} has neither title nor category.`);
      return;
    }
    const severity = wordOf(record, 'severity');
    const tactics = tacticsOf(category);
    const techniques = techniquesOf(listOf(record, 'mitreTechniques'));
    const machine = textOf(record, 'machineId');
    const found: (Evidence | undefined)[] = [
      make.device({
        name: own(record, 'computerDnsName'),
        agentId: machine,
        agentOf: 'mde',
        roles: ['impacted'],
        attributes: { group: textOf(record, 'rbacGroupName'), os: textOf(record, 'osPlatform') },
      }),
    ];
    const related = objectOf(record, 'relatedUser');
    if (related !== undefined) found.push(person(related, { roles: ['related'] }, machine));
    for (const user of objectsOf(record, 'loggedOnUsers')) found.push(person(user, { roles: ['contextual'] }, machine));
    for (const domain of objectsOf(record, 'domains')) found.push(make.domain(own(domain, 'host'), { roles: ['related'] }));
    mdeEntities(objectsOf(record, 'evidence'), machine, (evidence) => found.push(evidence));
    ctx.alert(
      defined({
        externalId: textOf(record, 'id', 'alertId'),
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
        product: 'Microsoft Defender for Endpoint',
        detectionSource: textOf(record, 'detectionSource'),
        rule: textOf(record, 'detectorId'),
        ...timesOf(
          {
            first: own(record, 'firstEventTime'),
            last: own(record, 'lastEventTime'),
            detected: own(record, 'alertCreationTime'),
            updated: own(record, 'lastUpdateTime'),
          },
          UTC_ASSUMED,
          true,
        ),
        evidence: make.evidenceList(found),
        sourceIncident: textOf(record, 'incidentId'),
        recommendedActions: textOf(record, 'recommendedAction', 'recommendedActions'),
        threatName: textOf(record, 'threatName', 'threatFamilyName'),
      }),
    );
  },
};
