import { isObject, type JsonObject, own } from '../../base/json.ts';
import { UTC_ASSUMED } from '../../base/time.ts';
import { tacticsOf } from '../../attack/tactics.ts';
import { techniquesOf } from '../../attack/techniques.ts';
import * as make from '../../domain/evidence-builders.ts';
import type { Evidence } from '../../domain/evidence.ts';
import { classificationOfWord } from '../../domain/classification.ts';
import { severityOfWord } from '../../domain/severity.ts';
import type { Confidence, ReadContext, RecordImporter } from '../importer.ts';
import { hasKey, listOf, objectOf, textOf, wordOf } from './support/fields.ts';
import { legacyEvidence } from './support/legacy-evidence.ts';
import { microsoftProduct } from './support/microsoft.ts';
import { timesOf } from './support/moments.ts';
import { defined, statusOfWord } from './support/states.ts';

/** Microsoft Graph `microsoft.graph.alert` (`/security/alerts`, version 1), retired but met in archives and connectors. */
export const graphAlertsLegacy: RecordImporter = {
  id: 'graph-alerts-legacy',
  label: 'Microsoft Graph security alerts (legacy)',
  spec: 'https://learn.microsoft.com/graph/api/resources/alert',
  kind: 'record',
  containers: ['json'],

  match(record: JsonObject): Confidence {
    if (!hasKey(record, 'eventDateTime'))
      return isObject(own(record, 'vendorInformation')) && hasKey(record, 'severity') && hasKey(record, 'title') ? 75 : 0;
    if (isObject(own(record, 'vendorInformation'))) return 100;
    return hasKey(record, 'azureTenantId') && hasKey(record, 'severity') ? 75 : 0;
  },

  read(record: JsonObject, ctx: ReadContext): void {
    const category = textOf(record, 'category');
    const title = textOf(record, 'title') ?? category;
    if (title === undefined) {
      ctx.reject('intake/no-title', `Alert ${wordOf(record, 'id') ?? ''} has neither title nor category.`);
      return;
    }
    const vendor = objectOf(record, 'vendorInformation');
    const provider = vendor === undefined ? undefined : textOf(vendor, 'provider');
    const tactics = tacticsOf(category);
    const techniques = techniquesOf([...listOf(record, 'tags'), ...listOf(record, 'detectionIds')]);
    const severity = wordOf(record, 'severity');
    const classification = classificationOfWord(wordOf(record, 'feedback'));
    const found: Evidence[] = [];
    legacyEvidence(record, (evidence) => evidence && found.push(evidence));
    ctx.alert(
      defined({
        externalId: textOf(record, 'id'),
        title,
        description: textOf(record, 'description'),
        severity: severityOfWord(severity),
        severityText: severity,
        status: statusOfWord(wordOf(record, 'status')),
        classification,
        assignedTo: textOf(record, 'assignedTo'),
        category,
        ...(tactics.length > 0 && { tactics }),
        ...(techniques.length > 0 && { techniques }),
        vendor: (vendor === undefined ? undefined : textOf(vendor, 'vendor')) ?? 'Microsoft',
        product: PROVIDERS[(provider ?? '').toLowerCase()] ?? microsoftProduct(provider) ?? 'Microsoft Graph security',
        detectionSource: vendor === undefined ? undefined : textOf(vendor, 'subProvider'),
        ...timesOf(
          {
            first: own(record, 'eventDateTime'),
            last: own(record, 'lastEventDateTime'),
            detected: own(record, 'createdDateTime'),
            updated: own(record, 'lastModifiedDateTime'),
          },
          UTC_ASSUMED,
          true,
        ),
        evidence: make.evidenceList(found),
        sourceIncident: listOf(record, 'incidentIds')[0],
        url: listOf(record, 'sourceMaterials').find((link) => /^https?:\/\//i.test(link)),
        recommendedActions: listOf(record, 'recommendedActions').join('\n') || undefined,
        actorName: textOf(record, 'activityGroupName'),
      }),
    );
  },
};

const PROVIDERS: Readonly<Record<string, string | undefined>> = Object.assign(Object.create(null) as Record<string, string>, {
  'windows defender atp': 'Microsoft Defender for Endpoint',
  asc: 'Microsoft Defender for Cloud',
  'office 365 security and compliance': 'Microsoft Defender for Office 365',
  'azure advanced threat protection': 'Microsoft Defender for Identity',
});
