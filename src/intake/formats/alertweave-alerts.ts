import { isObject, type Json, type JsonObject, own } from '../../base/json.ts';
import { tacticsOf } from '../../attack/tactics.ts';
import { techniquesOf } from '../../attack/techniques.ts';
import { ALERT_KINDS } from '../../domain/alert.ts';
import { type Severity, severityOfScore, severityOfWord } from '../../domain/severity.ts';
import type { Confidence, ReadContext, RecordImporter } from '../importer.ts';
import { ownEvidence } from './support/own-evidence.ts';
import { has, hasKey, listOf, numberOf, textOf, wordOf } from './support/fields.ts';
import { timesOf } from './support/moments.ts';
import { defined, judgementOf, statusOfWord } from './support/states.ts';

/** The format any script can write, and which Alertweave itself writes. */
export const alertweaveAlerts: RecordImporter = {
  id: 'alertweave-alerts',
  label: 'Alertweave alerts',
  spec: 'docs/formats/alertweave-alerts.md',
  kind: 'record',
  containers: ['json'],

  match(record: JsonObject): Confidence {
    if (hasKey(record, 'alertweave') || hasKey(record, 'alertweave.key')) return 100;
    if (!has(record, 'time')) return 0;
    const time = own(record, 'time');
    if (typeof time !== 'string' && typeof time !== 'number') return 0;
    const entities = own(record, 'entities');
    if (Array.isArray(entities) && (hasKey(record, 'title') || entities.length > 0)) {
      const first = (entities as readonly Json[])[0];
      return first === undefined || (isObject(first) && hasKey(first, 'type') && hasKey(first, 'value')) ? 100 : 0;
    }
    if (!hasKey(record, 'title')) return 0;
    let foreign = 0;
    let known = 0;
    for (const key of Object.keys(record)) {
      if (FIELDS.has(key)) known++;
      else foreign++;
    }
    if (foreign === 0) return known > 3 ? 100 : 75;
    // A script may add keys of its own; another format that knows this record speaks with more confidence.
    return known >= 6 && foreign <= 3 ? 50 : 25;
  },

  read(record: JsonObject, ctx: ReadContext): void {
    const title = textOf(record, 'title');
    if (title === undefined) {
      ctx.reject('intake/no-title', 'A line without title.');
      return;
    }
    const mark = own(record, 'alertweave');
    if (isObject(mark) && hasKey(mark, 'raised')) {
      ctx.ignore('Alerts raised by the correlation of another workspace: this one raises its own');
      return;
    }
    const key = isObject(mark) ? textOf(mark, 'key') : textOf(record, 'alertweave.key');
    const severity = severityOf(own(record, 'severity'));
    const tacticWords = listOf(record, 'tactics');
    const category = textOf(record, 'category');
    const tactics = tacticsOf(tacticWords.length > 0 ? tacticWords : category);
    const techniques = techniquesIn(listOf(record, 'techniques'));
    const kind = wordOf(record, 'kind');
    const count = numberOf(record, 'count');
    ctx.alert(
      defined({
        key: key !== undefined && /^a[0-9a-f]{16}$/.test(key) ? key : undefined,
        externalId: textOf(record, 'id'),
        idScope: (isObject(mark) ? textOf(mark, 'scope') : undefined) ?? scopeOf(record),
        title,
        description: textOf(record, 'description'),
        severity: severity[0],
        severityText: (isObject(mark) ? wordOf(mark, 'severityText') : undefined) ?? severity[1],
        status: statusOfWord(wordOf(record, 'status')),
        ...judgementOf(wordOf(record, 'classification'), wordOf(record, 'determination')),
        assignedTo: textOf(record, 'assignedTo'),
        category,
        ...(tactics.length > 0 && { tactics }),
        ...(techniques.length > 0 && { techniques }),
        vendor: textOf(record, 'vendor'),
        product: textOf(record, 'product') ?? textOf(record, 'vendor') ?? 'Unknown product',
        detectionSource: textOf(record, 'detectionSource'),
        rule: textOf(record, 'rule'),
        ...timesOf(
          {
            first: own(record, 'time'),
            last: own(record, 'endTime'),
            detected: own(record, 'detectedTime'),
            updated: own(record, 'updatedTime'),
          },
          ctx.assume,
        ),
        evidence: ownEvidence(record),
        sourceIncident: textOf(record, 'incident'),
        url: textOf(record, 'url'),
        recommendedActions: textOf(record, 'recommendedActions'),
        threatName: textOf(record, 'threatName'),
        actorName: textOf(record, 'actorName'),
        kind: ALERT_KINDS.find((one) => one === kind && one !== 'detection'),
        count: count !== undefined && Number.isInteger(count) && count > 1 ? count : undefined,
        site: textOf(record, 'site'),
      }),
    );
  },
};

const FIELDS = new Set(
  'id time endTime detectedTime updatedTime title description severity product vendor detectionSource rule category tactics techniques status classification determination assignedTo entities site incident count url recommendedActions threatName actorName kind alertweave'.split(
    ' ',
  ),
);

/** Ids are the producer's: those of one product do not meet those of another. */
function scopeOf(record: JsonObject): string | undefined {
  const product = textOf(record, 'product');
  return product === undefined ? undefined : `alertweave-alerts/${product.toLowerCase()}`;
}

/** A word, or a score of 0 to 100. */
function severityOf(value: Json | undefined): [Severity, string | undefined] {
  if (typeof value === 'number') return [severityOfScore(value), String(value)];
  if (typeof value !== 'string' || value.trim() === '') return ['unknown', undefined];
  const text = value.trim();
  return [/^\d{1,3}(?:\.\d+)?$/.test(text) ? severityOfScore(Number(text)) : severityOfWord(text), text];
}

/** ATT&CK ids wherever they stand; ids of other vocabularies, such as `AML.T0051` or `CAPEC-63`, as they stand. */
function techniquesIn(list: readonly string[]): string[] {
  const other = list.filter((text) => /^[A-Z]{2,8}[-.][A-Z]?\d[\w.]{0,20}$/i.test(text));
  return [...new Set([...techniquesOf(list.filter((text) => !other.includes(text))), ...other])];
}
