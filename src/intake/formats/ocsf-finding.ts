import { type Json, type JsonObject, own } from '../../base/json.ts';
import { tacticsOf } from '../../attack/tactics.ts';
import { techniquesOf } from '../../attack/techniques.ts';
import type { AlertStatus } from '../../domain/alert.ts';
import { type Severity, severityOfWord } from '../../domain/severity.ts';
import type { Confidence, ReadContext, RecordImporter } from '../importer.ts';
import { GUARDDUTY_SCOPE, guardDutyId } from './support/aws.ts';
import { Ecs } from './support/ecs.ts';
import { hasKey } from './support/fields.ts';
import { instantOf, timesOf } from './support/moments.ts';
import { ocsfEvidence } from './support/ocsf-evidence.ts';
import { defined, judgementOf, statusOfWord } from './support/states.ts';

const DETECTIONS = new Set([2001, 2004, 2006]);
const INCIDENT = 2005;
/** States of things that nobody did: no alerts. */
const STATES: Readonly<Record<number, string>> = {
  2002: 'vulnerability finding',
  2003: 'compliance finding',
  2007: 'application security posture finding',
};

/** Findings of the Open Cybersecurity Schema Framework, versions 1.0 to 1.6: detections, security and data security findings, incidents. Vulnerabilities and compliance are counted. */
export const ocsfFinding: RecordImporter = {
  id: 'ocsf-finding',
  label: 'OCSF findings',
  spec: 'https://schema.ocsf.io/categories/findings',
  withAlerts: 'Export the findings the incidents name (classes 2001 and 2004) and drop them as well.',
  kind: 'record',
  containers: ['json'],

  match(record: JsonObject): Confidence {
    const uid = Number(own(record, 'class_uid') ?? Number.NaN);
    if (!DETECTIONS.has(uid) && uid !== INCIDENT && STATES[uid] === undefined) return 0;
    return hasKey(record, 'finding_info') || hasKey(record, 'finding') || hasKey(record, 'finding_info_list') || hasKey(record, 'metadata')
      ? 100
      : 75;
  },

  read(record: JsonObject, ctx: ReadContext): void {
    const one = new Ecs(record);
    const uid = one.number('class_uid') ?? 0;
    const state = STATES[uid];
    if (uid === INCIDENT) incident(one, ctx);
    else if (state !== undefined) ctx.ignore(state);
    else if (/^pass(?:ed)?$/i.test(one.word('status_code') ?? '')) ctx.ignore('passed check');
    else finding(one, uid, ctx);
  },
};

function finding(one: Ecs, uid: number, ctx: ReadContext): void {
  const info = one.at('finding_info') ?? one.at('finding') ?? new Ecs({});
  const id = info.text('uid');
  const real = id?.startsWith('<') === true ? undefined : id;
  const guardDuty = guardDutyId(real);
  const attacks = [...info.objects('attacks'), ...one.objects('attacks')];
  const types = info.list('types');
  const tactics = tacticsOf([
    ...attacks.flatMap((attack) =>
      [attack, ...attack.objects('tactics')].flatMap((at) => [
        at.text('tactic.uid') ?? at.text('uid') ?? '',
        at.text('tactic.name') ?? at.text('name') ?? '',
      ]),
    ),
    ...types.flatMap((type) => (type.startsWith('TTPs/') ? [type.split('/')[1] ?? ''] : [])),
  ]);
  const techniques = techniquesOf(
    attacks.flatMap((attack) => [
      attack.text('technique.uid') ?? '',
      attack.text('sub_technique.uid') ?? '',
      attack.text('technique.sub_technique.uid') ?? '',
    ]),
  );
  const [severity, severityText] = severityOf(one);
  const product = one.text('metadata.product.name') ?? info.text('product.name') ?? one.text('metadata.product.uid');
  const title =
    info.text('title') ?? one.text('message') ?? info.text('analytic.name') ?? one.text('analytic.name') ?? info.text('desc') ?? '';
  const updated = when(info, 'modified_time') ?? when(one, 'metadata.modified_time');
  ctx.alert(
    defined({
      externalId: guardDuty ?? real ?? one.text('metadata.uid'),
      idScope: guardDuty === undefined ? `ocsf/${(product ?? '').toLowerCase()}` : GUARDDUTY_SCOPE,
      title,
      description: info.text('desc') ?? one.text('message') ?? one.text('status_detail'),
      severity,
      severityText,
      status: statusOf(one),
      ...judgementOf(one.text('verdict'), undefined),
      category: types[0] ?? one.text('class_name'),
      ...(tactics.length > 0 && { tactics }),
      ...(techniques.length > 0 && { techniques }),
      vendor: one.text('metadata.product.vendor_name'),
      product: guardDuty === undefined ? (product ?? 'OCSF') : 'Amazon GuardDuty',
      detectionSource: one.text('metadata.product.feature.name') ?? info.text('analytic.type') ?? one.text('class_name'),
      rule:
        info.text('analytic.uid') ??
        info.text('analytic.name') ??
        one.text('analytic.uid') ??
        one.text('analytic.name') ??
        one.text('metadata.event_code') ??
        one.text('rule.uid') ??
        one.text('rule.name'),
      ...timesOf(
        defined({
          first: when(info, 'first_seen_time') ?? when(one, 'start_time') ?? when(one, 'time') ?? when(info, 'created_time'),
          last: when(info, 'last_seen_time') ?? when(one, 'end_time'),
          detected: when(info, 'created_time') ?? when(one, 'time'),
          ...(updated !== undefined && { updated }),
        }),
        ctx.assume,
      ),
      evidence: ocsfEvidence(one),
      url: info.text('src_url') ?? one.text('src_url'),
      recommendedActions: one.text('remediation.desc') ?? info.text('remediation.desc'),
      threatName: one.text('malware.name'),
      ...(isPosture(one, uid, product, types) && { kind: 'posture' as const }),
    }),
  );
}

/** Milliseconds, or – where the datetime profile is on – text. Prowler writes seconds, and text without a zone: the number is preferred. */
function when(one: Ecs, path: string): Json | undefined {
  const number = one.number(path);
  if (number !== undefined && number > 0) return number;
  return one.text(`${path}_dt`) ?? one.text(path);
}

/** Scanners write detection findings with a result code. */
function isPosture(one: Ecs, uid: number, product: string | undefined, types: readonly string[]): boolean {
  if (/^(?:fail(?:ed)?|manual|muted)$/i.test(one.word('status_code') ?? '') || /prowler/i.test(product ?? '')) return true;
  if (types.some((type) => /^(?:TTPs|Effects|Unusual Behaviors)/i.test(type))) return false;
  return types.some((type) => /^Software and Configuration Checks/i.test(type));
}

const BY_ID: readonly Severity[] = ['unknown', 'informational', 'low', 'medium', 'high', 'high', 'high'];
function severityOf(one: Ecs): [Severity, string | undefined] {
  const word = one.word('severity');
  const id = one.number('severity_id');
  const read = id === undefined ? 'unknown' : (BY_ID[id] ?? 'unknown');
  if (read !== 'unknown') return [read, word ?? String(id)];
  const named = severityOfWord(word);
  if (named !== 'unknown') return [named, word];
  const risk = one.word('risk_level');
  return [severityOfWord(risk), word ?? risk];
}

const STATUS: readonly (AlertStatus | undefined)[] = [undefined, 'new', 'inProgress', 'resolved', 'resolved', 'resolved', 'resolved'];
const statusOf = (one: Ecs): AlertStatus | undefined =>
  STATUS[one.number('status_id') ?? 0] ?? statusOfWord(one.word('status')) ?? statusOfWord(one.word('state'));

function incident(one: Ecs, ctx: ReadContext): void {
  const [severity] = severityOf(one);
  const findings = one.objects('finding_info_list');
  const id = one.text('incident_uid') ?? one.text('metadata.uid') ?? one.text('uid') ?? one.text('ticket.uid');
  const created = instantOf(when(one, 'time') ?? when(one, 'start_time'), ctx.assume);
  const updated = instantOf(when(one, 'metadata.modified_time'), ctx.assume);
  const first = instantOf(when(one, 'start_time'), ctx.assume);
  const last = instantOf(when(one, 'end_time'), ctx.assume);
  if (id === undefined) {
    ctx.reject('intake/bad-record', 'An incident finding without an id.');
    return;
  }
  ctx.incident(
    defined({
      externalId: id,
      idScope: `ocsf/${(one.text('metadata.product.name') ?? '').toLowerCase()}`,
      title: one.text('desc') ?? one.text('message') ?? findings[0]?.text('title') ?? `Incident ${id}`,
      severity,
      status: one.word('status'),
      ...judgementOf(one.text('verdict'), undefined),
      assignedTo: one.text('assignee.name') ?? one.text('assignee.email_addr'),
      created,
      updated,
      firstActivity: first,
      lastActivity: last,
      url: one.text('src_url'),
      alertIds: findings.flatMap((info) => info.text('uid') ?? []),
    }),
  );
}
